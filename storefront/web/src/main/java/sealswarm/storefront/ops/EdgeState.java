package sealswarm.storefront.ops;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * An edge as the operator's page shows it.
 *
 * @param address where it is
 * @param answers whether it answered
 * @param swarms its swarms, the first few hundred
 */
public record EdgeState(URI address, boolean answers, List<SwarmState> swarms) {
    /** Keeps a copy. */
    public EdgeState {
        swarms = List.copyOf(swarms);
    }

    static EdgeState silent(URI address) {
        return new EdgeState(address, false, List.of());
    }

    static EdgeState of(URI address, JsonObject answer) {
        List<SwarmState> swarms = new ArrayList<>();
        JsonArray listed = answer.getJsonArray("swarms", new JsonArray());
        for (int i = 0; i < listed.size(); i++) {
            JsonObject swarm = listed.getJsonObject(i);
            swarms.add(new SwarmState(
                    swarm.getString("swarmId", ""),
                    swarm.getLong("sizeBytes", 0L),
                    swarm.getInteger("seeds", 0),
                    swarm.getInteger("leechers", 0),
                    swarm.getLong("deliveredBytes", 0L)));
        }
        return new EdgeState(address, true, swarms);
    }

    /**
     * One swarm of an edge.
     *
     * @param swarmId its opaque id
     * @param sizeBytes size of the track
     * @param seeds peers that have all of it
     * @param leechers peers that fetch it
     * @param deliveredBytes bytes the edge has delivered
     */
    public record SwarmState(String swarmId, long sizeBytes, int seeds, int leechers, long deliveredBytes) {}
}
