package sealswarm.overlay.sim;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A run's result as a document for programs and as one page for people, with its plots in it. */
public final class SimReport {
    private static final double MIB = 1 << 20;

    private final SimResult result;

    /** The report of {@code result}. */
    public SimReport(SimResult result) {
        this.result = result;
    }

    /** The figures, by name. */
    public Map<String, Object> figures() {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("seed", result.scenario().seed());
        figures.put("traceHash", Long.toHexString(result.traceHash()));
        figures.put("peers", result.peerTotal());
        figures.put("finished", result.completionSeconds().size());
        figures.put("virtualSeconds", rounded(result.virtualSeconds()));
        figures.put("fluidSeconds", rounded(result.scenario().fluidSeconds()));
        figures.put("medianCompletionSeconds", rounded(result.medianCompletionSeconds()));
        figures.put("lastCompletionSeconds", rounded(result.lastCompletionSeconds()));
        figures.put("fluidRatio", rounded(result.fluidRatio()));
        figures.put("offload", rounded(result.offload()));
        figures.put("edgeBytes", result.edgeBytes());
        figures.put("peerBytes", result.peerBytes());
        figures.put("redundantBytes", result.redundantBytes());
        figures.put("systems", result.scenario().systems().size());
        figures.put("copiesPerSystem", rounded(result.copiesPerSystem()));
        figures.put("medianStartUpSeconds", rounded(result.medianStartUpSeconds()));
        figures.put("stalls", result.stalls());
        return figures;
    }

    private static double rounded(double value) {
        return Math.round(value * 1_000) / 1_000.0;
    }

    /** One page of HTML that needs nothing else. */
    public String page() {
        StringBuilder out = new StringBuilder("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
                .append("<title>Sealswarm simulation</title><style>")
                .append("body{font:16px/1.5 sans-serif;max-width:760px;margin:2em auto;padding:0 1em}")
                .append("svg{width:100%;height:auto;font-size:11px}td{padding:0 1.5em 0 0}</style></head><body>\n")
                .append("<h1>Sealswarm simulation</h1>\n<table>\n");
        figures().forEach((name, value) -> out.append("<tr><td>")
                .append(name)
                .append("</td><td>")
                .append(value)
                .append("</td></tr>\n"));
        out.append("</table>\n<p>")
                .append(escaped(result.scenario().toString()))
                .append("</p>\n");
        section("Who has finished", completion(), out);
        if (!result.startUpSeconds().isEmpty()) {
            section("Who plays", startUp(), out);
        }
        section("Where the bytes came from", course(), out);
        section("Offload", offload(), out);
        return out.append("</body></html>\n").toString();
    }

    private static void section(String title, SvgPlot plot, StringBuilder out) {
        out.append("<h2>").append(title).append("</h2>\n").append(plot.svg()).append('\n');
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }

    private SvgPlot completion() {
        SvgPlot plot = new SvgPlot("seconds after a peer's start", "percent of peers")
                .curve("finished", SvgPlot.distribution(result.completionSeconds(), result.peerTotal()));
        double fluid = result.scenario().fluidSeconds();
        return fluid == 0 ? plot : plot.mark(String.format(Locale.ROOT, "fluid limit %.1f s", fluid), fluid);
    }

    private SvgPlot startUp() {
        return new SvgPlot("seconds after a peer's start", "percent of peers")
                .curve("play has begun", SvgPlot.distribution(result.startUpSeconds(), result.peerTotal()));
    }

    private SvgPlot course() {
        List<SvgPlot.Point> byEdge = new ArrayList<>();
        List<SvgPlot.Point> byPeers = new ArrayList<>();
        for (SimResult.Sample sample : result.samples()) {
            byEdge.add(new SvgPlot.Point(sample.seconds(), sample.edgeBytes() / MIB));
            byPeers.add(new SvgPlot.Point(sample.seconds(), sample.peerBytes() / MIB));
        }
        return new SvgPlot("seconds", "MiB sent").curve("edge", byEdge).curve("peers", byPeers);
    }

    private SvgPlot offload() {
        List<SvgPlot.Point> points = new ArrayList<>();
        for (SimResult.Sample sample : result.samples()) {
            long all = sample.edgeBytes() + sample.peerBytes();
            points.add(new SvgPlot.Point(sample.seconds(), all == 0 ? 0 : 100.0 * sample.peerBytes() / all));
        }
        return new SvgPlot("seconds", "percent of bytes so far").curve("sent by peers", points);
    }
}
