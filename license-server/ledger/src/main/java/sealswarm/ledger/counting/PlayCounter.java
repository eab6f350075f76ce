package sealswarm.ledger.counting;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import sealswarm.ledger.counting.ReceiptEntry.Place;
import sealswarm.ledger.journal.Period;

/**
 * Counts plays cut by cut. The cuts before the wanted one are counted too, because caps and double starts depend on what counted
 * then; their results come out as they did at the time. For one thread.
 */
public final class PlayCounter {
    private record PlayKey(String device, long epoch, String playId) {}

    private record Session(String buyer, String trackKey) {}

    private record Day(Session session, LocalDate date) {}

    private final CountingRule rule;
    private final PlayFacts facts;
    private final Map<PlayKey, List<ReceiptEntry>> plays = new HashMap<>();
    private final List<ReceiptEntry> forks = new ArrayList<>();
    private final Set<PlayKey> judged = new HashSet<>();
    private final Map<Session, TreeSet<Instant>> starts = new HashMap<>();
    private final Map<Day, Integer> perDay = new HashMap<>();

    /** A counter of all {@code entries} ever stored, in any order; doubled entries (same place) must not be among them but as forks. */
    public PlayCounter(CountingRule rule, PlayFacts facts, Collection<ReceiptEntry> entries) {
        this.rule = rule;
        this.facts = facts;
        for (ReceiptEntry entry : entries) {
            if (entry.verdict() == Verdict.FORK) {
                forks.add(entry);
            }
            if (inPlay(entry.verdict())) {
                PlayKey key = new PlayKey(entry.place().device(), entry.place().epoch(), entry.playId());
                plays.computeIfAbsent(key, unused -> new ArrayList<>()).add(entry);
            }
        }
        // Equal places are forks of one another; the hash makes their order the same in every run.
        plays.values()
                .forEach(list -> list.sort(Comparator.comparing(ReceiptEntry::place)
                        .thenComparing(entry -> entry.hash().hex())));
    }

    /**
     * The plays that {@code cut} judges, by place of their start. Call it once for each cut, in the order of their periods.
     */
    public List<CountedPlay> judge(Cut cut) {
        Map<Place, PlayDraft> ripe = new TreeMap<>();
        for (Map.Entry<PlayKey, List<ReceiptEntry>> play : plays.entrySet()) {
            if (judged.contains(play.getKey())) {
                continue;
            }
            List<ReceiptEntry> held =
                    play.getValue().stream().filter(cut::holds).toList();
            if (held.isEmpty()) {
                continue;
            }
            PlayDraft draft = new PlayDraft(held, rule);
            boolean inTime = !cut.period().before(Period.of(draft.first().occurredAt()));
            if (inTime && draft.ripe(cut.asOf())) {
                judged.add(play.getKey());
                ripe.put(draft.first().place(), draft);
            }
        }
        return decide(cut, ripe.values(), quarantines(cut));
    }

    /** When each device was first seen to have two logs, as far as the cut knows. */
    private Map<String, Instant> quarantines(Cut cut) {
        Map<String, Instant> first = new HashMap<>();
        for (ReceiptEntry fork : forks) {
            if (cut.holds(fork)) {
                first.merge(fork.place().device(), fork.receivedAt(), (a, b) -> a.isBefore(b) ? a : b);
            }
        }
        return first;
    }

    private List<CountedPlay> decide(Cut cut, Collection<PlayDraft> ripe, Map<String, Instant> quarantines) {
        List<PlayDraft> byTime = new ArrayList<>(ripe);
        byTime.sort(Comparator.comparing((PlayDraft draft) -> draft.first().occurredAt())
                .thenComparing(draft -> draft.first().place()));
        Map<Place, CountedPlay> counted = new TreeMap<>();
        for (PlayDraft draft : byTime) {
            ReceiptEntry first = draft.first();
            Optional<GrantTerms> terms = facts.grant(first.subject().grantId());
            counted.put(
                    first.place(),
                    new CountedPlay(
                            first.place(),
                            terms,
                            first.subject().titleId(),
                            first.subject().trackId(),
                            first.occurredAt(),
                            cut.period(),
                            Period.of(first.occurredAt()),
                            draft.uniqueMillis(),
                            draft.playedMillis(),
                            exclusion(
                                    draft,
                                    terms,
                                    Optional.ofNullable(
                                            quarantines.get(first.place().device()))),
                            draft.refs()));
        }
        return List.copyOf(counted.values());
    }

    private Optional<ReasonCode> exclusion(
            PlayDraft draft, Optional<GrantTerms> terms, Optional<Instant> quarantinedAt) {
        ReceiptEntry first = draft.first();
        Optional<ReasonCode> fault = draft.fault(quarantinedAt);
        if (fault.isPresent()) {
            return fault;
        }
        if (terms.isEmpty()) {
            return Optional.of(ReasonCode.UNLICENSED);
        }
        long duration =
                facts.durationMillis(first.subject().titleId(), first.subject().trackId());
        if (!rule.longEnough(draft.uniqueMillis(), duration)) {
            return Optional.of(ReasonCode.SHORT);
        }
        Optional<ReasonCode> standing = ofStanding(terms.orElseThrow().standing());
        return standing.isPresent() ? standing : ofSession(first, terms.orElseThrow());
    }

    private static Optional<ReasonCode> ofStanding(GrantTerms.Standing standing) {
        return switch (standing) {
            case PER_PLAY -> Optional.empty();
            case SOLD -> Optional.of(ReasonCode.PAID_BY_SALE);
            case PROMO -> Optional.of(ReasonCode.PROMO);
            case STAFF -> Optional.of(ReasonCode.STAFF);
            case SELF_DEALING -> Optional.of(ReasonCode.SELF_DEALING);
        };
    }

    private Optional<ReasonCode> ofSession(ReceiptEntry first, GrantTerms terms) {
        Session session = new Session(
                terms.buyer(), first.subject().titleId() + "/" + first.subject().trackId());
        TreeSet<Instant> before = starts.computeIfAbsent(session, unused -> new TreeSet<>());
        Instant at = first.occurredAt();
        if (!before.subSet(at.minus(rule.doubleStart()), false, at.plus(rule.doubleStart()), false)
                .isEmpty()) {
            return Optional.of(ReasonCode.DUP_SESSION);
        }
        Day day = new Day(session, LocalDate.ofInstant(at, ZoneOffset.UTC));
        int plays = perDay.getOrDefault(day, 0);
        if (plays >= rule.capPerDay()) {
            return Optional.of(ReasonCode.CAP);
        }
        perDay.put(day, plays + 1);
        before.add(at);
        return Optional.empty();
    }

    /** What has no effect (duplicates) or is not readable as an entry stays outside of plays. */
    private static boolean inPlay(Verdict verdict) {
        return switch (verdict) {
            case ACCEPTED, LATE, FORK, GAP, UNLICENSED, OVERRUN -> true;
            case DUPLICATE, BAD_SIG, MALFORMED -> false;
        };
    }
}
