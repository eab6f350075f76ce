package sealswarm.player.quality;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.net.URI;

/** Where reports go. */
@FunctionalInterface
public interface ReportSink {
    /** Sends a report; fails if it was not taken. */
    Future<Void> send(URI address, JsonObject report);
}
