package sealswarm.ledger.counting;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import sealswarm.ledger.journal.Sha256;
import sealswarm.license.receipt.PlayEntry;

/**
 * One stored receipt entry, with what the license server knows about it.
 *
 * @param place where it stands in its device's log
 * @param hash RFC 6962 leaf hash of its bytes
 * @param subject what was played under which grant
 * @param playId the play it belongs to, as the device named it
 * @param phase whether it opens, continues or closes the play
 * @param occurredAt its time, already held between the issue of the license and the receipt
 * @param receivedAt when the license server stored it
 * @param playedMillis time spent playing
 * @param ranges stretches of the medium, at most {@link #MAX_RANGES}
 * @param verdict what became of it
 * @param arrival its place in the order of storing
 */
public record ReceiptEntry(
        Place place,
        Sha256 hash,
        Subject subject,
        String playId,
        Phase phase,
        Instant occurredAt,
        Instant receivedAt,
        long playedMillis,
        List<MediaRange> ranges,
        Verdict verdict,
        Arrival arrival) {
    /** Most stretches of one entry. */
    public static final int MAX_RANGES = 200;

    /**
     * The place in a device's log.
     *
     * @param seq from 1
     */
    public record Place(String device, long epoch, long seq) implements Comparable<Place> {
        private static final Comparator<Place> ORDER = Comparator.comparing(Place::device)
                .thenComparingLong(Place::epoch)
                .thenComparingLong(Place::seq);

        @Override
        public int compareTo(Place other) {
            return ORDER.compare(this, other);
        }

        /** {@code device:epoch:seq}. */
        @Override
        public String toString() {
            return device + ":" + epoch + ":" + seq;
        }
    }

    /** What was played, under which grant and license. */
    public record Subject(String grantId, String licenseId, String titleId, String trackId) {}

    /**
     * The place in the order of storing: the writer's stream and its running number.
     *
     * @param n from 1, without holes within the stream
     */
    public record Arrival(String stream, long n) {}

    /** An entry by place and hash alone. */
    public record Ref(Place place, Sha256 hash) {}

    /** Where in its play an entry stands. */
    public enum Phase {
        START,
        MIDDLE,
        CLOSE
    }

    /** When it happened, when and in which order it was stored. */
    public record Stored(Instant occurredAt, Instant receivedAt, Arrival arrival) {}

    /** The entry that a device wrote as {@code play}. */
    public static ReceiptEntry of(Place place, Sha256 hash, PlayEntry play, Verdict verdict, Stored stored) {
        return new ReceiptEntry(
                place,
                hash,
                new Subject(
                        play.grantId(),
                        play.licenseId().hex(),
                        play.titleId().text(),
                        play.trackId().text()),
                play.playId().text(),
                phase(play.reason()),
                stored.occurredAt(),
                stored.receivedAt(),
                play.playedMs(),
                play.ranges().stream()
                        .map(range -> new MediaRange(range.fromMs(), range.toMs()))
                        .toList(),
                verdict,
                stored.arrival());
    }

    private static Phase phase(PlayEntry.Reason reason) {
        return switch (reason) {
            case START -> Phase.START;
            case INTERVAL -> Phase.MIDDLE;
            case STOP, END, CRASH, RELEASE -> Phase.CLOSE;
        };
    }

    /** Copies the ranges. */
    public ReceiptEntry {
        ranges = List.copyOf(ranges);
        if (ranges.size() > MAX_RANGES) {
            throw new IllegalArgumentException(ranges.size() + " ranges, at most " + MAX_RANGES);
        }
    }

    /** This entry by place and hash alone. */
    public Ref ref() {
        return new Ref(place, hash);
    }
}
