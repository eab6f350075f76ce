package sealswarm.license.server.metering;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import sealswarm.license.device.DeviceId;
import sealswarm.license.receipt.ReceiptChain;
import sealswarm.license.server.device.DeviceHeads;
import sealswarm.license.server.device.EnrolledDevice;
import sealswarm.license.server.device.EnrolledDevice.LogHint;
import sealswarm.license.wire.Sha256Hex;

/**
 * Finds places in the stored logs. The head is derived, never stored apart: from a hint forward, because only lookups by a
 * segment's first entry are cheap. Blocking; thread-safe.
 */
public final class DeviceLogs implements DeviceHeads {
    /** Most devices remembered; beyond, the one asked for longest ago is looked up from its document again. */
    public static final int MAX_REMEMBERED = 10_000;

    private final ReceiptStore store;
    private final Map<DeviceId, LogHint> seen = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<DeviceId, LogHint> eldest) {
            return size() > MAX_REMEMBERED;
        }
    };

    public DeviceLogs(ReceiptStore store) {
        this.store = store;
    }

    @Override
    public LogHint head(EnrolledDevice device) {
        LogHint hint = device.hint().epoch() == device.epoch()
                ? device.hint()
                : new LogHint(device.epoch(), 0, ReceiptChain.genesis(device.id(), device.epoch()), 0);
        LogHint head = forward(device.id(), hint);
        synchronized (seen) {
            seen.put(device.id(), head);
        }
        return head;
    }

    @Override
    public Optional<LogHint> recall(DeviceId device) {
        LogHint place;
        synchronized (seen) {
            place = seen.get(device);
        }
        // A place once held stays held, so looking forward from it is always right.
        return place == null ? Optional.empty() : Optional.of(forward(device, place));
    }

    /** The head of an epoch that may be closed. */
    LogHint head(EnrolledDevice device, long epoch) {
        return epoch == device.epoch()
                ? head(device)
                : forward(device.id(), new LogHint(epoch, 0, ReceiptChain.genesis(device.id(), epoch), 0));
    }

    private LogHint forward(DeviceId device, LogHint from) {
        LogHint head = from;
        while (true) {
            Optional<StoredSegment> next = store.find(device, head.epoch(), head.seq() + 1);
            if (next.isEmpty()) {
                return head;
            }
            head = new LogHint(
                    head.epoch(),
                    next.get().lastSeq(),
                    next.get().lastHash(),
                    next.get().firstSeq());
        }
    }

    /** The hash of an entry the server holds, looking back from the head; empty if it is after it, or never came. */
    Optional<Sha256Hex> hashAt(DeviceId device, LogHint head, long seq) {
        return segmentWith(device, head, seq)
                .flatMap(segment -> segment.entry(seq))
                .map(StoredEntry::hash);
    }

    /** The segment at an entry's place, looking back from the head. */
    Optional<StoredSegment> segmentWith(DeviceId device, LogHint head, long seq) {
        if (seq > head.seq() || seq < 1) {
            return Optional.empty();
        }
        long first = head.firstSeq();
        while (first > 0) {
            StoredSegment segment = store.find(device, head.epoch(), first)
                    .orElseThrow(() -> new IllegalStateException("a segment is missing before " + seq));
            if (seq >= segment.firstSeq()) {
                return Optional.of(segment);
            }
            first = segment.previousFirstSeq();
        }
        return Optional.empty();
    }
}
