package sealswarm.overlay.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A line plot as a piece of SVG that needs nothing else. */
final class SvgPlot {
    private static final int WIDTH = 720;
    private static final int HEIGHT = 300;
    private static final int LEFT = 60;
    private static final int BOTTOM = 40;
    private static final int TOP = 16;
    private static final int TICKS = 5;
    private static final List<String> COLOURS = List.of("#1f6feb", "#d1242f", "#1a7f37");

    private final String xTitle;
    private final String yTitle;
    private final List<Curve> curves = new ArrayList<>();
    private final List<Point> marks = new ArrayList<>();
    private final List<String> markNames = new ArrayList<>();

    /** A place in the plot's own units. */
    record Point(double x, double y) {}

    private record Curve(String name, List<Point> points) {}

    SvgPlot(String xTitle, String yTitle) {
        this.xTitle = xTitle;
        this.yTitle = yTitle;
    }

    SvgPlot curve(String name, List<Point> points) {
        curves.add(new Curve(name, List.copyOf(points)));
        return this;
    }

    /** An upright line. */
    SvgPlot mark(String name, double x) {
        marks.add(new Point(x, 0));
        markNames.add(name);
        return this;
    }

    /** The steps of a cumulative distribution, in percent of {@code total}. */
    static List<Point> distribution(List<Double> ascending, int total) {
        List<Point> points = new ArrayList<>();
        points.add(new Point(ascending.isEmpty() ? 0 : ascending.get(0), 0));
        for (int i = 0; i < ascending.size(); i++) {
            points.add(new Point(ascending.get(i), 100.0 * (i + 1) / total));
        }
        return points;
    }

    String svg() {
        double maxX = Math.max(
                marks.stream().mapToDouble(Point::x).max().orElse(0),
                curves.stream()
                        .flatMap(curve -> curve.points().stream())
                        .mapToDouble(Point::x)
                        .max()
                        .orElse(0));
        double maxY = curves.stream()
                .flatMap(curve -> curve.points().stream())
                .mapToDouble(Point::y)
                .max()
                .orElse(0);
        Frame frame = new Frame(maxX > 0 ? maxX : 1, maxY > 0 ? maxY : 1);
        StringBuilder out = new StringBuilder(line(
                "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s over %s\">", WIDTH, HEIGHT, yTitle, xTitle));
        axes(frame, out);
        for (int i = 0; i < curves.size(); i++) {
            draw(curves.get(i), COLOURS.get(i % COLOURS.size()), i, frame, out);
        }
        for (int i = 0; i < marks.size(); i++) {
            double x = frame.x(marks.get(i).x());
            out.append(line(
                    "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"#666\" stroke-dasharray=\"4 3\"/>",
                    x, TOP, x, HEIGHT - BOTTOM));
            out.append(
                    line("<text x=\"%.1f\" y=\"%d\" text-anchor=\"end\">%s</text>", x - 4, TOP + 10, markNames.get(i)));
        }
        return out.append("</svg>").toString();
    }

    private record Frame(double maxX, double maxY) {
        double x(double value) {
            return LEFT + value / maxX * (WIDTH - LEFT - TOP);
        }

        double y(double value) {
            return HEIGHT - BOTTOM - value / maxY * (HEIGHT - BOTTOM - TOP);
        }
    }

    private void axes(Frame frame, StringBuilder out) {
        for (int i = 0; i <= TICKS; i++) {
            double x = frame.maxX() * i / TICKS;
            double y = frame.maxY() * i / TICKS;
            out.append(line(
                    "<line x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\" stroke=\"#ddd\"/>",
                    LEFT, frame.y(y), WIDTH - TOP, frame.y(y)));
            out.append(line(
                    "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>", LEFT - 6, frame.y(y) + 4, number(y)));
            out.append(line(
                    "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>",
                    frame.x(x), HEIGHT - BOTTOM + 16, number(x)));
        }
        out.append(line(
                "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>", (WIDTH + LEFT) / 2, HEIGHT - 6, xTitle));
        out.append(line(
                "<text x=\"14\" y=\"%d\" transform=\"rotate(-90 14 %d)\" text-anchor=\"middle\">%s</text>",
                HEIGHT / 2, HEIGHT / 2, yTitle));
    }

    private static void draw(Curve curve, String colour, int number, Frame frame, StringBuilder out) {
        StringBuilder points = new StringBuilder();
        for (Point point : curve.points()) {
            points.append(line("%.1f,%.1f ", frame.x(point.x()), frame.y(point.y())));
        }
        out.append(line(
                "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"2\" points=\"%s\"/>",
                colour, points.toString().trim()));
        out.append(line(
                "<text x=\"%d\" y=\"%d\" fill=\"%s\">%s</text>",
                LEFT + 8, TOP + 12 + 14 * number, colour, curve.name()));
    }

    private static String number(double value) {
        return value >= 100 ? line("%.0f", value) : line("%.1f", value);
    }

    private static String line(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
