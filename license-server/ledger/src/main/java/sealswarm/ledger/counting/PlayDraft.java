package sealswarm.ledger.counting;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The entries of one play in log order, as one cut holds them; knows when it is ripe to be judged. */
final class PlayDraft {
    private final List<ReceiptEntry> entries;
    private final CountingRule rule;

    /**
     * @param inOrder the entries of one play id of one device and epoch, by seq, not empty; those after a pause of {@link
     *     CountingRule#idle} are left out
     */
    PlayDraft(List<ReceiptEntry> inOrder, CountingRule rule) {
        this.rule = rule;
        List<ReceiptEntry> kept = new ArrayList<>();
        for (ReceiptEntry entry : inOrder) {
            if (!kept.isEmpty()) {
                Instant last = kept.get(kept.size() - 1).occurredAt();
                if (entry.occurredAt().isAfter(last.plus(rule.idle()).plusMillis(entry.playedMillis()))) {
                    break;
                }
            }
            kept.add(entry);
        }
        entries = List.copyOf(kept);
    }

    ReceiptEntry first() {
        return entries.get(0);
    }

    /** Whether nothing more is to come by {@code asOf}: a closing entry is there, or none came for long. */
    boolean ripe(Instant asOf) {
        ReceiptEntry last = entries.get(entries.size() - 1);
        return last.phase() == ReceiptEntry.Phase.CLOSE
                || !last.occurredAt().plus(rule.settle()).isAfter(asOf);
    }

    long uniqueMillis() {
        List<MediaRange> ranges = new ArrayList<>();
        for (ReceiptEntry entry : entries) {
            if (entry.verdict().counts()) {
                ranges.addAll(entry.ranges());
            }
        }
        return MediaRange.uniqueMillis(ranges);
    }

    long playedMillis() {
        long sum = 0;
        for (ReceiptEntry entry : entries) {
            sum = Math.addExact(sum, entry.playedMillis());
        }
        return sum;
    }

    List<ReceiptEntry.Ref> refs() {
        return entries.stream().map(ReceiptEntry::ref).toList();
    }

    /** Why the entries themselves forbid the play to count: the gravest verdict among them decides. */
    Optional<ReasonCode> fault(Optional<Instant> quarantinedAt) {
        Set<Verdict> verdicts = EnumSet.noneOf(Verdict.class);
        entries.forEach(entry -> verdicts.add(entry.verdict()));
        if (verdicts.contains(Verdict.FORK)) {
            return Optional.of(ReasonCode.FORK);
        }
        if (quarantinedAt.isPresent() && first().receivedAt().isAfter(quarantinedAt.orElseThrow())) {
            return Optional.of(ReasonCode.DEVICE_QUARANTINED);
        }
        if (verdicts.contains(Verdict.UNLICENSED)) {
            return Optional.of(ReasonCode.UNLICENSED);
        }
        if (verdicts.contains(Verdict.GAP) || first().phase() != ReceiptEntry.Phase.START) {
            return Optional.of(ReasonCode.GAP);
        }
        return verdicts.contains(Verdict.OVERRUN) ? Optional.of(ReasonCode.OVERRUN) : Optional.empty();
    }
}
