package sealswarm.license.server.metering;

import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import sealswarm.license.device.DeviceId;
import sealswarm.license.wire.Sha256Hex;

/**
 * The new entries of one upload, as they joined the server's copy of a device's log. Insert-only.
 *
 * @param firstSeq its place in the log, the one after the segment before: lower than that of its first entry if those between
 *     never came
 * @param previousFirstSeq first entry of the segment before it; 0 for none
 * @param head the signed head of the upload
 * @param receivedAt when it joined; what waited behind a gap was received before
 * @param stream of the process that stored it
 * @param n its number in that stream, from 1, without holes
 */
public record StoredSegment(
        DeviceId device,
        long epoch,
        long firstSeq,
        List<StoredEntry> entries,
        long previousFirstSeq,
        Buffer head,
        Instant receivedAt,
        String stream,
        long n) {
    public StoredSegment {
        entries = List.copyOf(entries);
        if (entries.isEmpty() || entries.get(0).seq() < firstSeq) {
            throw new IllegalArgumentException("a segment has entries, from its first place on");
        }
    }

    /** The entry of a number; empty if it never came. */
    Optional<StoredEntry> entry(long seq) {
        long index = seq - entries.get(0).seq();
        return index < 0 || index >= entries.size() ? Optional.empty() : Optional.of(entries.get((int) index));
    }

    public long lastSeq() {
        return entries.get(entries.size() - 1).seq();
    }

    public Sha256Hex lastHash() {
        return entries.get(entries.size() - 1).hash();
    }

    StoredSegment numbered(String inStream, long number) {
        return new StoredSegment(
                device, epoch, firstSeq, entries, previousFirstSeq, head, receivedAt, inStream, number);
    }
}
