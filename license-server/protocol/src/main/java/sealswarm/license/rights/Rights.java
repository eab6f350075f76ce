package sealswarm.license.rights;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import sealswarm.format.json.UtcTime;
import sealswarm.format.key.TrackId;
import sealswarm.license.money.Money;
import sealswarm.license.problem.ProblemType;
import sealswarm.license.wire.WireJson;

/**
 * What a license or grant allows. Every member is present and none else is: reading refuses a missing or unknown member, so
 * nothing is allowed by accident or by an old reader. Immutable.
 *
 * @param actions what may be done at all
 * @param window when
 * @param rental the rental rule
 * @param plays how many plays may still be started
 * @param devices how many devices may hold licenses of the grant
 * @param streams how many may play at once
 * @param tracks the tracks by name, sorted; never "all"
 * @param territory where; decided by the server when it issues
 * @param offline how long without a connection
 * @param output asked of the screen; advisory, and reported as such
 * @param renew until when the lease may be renewed
 * @param charge what a use costs
 * @param transfer {@link Nothing#NONE} in version 1
 * @param household {@link Nothing#NONE} in version 1
 * @param trace {@link Nothing#NONE} in version 1
 */
public record Rights(
        Set<Action> actions,
        Window window,
        Rental rental,
        Plays plays,
        Devices devices,
        Streams streams,
        List<TrackId> tracks,
        Territory territory,
        Offline offline,
        Output output,
        Renew renew,
        Charge charge,
        Nothing transfer,
        Nothing household,
        Nothing trace) {
    /** Most tracks of one license. */
    public static final int MAX_TRACKS = 1_000;

    /** How many plays this license may still start, and after how many unique seconds one counts (at least 0). */
    public record Plays(Limit max, long countAfterS) {
        public Plays {
            requireNotNegative("countAfterS", countAfterS);
        }
    }

    /** Device slots of the grant, and how many freed slots may be filled again in 90 days. */
    public record Devices(Limit max, long swapsPer90d) {
        public Devices {
            requireNotNegative("swapsPer90d", swapsPer90d);
        }
    }

    /** Streams at once, and what happens to one too many. */
    public record Streams(Limit max, OnExceed onExceed) {}

    /** Which stream gives way. */
    public enum OnExceed {
        DENY_NEW,
        STOP_OLDEST;

        @JsonValue
        public String text() {
            return Rights.text(this);
        }
    }

    /** Where the tracks may be used. */
    public record Territory(Territories allow) {}

    /** Seconds without a connection: 0 for not at all. Needs {@link Action#DOWNLOAD}. */
    public record Offline(Limit maxS) {}

    /** The least copy protection of the screen's cable. */
    public record Output(MinHdcp minHdcp) {}

    /** HDCP versions. */
    public enum MinHdcp {
        NONE("none"),
        V1_4("1.4"),
        V2_2("2.2");

        private final String text;

        MinHdcp(String text) {
            this.text = text;
        }

        @JsonValue
        public String text() {
            return text;
        }
    }

    /** Until when a lease is renewed, and whether after it has expired too. */
    public record Renew(Until until, boolean afterExpiry) {}

    /** What a use costs. */
    public record Charge(ChargeModel model, Money unit) {}

    /** How uses are charged. */
    public enum ChargeModel {
        ONCE,
        PER_PLAY,
        PER_MINUTE,
        POOL;

        @JsonValue
        public String text() {
            return Rights.text(this);
        }
    }

    /** The only value of members that version 1 reserves. */
    public enum Nothing {
        NONE;

        @JsonValue
        public String text() {
            return Rights.text(this);
        }
    }

    public Rights {
        actions = actions.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(actions));
        if (tracks.isEmpty() || tracks.size() > MAX_TRACKS) {
            throw new IllegalArgumentException("1 to " + MAX_TRACKS + " tracks are due");
        }
        List<TrackId> sorted = List.copyOf(new TreeSet<>(tracks));
        if (sorted.size() != tracks.size()) {
            throw new IllegalArgumentException("a track stands twice");
        }
        tracks = sorted;
        if (offline.maxS().max().orElse(1) > 0 && !actions.contains(Action.DOWNLOAD)) {
            throw new IllegalArgumentException("offline use needs the action download");
        }
    }

    /**
     * Reads rights out of a document, closed: a missing, doubled or unknown member refuses all.
     *
     * @throws sealswarm.format.problem.FormatException malformed, naming the member
     */
    public static Rights read(ObjectNode tree) {
        return WireJson.readTree(tree, Rights.class);
    }

    /** The rights as a member of a document. */
    public ObjectNode tree() {
        return (ObjectNode) WireJson.tree(this);
    }

    /** What is asked for. */
    public record Question(Action action, TrackId track, Instant now, long playsStarted) {}

    /**
     * Whether the action on the track is allowed at {@code question.now()}, apart from lease, device and stream, which are not
     * rights. The territory is the server's to decide: {@link #decideTerritory}.
     */
    public RightsDecision decide(Question question) {
        if (!actions.contains(question.action())) {
            return RightsDecision.denied(
                    ProblemType.ACTION_NOT_GRANTED, "action", question.action().text());
        }
        if (!tracks.contains(question.track())) {
            return RightsDecision.denied(
                    ProblemType.TRACK_NOT_GRANTED,
                    "trackIds",
                    List.of(question.track().text()));
        }
        if (question.now().isBefore(window.notBefore())) {
            return RightsDecision.denied(ProblemType.WINDOW_NOT_OPEN, "opensAt", UtcTime.format(window.notBefore()));
        }
        if (window.notAfter().isOver(question.now())) {
            return RightsDecision.denied(
                    ProblemType.WINDOW_CLOSED,
                    "closedAt",
                    UtcTime.format(window.notAfter().end().orElseThrow()));
        }
        return decideRental(question.now()).orElseGet(() -> decidePlays(question.playsStarted()));
    }

    /** Whether the rights hold in {@code territory}, a code of ISO 3166-1 alpha-2. */
    public RightsDecision decideTerritory(String code) {
        return territory.allow().admits(code)
                ? RightsDecision.GRANTED
                : RightsDecision.denied(ProblemType.TERRITORY, "territory", code);
    }

    /** The first moment at which these rights allow nothing any more, as far as it is known now. */
    public Until end() {
        Until end = window.notAfter();
        if (rental instanceof Rental.Terms terms) {
            end = end.earlier(Until.of(terms.endsAt().orElse(terms.startBefore())));
        }
        return end;
    }

    private Optional<RightsDecision> decideRental(Instant now) {
        if (!(rental instanceof Rental.Terms terms)) {
            return Optional.empty();
        }
        Optional<Instant> end = terms.endsAt();
        if (end.isEmpty()) {
            return now.isBefore(terms.startBefore())
                    ? Optional.empty()
                    : Optional.of(RightsDecision.denied(
                            ProblemType.RENTAL_START_PASSED, "startBefore", UtcTime.format(terms.startBefore())));
        }
        if (now.isBefore(end.get())) {
            return Optional.empty();
        }
        return Optional.of(new RightsDecision.Denied(
                ProblemType.RENTAL_OVER,
                Map.of("firstPlayAt", terms.firstPlay(), "endedAt", UtcTime.format(end.get()))));
    }

    private RightsDecision decidePlays(long playsStarted) {
        return plays.max().admits(playsStarted + 1)
                ? RightsDecision.GRANTED
                : new RightsDecision.Denied(
                        ProblemType.PLAYS_USED_UP,
                        Map.of("max", plays.max().max().orElse(0), "used", playsStarted));
    }

    private static void requireNotNegative(String member, long value) {
        if (value < 0) {
            throw new IllegalArgumentException(member + " must not be negative");
        }
    }

    private static String text(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
