package sealswarm.overlay.collector;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import sealswarm.overlay.ack.AckChain;
import sealswarm.overlay.collector.Flag.Reason;
import sealswarm.overlay.token.Pseudonym;
import sealswarm.overlay.token.SwarmId;

/**
 * Looks over the claims of a day for what honest swarms do not do. Pure; thresholds are chosen so that an honest subject is hardly
 * ever flagged, and what slips through is bounded by {@link AckRules#mostBytes} per licensed downloader.
 */
public final class AckAuditor {
    /** A subject may acknowledge a twentieth more than the rules let count, by chance of what crossed. */
    static final double SIZE_SLACK = 1.05;

    /** From so many times the size on it is called a repeat. */
    static final int REPEATS = 3;

    /** Acks of strangers that may be a tracker's forgetting. */
    static final int FEW_STRANGERS = 3;

    /** Other active uploaders of a swarm from which on two who know only each other are odd. */
    static final int MANY_UPLOADERS = 8;

    /** Share of bytes from which on one is all in all to another, in percent. */
    static final int ALL_PERCENT = 90;

    /** Downloaders of one network that make a crowd. */
    static final int CROWD = 8;

    /** Share of a crowd's bytes that comes from within when it knows nobody else, in percent. */
    static final int WITHIN_PERCENT = 95;

    /** Share of those bytes that one must earn to be the one it is for, in percent. */
    static final int BENEFIT_PERCENT = 50;

    private static final int PERCENT = 100;

    private final ToLongFunction<SwarmId> mostBytes;
    private final Function<Pseudonym, Optional<String>> networkOf;

    /**
     * An auditor.
     *
     * @param mostBytes what one subject's acks for a track can be worth, 0 if the track is not known
     * @param networkOf the network a subject announced from, if it is known
     */
    public AckAuditor(ToLongFunction<SwarmId> mostBytes, Function<Pseudonym, Optional<String>> networkOf) {
        this.mostBytes = mostBytes;
        this.networkOf = networkOf;
    }

    private record Pair(SwarmId swarmId, Pseudonym uploader, Pseudonym downloader) {}

    private record Side(SwarmId swarmId, Pseudonym subject) {}

    private record Crowd(SwarmId swarmId, String network) {}

    /** Everything odd about these claims, each subject once for each reason. */
    public List<Flag> audit(Collection<Claim> claims) {
        Set<Flag> flags = new LinkedHashSet<>();
        sizes(claims, flags);
        rates(claims, flags);
        refusals(claims, flags);
        List<Claim> signed = claims.stream().filter(AckAuditor::isSigned).toList();
        pairs(signed, flags);
        networks(signed, flags);
        return List.copyOf(flags);
    }

    /** True if the downloader signed it, believed or not: only then it says anything about the downloader. */
    private static boolean isSigned(Claim claim) {
        return claim.refusal()
                .filter(refusal -> refusal != AckRefusal.OVER_SIZE && refusal != AckRefusal.NOT_INTRODUCED)
                .isEmpty();
    }

    private void sizes(Collection<Claim> claims, Set<Flag> flags) {
        // A session that was believed in part and refused at its end is there twice: the larger claim counts.
        Map<List<Object>, Long> sessions = new LinkedHashMap<>();
        for (Claim claim : claims) {
            if (claim.refusal()
                    .filter(refusal -> refusal != AckRefusal.OVER_SIZE)
                    .isEmpty()) {
                sessions.merge(
                        List.of(claim.swarmId(), claim.downloader(), claim.uploader(), claim.fromEpochSecond()),
                        claim.bytes(),
                        Math::max);
            }
        }
        Map<Side, Long> got = new LinkedHashMap<>();
        sessions.forEach((session, bytes) ->
                got.merge(new Side((SwarmId) session.get(0), (Pseudonym) session.get(1)), bytes, Long::sum));
        got.forEach((side, bytes) -> {
            long most = mostBytes.applyAsLong(side.swarmId());
            if (most > 0 && bytes > most * SIZE_SLACK) {
                flags.add(new Flag(side.subject(), bytes >= REPEATS * most ? Reason.REPEAT : Reason.SIZE, bytes));
            }
        });
    }

    private static void rates(Collection<Claim> claims, Set<Flag> flags) {
        Map<Side, long[]> all = new LinkedHashMap<>();
        for (Claim claim : claims) {
            if (claim.refusal()
                    .filter(refusal -> refusal == AckRefusal.TOO_FAST)
                    .isPresent()) {
                flags.add(new Flag(claim.uploader(), Reason.RATE, claim.bytes()));
            }
            if (isSigned(claim)) {
                long[] span = all.computeIfAbsent(
                        new Side(claim.swarmId(), claim.downloader()), side -> new long[] {Long.MAX_VALUE, 0, 0});
                span[0] = Math.min(span[0], claim.fromEpochSecond());
                span[1] = Math.max(span[1], claim.toEpochSecond());
                span[2] += claim.bytes();
            }
        }
        all.forEach((side, span) -> {
            if (span[2] / (span[1] - span[0] + 1) > AckChain.MAX_BYTES_PER_SECOND) {
                flags.add(new Flag(side.subject(), Reason.RATE, span[2]));
            }
        });
    }

