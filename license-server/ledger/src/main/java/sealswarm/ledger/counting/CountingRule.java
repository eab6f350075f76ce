package sealswarm.ledger.counting;

import java.time.Duration;

/**
 * When a play counts. A rule is data with an id that contracts and statements name; an id never changes its meaning.
 *
 * @param id name and version
 * @param minUniqueMillis unique media time a play needs at most
 * @param minPercent percent of the track's duration that suffice instead, where shorter
 * @param doubleStart a second start this soon after a play that counts is the same play
 * @param idle a pause this long ends the play
 * @param settle a play without a closing entry is judged this long after its last one
 * @param capPerDay most plays of one buyer, track and UTC day
 */
public record CountingRule(
        String id,
        long minUniqueMillis,
        int minPercent,
        Duration doubleStart,
        Duration idle,
        Duration settle,
        int capPerDay) {
    /** Thirty seconds or half the track, whichever is less. */
    public static final CountingRule PLAY_30S = new CountingRule(
            "play-30s/1", 30_000, 50, Duration.ofSeconds(30), Duration.ofHours(1), Duration.ofHours(24), 20);

    /** Whether {@code uniqueMillis} of a track of {@code durationMillis} (0 if unknown) are enough. */
    public boolean longEnough(long uniqueMillis, long durationMillis) {
        long needed = durationMillis <= 0
                ? minUniqueMillis
                : Math.min(minUniqueMillis, (durationMillis * minPercent + 99) / 100);
        return uniqueMillis >= needed;
    }
}
