package sealswarm.license.server.metering;

import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import sealswarm.license.device.DeviceId;

/** Collections {@code receipts}, {@code receiptsHeld}, {@code receiptForks}. Blocking; thread-safe; what returns is durable. */
public interface ReceiptStore {
    /** An upload that waits until the entries before it come. */
    record Held(DeviceId device, long epoch, long firstSeq, Buffer upload, Instant receivedAt) {}

    /** Where an upload waits. */
    record Waiting(DeviceId device, long epoch, long firstSeq) {}

    /** Evidence of a second log: an entry that stands where another one does. */
    record Fork(DeviceId device, long epoch, long seq, String hash, Buffer entry, Buffer head, Instant receivedAt) {}

    /**
     * Stores a segment.
     *
     * @return whether it did; not if one begins at the same entry, or its place in the stream is taken
     */
    boolean insert(StoredSegment segment);

    Optional<StoredSegment> find(DeviceId device, long epoch, long firstSeq);

    /** Segments of a process in the order it stored them, after number {@code n}. */
    List<StoredSegment> after(String stream, long n, int limit);

    /** The number of the newest segment of a stream, 0 for none. */
    long last(String stream);

    /** The streams there are. */
    List<String> streams();

    /** Keeps an upload that came too early; one per first entry, the first stays. */
    void hold(Held held);

    Optional<Held> held(DeviceId device, long epoch, long firstSeq);

    /** Places at which uploads wait, in an order of the store's own; the page after {@code after}, or the first. */
    List<Waiting> waiting(Optional<Waiting> after, int limit);

    /** Forgets an upload that has joined. */
    void drop(Held held);

    /** Keeps evidence; the same evidence once. */
    void fork(Fork fork);
}