    private static void refusals(Collection<Claim> claims, Set<Flag> flags) {
        Map<Pseudonym, Integer> strangers = new LinkedHashMap<>();
        Map<Pseudonym, Long> bytes = new HashMap<>();
        for (Claim claim : claims) {
            if (claim.refusal().isEmpty()) {
                continue;
            }
            switch (claim.refusal().get()) {
                case NOT_YOURS, NOT_CERTIFIED, OWN_BYTES, BAD_SIGNATURE, NOT_NEXT ->
                    flags.add(new Flag(claim.uploader(), Reason.FORGED, 0));
                case NOT_INTRODUCED -> {
                    strangers.merge(claim.uploader(), 1, Integer::sum);
                    bytes.merge(claim.uploader(), claim.bytes(), Long::sum);
                }
                case TOO_OLD, IN_THE_FUTURE, TOO_FAST, OVER_SIZE -> {}
            }
        }
        strangers.forEach((subject, count) -> {
            if (count > FEW_STRANGERS) {
                flags.add(new Flag(subject, Reason.NOT_INTRODUCED, bytes.getOrDefault(subject, 0L)));
            }
        });
    }

    /** Two that are all in all to each other, in a swarm where both could have met many. */
    private void pairs(List<Claim> claims, Set<Flag> flags) {
        Map<Pair, Long> between = new LinkedHashMap<>();
        Map<Side, Long> given = new HashMap<>();
        Map<Side, Long> taken = new HashMap<>();
        Map<SwarmId, Set<Pseudonym>> uploaders = new HashMap<>();
        for (Claim claim : claims) {
            between.merge(new Pair(claim.swarmId(), claim.uploader(), claim.downloader()), claim.bytes(), Long::sum);
            given.merge(new Side(claim.swarmId(), claim.uploader()), claim.bytes(), Long::sum);
            taken.merge(new Side(claim.swarmId(), claim.downloader()), claim.bytes(), Long::sum);
            uploaders.computeIfAbsent(claim.swarmId(), swarm -> new HashSet<>()).add(claim.uploader());
        }
        between.forEach((pair, bytes) -> {
            boolean manyOthers =
                    uploaders.getOrDefault(pair.swarmId(), Set.of()).size() > MANY_UPLOADERS;
            long most = mostBytes.applyAsLong(pair.swarmId());
            if (manyOthers
                    && bytes * 4 >= most
                    && isMostOf(bytes, given.getOrDefault(new Side(pair.swarmId(), pair.uploader()), 0L), ALL_PERCENT)
                    && isMostOf(
                            bytes, taken.getOrDefault(new Side(pair.swarmId(), pair.downloader()), 0L), ALL_PERCENT)) {
                flags.add(new Flag(pair.uploader(), Reason.PAIR, bytes));
                flags.add(new Flag(pair.downloader(), Reason.PAIR, bytes));
            }
        });
    }

    private static boolean isMostOf(long part, long whole, int percent) {
        return part * PERCENT >= whole * percent;
    }

    /** A crowd behind one network that trades within itself, for one who earns by it. */
    private void networks(List<Claim> claims, Set<Flag> flags) {
        Map<Crowd, List<Claim>> byNetwork = new LinkedHashMap<>();
        for (Claim claim : claims) {
            networkOf.apply(claim.downloader()).ifPresent(network -> byNetwork
                    .computeIfAbsent(new Crowd(claim.swarmId(), network), crowd -> new ArrayList<>())
                    .add(claim));
        }
        byNetwork.forEach((crowd, all) -> {
            Map<Pseudonym, Long> earned = new LinkedHashMap<>();
            Set<Pseudonym> downloaders = new HashSet<>();
            long total = 0;
            for (Claim claim : all) {
                downloaders.add(claim.downloader());
                total += claim.bytes();
                if (networkOf.apply(claim.uploader()).equals(Optional.of(crowd.network()))) {
                    earned.merge(claim.uploader(), claim.bytes(), Long::sum);
                }
            }
            long within = earned.values().stream().mapToLong(Long::longValue).sum();
            if (downloaders.size() >= CROWD && isMostOf(within, total, WITHIN_PERCENT)) {
                earned.forEach((subject, bytes) -> {
                    if (isMostOf(bytes, within, BENEFIT_PERCENT)) {
                        flags.add(new Flag(subject, Reason.ONE_NETWORK, bytes));
                    }
                });
            }
        });
    }
}
