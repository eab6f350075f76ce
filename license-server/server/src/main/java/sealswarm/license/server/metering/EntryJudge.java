package sealswarm.license.server.metering;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import sealswarm.ledger.counting.Verdict;
import sealswarm.license.device.DeviceId;
import sealswarm.license.receipt.PlayEntry;
import sealswarm.license.receipt.PlayEntry.MediaRange;
import sealswarm.license.server.issuing.KeyRelease;

/** Judges one entry of a log against the release of its keys. Pure. */
final class EntryJudge {
    /** How much more playing than time since the release is believed. */
    static final Duration SLACK = Duration.ofSeconds(5);

    /** Media per playing time: nothing plays faster than twice its speed. */
    static final int MAX_SPEED = 2;

    /**
     * A judgement.
     *
     * @param occurredAt the entry's time, held between the release and the receipt
     */
    record Judgement(Verdict verdict, String reason, Instant occurredAt) {}

    /**
     * What is known beside the entry.
     *
     * @param release of the license and revision the entry names, if there is one
     * @param playsBefore plays this device started under the release so far, this upload included
     * @param closed whether the month in which it occurred is closed
     */
    record Known(Optional<KeyRelease> release, long playsBefore, Instant receivedAt, ClosedMonths closed) {}

    private EntryJudge() {}

    static Judgement judge(DeviceId device, Optional<PlayEntry> parsed, Known known) {
        if (parsed.isEmpty()) {
            return new Judgement(Verdict.MALFORMED, "the entry cannot be read", known.receivedAt());
        }
        PlayEntry entry = parsed.get();
        Optional<KeyRelease> release = known.release().filter(found -> isOf(found, device, entry));
        if (release.isEmpty()) {
            return new Judgement(Verdict.UNLICENSED, "no key was released for it", known.receivedAt());
        }
        Instant occurredAt = clamp(entry.startedAt(), release.get().issuedAt(), known.receivedAt());
        Optional<String> overrun = overrun(entry, release.get(), known);
        if (overrun.isPresent()) {
            return new Judgement(Verdict.OVERRUN, overrun.get(), occurredAt);
        }
        boolean late = known.closed().isClosed(occurredAt);
        return new Judgement(
                late ? Verdict.LATE : Verdict.ACCEPTED, late ? "its month was closed before" : "", occurredAt);
    }

    private static boolean isOf(KeyRelease release, DeviceId device, PlayEntry entry) {
        return release.device().equals(device)
                && release.grantId().equals(entry.grantId())
                && release.title().equals(entry.titleId())
                && release.tracks().contains(entry.trackId());
    }

    private static Optional<String> overrun(PlayEntry entry, KeyRelease release, Known known) {
        long observedMillis = Duration.between(release.issuedAt(), known.receivedAt())
                .plus(SLACK)
                .toMillis();
        if (entry.playedMs() > observedMillis) {
            return Optional.of("more was played than time has passed");
        }
        long uniqueMillis = 0;
        for (MediaRange range : entry.ranges()) {
            uniqueMillis += range.toMs() - range.fromMs();
        }
        if (uniqueMillis > MAX_SPEED * entry.playedMs() + SLACK.toMillis()) {
            return Optional.of("more media than the playing time can hold");
        }
        boolean limited = release.playsReserved() > 0;
        if (limited && entry.reason() == PlayEntry.Reason.START && known.playsBefore() >= release.playsReserved()) {
            return Optional.of("more plays than the license may start");
        }
        return Optional.empty();
    }

    private static Instant clamp(Instant time, Instant min, Instant max) {
        if (time.isBefore(min)) {
            return min;
        }
        return time.isAfter(max) ? max : time;
    }
}
