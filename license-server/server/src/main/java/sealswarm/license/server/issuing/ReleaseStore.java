package sealswarm.license.server.issuing;

import java.util.Optional;
import sealswarm.license.LicenseId;
import sealswarm.license.device.DeviceId;
import sealswarm.license.wire.Nonce;

/** Collection {@code licenses}: insert-only. Blocking; thread-safe; what returns is durable. */
public interface ReleaseStore {
    /** Most revisions of a license that may be missing before its first one: each is a server that died while deciding. */
    int MAX_SKIPPED_REVISIONS = 8;

    /**
     * Stores a release.
     *
     * @return whether it did; not if (license, revision) or (device, nonce) is taken
     */
    boolean insert(KeyRelease release);

    /** The release that answered a request. */
    Optional<KeyRelease> find(DeviceId device, Nonce nonce);

    Optional<KeyRelease> find(LicenseId license, long revision);

    /** The first release of a license. Revision 1 is missing only if the server died between deciding and recording it. */
    default Optional<KeyRelease> first(LicenseId license) {
        for (int revision = 1; revision <= MAX_SKIPPED_REVISIONS; revision++) {
            Optional<KeyRelease> found = find(license, revision);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }
}
