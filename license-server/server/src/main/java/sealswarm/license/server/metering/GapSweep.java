package sealswarm.license.server.metering;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sealswarm.format.problem.FormatException;
import sealswarm.license.device.DeviceId;
import sealswarm.license.message.Devices.DeviceState;
import sealswarm.license.server.device.DeviceStore;
import sealswarm.license.server.device.EnrolledDevice;
import sealswarm.license.server.http.ProblemException;
import sealswarm.license.server.metering.ReceiptStore.Waiting;

/**
 * Looks after uploads that wait behind a gap, the first of each log: without it a device that lost a piece of its log could never
 * renew a license again. Logs of quarantined devices are left as they are, as evidence. Blocking: for a worker.
 */
final class GapSweep {
    /** Places read at once. */
    static final int PAGE = 500;

    private static final Logger LOG = LoggerFactory.getLogger(GapSweep.class);

    private record Log(DeviceId device, long epoch) {}

    private final ReceiptStore store;
    private final DeviceStore devices;
    private final ReceiptDesk desk;

    GapSweep(ReceiptStore store, DeviceStore devices, ReceiptDesk desk) {
        this.store = store;
        this.devices = devices;
        this.desk = desk;
    }

    /** Settles what can be settled; returns how many uploads wait no more. */
    int sweep() {
        int settled = 0;
        for (Map.Entry<Log, Long> first : firstOfEachLog().entrySet()) {
            settled += settle(first.getKey(), first.getValue()) ? 1 : 0;
        }
        return settled;
    }

    private Map<Log, Long> firstOfEachLog() {
        Map<Log, Long> first = new LinkedHashMap<>();
        List<Waiting> page = store.waiting(Optional.empty(), PAGE);
        while (!page.isEmpty()) {
            page.forEach(place -> first.merge(new Log(place.device(), place.epoch()), place.firstSeq(), Math::min));
            page = store.waiting(Optional.of(page.get(page.size() - 1)), PAGE);
        }
        return first;
    }

    private boolean settle(Log log, long firstSeq) {
        Optional<EnrolledDevice> device =
                devices.device(log.device()).filter(found -> found.state() != DeviceState.QUARANTINED);
        Optional<ReceiptStore.Held> held = store.held(log.device(), log.epoch(), firstSeq);
        if (device.isEmpty() || held.isEmpty() || !isSettled(device.get(), held.get())) {
            return false;
        }
        LOG.atInfo()
                .addKeyValue("device", log.device())
                .addKeyValue("epoch", log.epoch())
                .addKeyValue("firstSeq", firstSeq)
                .log("waiting receipts settled");
        return true;
    }

    /** One log that cannot be settled now must not keep the others, or the server's start, waiting. */
    private boolean isSettled(EnrolledDevice device, ReceiptStore.Held held) {
        try {
            return desk.settle(device, held);
        } catch (ProblemException | FormatException refused) {
            LOG.atWarn()
                    .addKeyValue("device", held.device())
                    .addKeyValue("epoch", held.epoch())
                    .addKeyValue("firstSeq", held.firstSeq())
                    .addKeyValue("reason", refused.toString())
                    .log("waiting receipts not settled; trying again");
            return false;
        }
    }
}
