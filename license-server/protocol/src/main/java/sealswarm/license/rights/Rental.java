package sealswarm.license.rights;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sealswarm.format.json.StrictJson;
import sealswarm.format.json.UtcTime;

/** The rule of a rental; in JSON {@code "none"} or {startBefore, playForS, firstPlayAt or "none"}. */
public sealed interface Rental {
    /** Not a rental. */
    record None() implements Rental {
        @Override
        public Object json() {
            return "none";
        }
    }

    /**
     * A rental.
     *
     * @param startBefore the first play must begin before this time
     * @param playForS seconds of play from the first play on, at least 1
     * @param firstPlay when it was first played, set once and never reset; {@code none} where it was not
     */
    record Terms(Instant startBefore, long playForS, String firstPlay) implements Rental {
        public Terms {
            startBefore = UtcTime.parse(UtcTime.format(startBefore));
            if (playForS < 1 || playForS > StrictJson.MAX_INTEGER) {
                throw new IllegalArgumentException("playForS must be 1 to 2^53-1");
            }
            if (!firstPlay.equals("none")) {
                UtcTime.parse(firstPlay);
            }
        }

        /** The first play, if there was one. */
        public Optional<Instant> firstPlayAt() {
            return firstPlay.equals("none") ? Optional.empty() : Optional.of(UtcTime.parse(firstPlay));
        }

        /** These terms with the first play set, unless it is set already. */
        public Terms playedFirst(Instant at) {
            return firstPlay.equals("none") ? new Terms(startBefore, playForS, UtcTime.format(at)) : this;
        }

        /** When the rental ends, once it was played. */
        public Optional<Instant> endsAt() {
            return firstPlayAt().map(first -> {
                Instant end = first.plusSeconds(Math.min(playForS, END_OF_TIME.getEpochSecond()));
                return end.isAfter(END_OF_TIME) ? END_OF_TIME : end;
            });
        }

        @Override
        public Object json() {
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("startBefore", UtcTime.format(startBefore));
            members.put("playForS", playForS);
            members.put("firstPlayAt", firstPlay);
            return members;
        }
    }

    /** The last second a document can name. */
    Instant END_OF_TIME = Instant.parse("9999-12-31T23:59:59Z");

    /** No rental. */
    Rental NONE = new None();

    /** A rental that was not played yet. */
    static Rental notPlayed(Instant startBefore, long playForS) {
        return new Terms(startBefore, playForS, "none");
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Rental ofJson(Object json) {
        if ("none".equals(json)) {
            return NONE;
        }
        if (json instanceof Map<?, ?> members
                && members.keySet().equals(Set.of("startBefore", "playForS", "firstPlayAt"))
                && members.get("startBefore") instanceof String startBefore
                && members.get("playForS") instanceof Number playForS
                && members.get("firstPlayAt") instanceof String firstPlayAt) {
            return new Terms(UtcTime.parse(startBefore), playForS.longValue(), firstPlayAt);
        }
        throw new IllegalArgumentException("\"none\" or {startBefore, playForS, firstPlayAt} is due");
    }

    @JsonValue
    Object json();
}
