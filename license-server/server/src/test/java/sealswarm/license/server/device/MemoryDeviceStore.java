package sealswarm.license.server.device;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import sealswarm.license.device.DeviceId;

/** {@link DeviceStore} in memory. */
public final class MemoryDeviceStore implements DeviceStore {
    private final Map<String, BuyerAccount> buyers = new HashMap<>();
    private final Map<DeviceId, EnrolledDevice> devices = new HashMap<>();

    @Override
    public synchronized Optional<BuyerAccount> buyer(String subject) {
        return Optional.ofNullable(buyers.get(subject));
    }

    @Override
    public synchronized boolean putBuyer(BuyerAccount account) {
        long before = buyer(account.subject()).map(BuyerAccount::ver).orElse(0L);
        if (before != account.ver() - 1) {
            return false;
        }
        buyers.put(account.subject(), account);
        return true;
    }

    @Override
    public synchronized Optional<EnrolledDevice> device(DeviceId id) {
        return Optional.ofNullable(devices.get(id));
    }

    @Override
    public synchronized EnrolledDevice insert(EnrolledDevice device) {
        EnrolledDevice before = devices.putIfAbsent(device.id(), device);
        return before == null ? device : before;
    }

    @Override
    public synchronized boolean replace(EnrolledDevice device) {
        boolean next = device(device.id())
                .filter(known -> known.ver() == device.ver() - 1)
                .isPresent();
        if (next) {
            devices.put(device.id(), device);
        }
        return next;
    }

    @Override
    public synchronized void hint(DeviceId id, EnrolledDevice.LogHint hint, Instant seenAt) {
        devices.computeIfPresent(
                id,
                (same, known) -> new EnrolledDevice(
                        id,
                        known.subject(),
                        known.buyer(),
                        known.kem(),
                        known.signing(),
                        known.name(),
                        known.platform(),
                        known.state(),
                        known.enrolledAt(),
                        seenAt,
                        known.epoch(),
                        hint,
                        known.ver()));
    }
}
