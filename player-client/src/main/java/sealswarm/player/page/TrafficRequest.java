package sealswarm.player.page;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.EnumSet;
import sealswarm.format.problem.FormatException;
import sealswarm.player.playback.TrafficRules;
import sealswarm.player.playback.TrafficRules.Restraint;

/** What the page sends when limits or restraints are set: {@code uploadLimit}, {@code downloadLimit}, {@code restraints}, all of them. */
final class TrafficRequest {
    private TrafficRequest() {}

    /**
     * @throws FormatException if something is missing or of another kind
     * @throws IllegalArgumentException if a limit is out of range
     */
    static TrafficRules read(JsonObject body) {
        if (!(body.getValue("restraints") instanceof JsonArray named)) {
            throw FormatException.malformed("restraints must be a list");
        }
        EnumSet<Restraint> restraints = EnumSet.noneOf(Restraint.class);
        for (Object name : named) {
            restraints.add(Restraint.of(String.valueOf(name))
                    .orElseThrow(() -> FormatException.malformed("no restraint is called so")));
        }
        return new TrafficRules(limit(body, "uploadLimit"), limit(body, "downloadLimit"), restraints);
    }

    private static long limit(JsonObject body, String key) {
        if (body.getValue(key) instanceof Number number && (number instanceof Integer || number instanceof Long)) {
            return number.longValue();
        }
        throw FormatException.malformed(key + " must be a whole number");
    }
}
