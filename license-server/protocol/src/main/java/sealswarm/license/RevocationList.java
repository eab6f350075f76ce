package sealswarm.license;

import java.util.Collection;
import java.util.Set;
import sealswarm.format.key.Kid;
import sealswarm.license.device.DeviceId;
import sealswarm.license.wire.Sha256Hex;

/**
 * All that is revoked, as far as one knows. Its epoch only rises.
 *
 * @param epoch the newest one applied, 0 for none
 */
public record RevocationList(
        long epoch, Set<LicenseId> licenses, Set<DeviceId> devices, Set<Kid> studioKids, Set<Sha256Hex> packageIds) {
    public static final RevocationList EMPTY = new RevocationList(0, Set.of(), Set.of(), Set.of(), Set.of());

    public RevocationList {
        licenses = Set.copyOf(licenses);
        devices = Set.copyOf(devices);
        studioKids = Set.copyOf(studioKids);
        packageIds = Set.copyOf(packageIds);
    }

    /** The list after {@code delta}; unchanged if the delta does not join on or brings nothing new. */
    public RevocationList apply(RevocationDelta delta) {
        if (delta.from() > epoch || delta.to() <= epoch) {
            return this;
        }
        return new RevocationList(
                delta.to(),
                union(licenses, delta.licenses()),
                union(devices, delta.devices()),
                union(studioKids, delta.studioKids()),
                union(packageIds, delta.packageIds()));
    }

    private static <T> Set<T> union(Set<T> known, Collection<T> more) {
        Set<T> all = new java.util.HashSet<>(known);
        all.addAll(more);
        return all;
    }
}
