package sealswarm.player.acquisition;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import sealswarm.console.progress.ProgressUnit;
import sealswarm.player.cache.TrafficTotals.Amounts;
import sealswarm.player.playback.Traffic;
import sealswarm.player.playback.TrafficRules;
import sealswarm.player.playback.TrafficRules.Restraint;

/** Rules and totals as the page gets them. */
final class TrafficPanel {
    private TrafficPanel() {}

    static JsonObject rules(TrafficRules rules) {
        JsonArray restraints = new JsonArray();
        rules.restraints().stream().sorted().map(Restraint::text).forEach(restraints::add);
        return new JsonObject()
                .put("uploadLimit", rules.uploadLimit())
                .put("downloadLimit", rules.downloadLimit())
                .put("restraints", restraints);
    }

    static JsonObject now(Traffic traffic, Amounts totals) {
        return new JsonObject()
                .put("serving", traffic.serving().text())
                .put("uploadLimit", traffic.uploadLimit())
                .put("downloadLimit", traffic.downloadLimit())
                .put(
                        "totals",
                        new JsonObject()
                                .put("toPeers", totals.toPeers())
                                .put("fromPeers", totals.fromPeers())
                                .put("fromEdge", totals.fromEdge())
                                .put("fromCache", totals.fromCache()))
                .put(
                        "rows",
                        new JsonArray()
                                .add(row("given to peers", totals.toPeers()))
                                .add(row("from peers", totals.fromPeers()))
                                .add(row("from the edge", totals.fromEdge()))
                                .add(row("from the cache", totals.fromCache())));
    }

    private static JsonArray row(String what, long bytes) {
        return new JsonArray().add(what).add(ProgressUnit.BYTES.show(bytes));
    }
}
