package sealswarm.license.server.metering;

import java.time.Duration;
import java.util.Optional;
import sealswarm.license.device.DeviceId;
import sealswarm.license.receipt.PlayEntry;
import sealswarm.license.server.device.EnrolledDevice;
import sealswarm.license.server.device.EnrolledDevice.LogHint;
import sealswarm.license.server.issuing.KeyRelease;

/**
 * Counts the plays that a device's stored log holds under one release of keys. What joined before the release cannot be of it, so
 * looking back ends there; a log that went on in a new epoch is looked through from the release's epoch on. Blocking; thread-safe.
 */
final class StartedPlays {
    /** Most segments of an epoch looked back. */
    static final int MAX_SEGMENTS_BACK = 1_000;

    /** How far the clocks of two servers may lie apart. */
    private static final Duration SKEW = Duration.ofMinutes(1);

    private final ReceiptStore store;
    private final DeviceLogs logs;

    StartedPlays(ReceiptStore store, DeviceLogs logs) {
        this.store = store;
        this.logs = logs;
    }

    /**
     * How many, up to the number the release reserved.
     *
     * @param head where one epoch of the log ends, which need not be looked up
     */
    long under(KeyRelease release, EnrolledDevice device, LogHint head) {
        long started = 0;
        for (long epoch = device.epoch();
                epoch >= release.head().epoch() && started < release.playsReserved();
                epoch--) {
            started += under(release, device.id(), epoch == head.epoch() ? head : logs.head(device, epoch));
        }
        return Math.min(started, release.playsReserved());
    }

    private long under(KeyRelease release, DeviceId device, LogHint end) {
        long started = 0;
        Optional<StoredSegment> segment = at(device, end.epoch(), end.firstSeq());
        for (int i = 0; i < MAX_SEGMENTS_BACK && segment.isPresent(); i++) {
            if (segment.get().receivedAt().isBefore(release.issuedAt().minus(SKEW))) {
                break;
            }
            started += segment.get().entries().stream()
                    .filter(entry -> entry.verdict().counts() && isStartUnder(release, entry))
                    .count();
            segment = at(device, end.epoch(), segment.get().previousFirstSeq());
        }
        return started;
    }

    private Optional<StoredSegment> at(DeviceId device, long epoch, long firstSeq) {
        return firstSeq == 0 ? Optional.empty() : store.find(device, epoch, firstSeq);
    }

    private static boolean isStartUnder(KeyRelease release, StoredEntry entry) {
        PlayEntry play = PlayEntry.read(entry.bytes().getBytes());
        return play.reason() == PlayEntry.Reason.START
                && play.licenseId().equals(release.license())
                && play.licenseRev() == release.revision();
    }
}
