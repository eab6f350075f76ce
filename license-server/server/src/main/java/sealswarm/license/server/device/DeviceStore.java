package sealswarm.license.server.device;

import java.time.Instant;
import java.util.Optional;
import sealswarm.license.device.DeviceId;

/** Collections {@code buyers} and {@code devices}. Blocking; thread-safe; what returns is durable, but {@link #hint}. */
public interface DeviceStore {
    Optional<BuyerAccount> buyer(String subject);

    /**
     * Stores an account if its stored version is one less, or if there is none and it is 1.
     *
     * @return whether it did
     */
    boolean putBuyer(BuyerAccount account);

    Optional<EnrolledDevice> device(DeviceId id);

    /** Stores a device unless it is there; returns what is there afterwards. */
    EnrolledDevice insert(EnrolledDevice device);

    /**
     * Stores a changed device if its stored version is one less.
     *
     * @return whether it did
     */
    boolean replace(EnrolledDevice device);

    /** Notes where the device's log was seen to end, and when. Losing this costs only a few lookups. */
    void hint(DeviceId id, EnrolledDevice.LogHint hint, Instant seenAt);
}
