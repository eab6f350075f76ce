package sealswarm.license.server.issuing;

import java.util.Optional;
import sealswarm.license.LicenseId;
import sealswarm.license.device.DeviceId;
import sealswarm.license.wire.Nonce;

/** Collection {@code licenses}: insert-only. Blocking; thread-safe; what returns is durable. */
public interface ReleaseStore {
    /**
     * Stores a release.
     *
     * @return whether it did; not if (license, revision) or (device, nonce) is taken
     */
    boolean insert(KeyRelease release);

    /** The release that answered a request. */
    Optional<KeyRelease> find(DeviceId device, Nonce nonce);

    Optional<KeyRelease> find(LicenseId license, long revision);
}
