package sealswarm.license.server.metering;

import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.List;
import sealswarm.license.device.DeviceId;
import sealswarm.license.wire.Sha256Hex;

/**
 * The new entries of one upload, as they joined the server's copy of a device's log. Insert-only.
 *
 * @param previousFirstSeq first entry of the segment before it; 0 for none
 * @param head the signed head of the upload
 * @param stream of the process that stored it
 * @param n its number in that stream, from 1, without holes
 */
public record StoredSegment(
        DeviceId device,
        long epoch,
        List<StoredEntry> entries,
        long previousFirstSeq,
        Buffer head,
        Instant receivedAt,
        String stream,
        long n) {
    public StoredSegment {
        entries = List.copyOf(entries);
        if (entries.isEmpty()) {
            throw new IllegalArgumentException("a segment has entries");
        }
    }

    public long firstSeq() {
        return entries.get(0).seq();
    }

    public long lastSeq() {
        return entries.get(entries.size() - 1).seq();
    }

    public Sha256Hex lastHash() {
        return entries.get(entries.size() - 1).hash();
    }

    StoredSegment numbered(String inStream, long number) {
        return new StoredSegment(device, epoch, entries, previousFirstSeq, head, receivedAt, inStream, number);
    }
}
