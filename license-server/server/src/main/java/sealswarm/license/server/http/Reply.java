package sealswarm.license.server.http;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What a route answers: a whole body, or pages that are fetched as the client reads them. */
public sealed interface Reply {
    String JSON = "application/json";
    String NDJSON = "application/x-ndjson";

    int status();

    String mediaType();

    Map<String, String> headers();

    /** The same reply with one more header. */
    Reply with(String header, String value);

    /** A body in memory. */
    record Whole(int status, String mediaType, Map<String, String> headers, Buffer body) implements Reply {
        public Whole {
            headers = Map.copyOf(headers);
        }

        @Override
        public Reply with(String header, String value) {
            return new Whole(status, mediaType, plus(headers, header, value), body);
        }
    }

    /** A body of unknown length. The status is sent with the first page, so a failure before it is still a problem. */
    record Pages(int status, String mediaType, Map<String, String> headers, PageSource source) implements Reply {
        public Pages {
            headers = Map.copyOf(headers);
        }

        @Override
        public Reply with(String header, String value) {
            return new Pages(status, mediaType, plus(headers, header, value), source);
        }
    }

    /** Gives page after page; asked for the next one only once the client took the last. */
    @FunctionalInterface
    interface PageSource {
        /** The next page, or empty at the end. Called on the event loop; must not block. */
        Future<Optional<Buffer>> next();
    }

    /** 200 with these bytes of JSON. */
    static Reply json(byte[] body) {
        return json(200, body);
    }

    static Reply json(int status, byte[] body) {
        return bytes(status, JSON, body);
    }

    static Reply bytes(int status, String mediaType, byte[] body) {
        return new Whole(status, mediaType, Map.of(), Buffer.buffer(body));
    }

    static Reply text(int status, String mediaType, String body) {
        return bytes(status, mediaType, body.getBytes(StandardCharsets.UTF_8));
    }

    static Reply noContent() {
        return new Whole(204, "", Map.of(), Buffer.buffer());
    }

    static Reply pages(String mediaType, PageSource source) {
        return new Pages(200, mediaType, Map.of(), source);
    }

    private static Map<String, String> plus(Map<String, String> headers, String header, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(header, value);
        return more;
    }
}
