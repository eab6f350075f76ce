package sealswarm.overlay.edge;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Renders metrics in Prometheus' text format. Labels are fixed words: never a title, user, peer or info-hash. */
final class Prometheus {
    /** Media type of the text. */
    static final String MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final StringBuilder text = new StringBuilder();

    Prometheus counter(String name, String help, long value) {
        return head(name, help, "counter").sample(name, "", value);
    }

    Prometheus gauge(String name, String help, long value) {
        return head(name, help, "gauge").sample(name, "", value);
    }

    /** A metric with one label. */
    Prometheus labelled(String name, String help, String type, String label, Map<String, Long> values) {
        head(name, help, type);
        new TreeMap<>(values)
                .forEach((value, count) ->
                        sample(name, "{" + label + "=\"" + value.toLowerCase(Locale.ROOT) + "\"}", count));
        return this;
    }

    /** Counts by rising bounds as gauges by {@code le}, cumulative as Prometheus wants them; the last count is beyond all bounds. */
    Prometheus buckets(String name, String help, List<Long> bounds, List<Long> counts) {
        head(name, help, "gauge");
        long sum = 0;
        for (int i = 0; i < counts.size(); i++) {
            sum += counts.get(i);
            sample(name, "{le=\"" + (i < bounds.size() ? bounds.get(i).toString() : "+Inf") + "\"}", sum);
        }
        return this;
    }

    private Prometheus head(String name, String help, String type) {
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
        return this;
    }

    private Prometheus sample(String name, String labels, long value) {
        text.append(name).append(labels).append(' ').append(value).append('\n');
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
