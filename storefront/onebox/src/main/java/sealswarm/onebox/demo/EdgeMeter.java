package sealswarm.onebox.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** What the edge says it has sent, by its own metrics. */
final class EdgeMeter {
    private static final String BYTES = "sealswarm_edge_bytes_total{";

    private final URI edge;
    private long before;

    EdgeMeter(URI edge) {
        this.edge = edge;
    }

    /** To be called before the edge closes, as it counts from nothing when it opens again. */
    void keep() throws IOException {
        before += sinceOpened();
    }

    /** All bytes of tracks sent, to hosts and players alike. */
    long sentBytes() throws IOException {
        return before + sinceOpened();
    }

    private long sinceOpened() throws IOException {
        try {
            HttpResponse<String> metrics = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(edge.resolve("/metrics")).build(),
                            HttpResponse.BodyHandlers.ofString());
            return metrics.body()
                    .lines()
                    .filter(line -> line.startsWith(BYTES))
                    .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while reading the edge's metrics", e);
        }
    }

    /** Everything the edge sent, the filling of the hosts included, is less than what players were given. */
    String compare(long delivered) throws IOException, Story.Mismatch {
        long sent = sentBytes();
        Story.require(sent > 0, "an edge that sent something", "nothing");
        Story.require(sent < delivered, "less than " + delivered + " bytes from the edge", sent + " bytes");
        return "edge sent " + sent + " bytes in all, players were given " + delivered;
    }
}
