package sealswarm.license.server.issuing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sealswarm.license.LicenseId;
import sealswarm.license.device.DeviceId;
import sealswarm.license.wire.Nonce;

/** {@link ReleaseStore} in memory. */
public final class MemoryReleaseStore implements ReleaseStore {
    private final List<KeyRelease> releases = new ArrayList<>();

    @Override
    public synchronized boolean insert(KeyRelease release) {
        if (find(release.license(), release.revision()).isPresent()
                || find(release.device(), release.nonce()).isPresent()) {
            return false;
        }
        return releases.add(release);
    }

    @Override
    public synchronized Optional<KeyRelease> find(DeviceId device, Nonce nonce) {
        return releases.stream()
                .filter(release ->
                        release.device().equals(device) && release.nonce().equals(nonce))
                .findFirst();
    }

    @Override
    public synchronized Optional<KeyRelease> find(LicenseId license, long revision) {
        return releases.stream()
                .filter(release -> release.license().equals(license) && release.revision() == revision)
                .findFirst();
    }
}
