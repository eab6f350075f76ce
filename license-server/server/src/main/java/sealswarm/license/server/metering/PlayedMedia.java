package sealswarm.license.server.metering;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sealswarm.format.key.TrackId;
import sealswarm.ledger.counting.MediaRange;
import sealswarm.license.device.DeviceId;
import sealswarm.license.receipt.PlayEntry;
import sealswarm.license.server.device.DeviceStore;
import sealswarm.license.server.device.EnrolledDevice;

/** Media time played under a grant, read from the whole logs of the devices that held it: for refunds, not for hot paths. Blocking. */
public final class PlayedMedia {
    private final ReceiptStore store;
    private final DeviceStore devices;

    public PlayedMedia(ReceiptStore store, DeviceStore devices) {
        this.store = store;
        this.devices = devices;
    }

    /** What was played at least once, added up over the tracks: a scene seen twice counts once. */
    public Duration unique(String grantId, Collection<DeviceId> holders) {
        Map<TrackId, List<MediaRange>> ranges = new HashMap<>();
        for (DeviceId holder : holders) {
            long epochs = devices.device(holder).map(EnrolledDevice::epoch).orElse(0L);
            for (long epoch = 1; epoch <= epochs; epoch++) {
                collect(holder, epoch, grantId, ranges);
            }
        }
        return Duration.ofMillis(
                ranges.values().stream().mapToLong(MediaRange::uniqueMillis).sum());
    }

    private void collect(DeviceId device, long epoch, String grantId, Map<TrackId, List<MediaRange>> ranges) {
        Optional<StoredSegment> segment = store.find(device, epoch, 1);
        while (segment.isPresent()) {
            for (StoredEntry entry : segment.orElseThrow().entries()) {
                if (entry.verdict().counts()) {
                    PlayEntry play = PlayEntry.read(entry.bytes().getBytes());
                    if (play.grantId().equals(grantId)) {
                        List<MediaRange> known = ranges.computeIfAbsent(play.trackId(), track -> new ArrayList<>());
                        play.ranges().forEach(range -> known.add(new MediaRange(range.fromMs(), range.toMs())));
                    }
                }
            }
            segment = store.find(device, epoch, segment.orElseThrow().lastSeq() + 1);
        }
    }
}
