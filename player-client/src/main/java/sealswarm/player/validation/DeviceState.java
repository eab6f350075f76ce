package sealswarm.player.validation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import sealswarm.format.key.Kid;
import sealswarm.license.LicenseId;
import sealswarm.license.RevocationList;
import sealswarm.license.device.DeviceId;
import sealswarm.license.wire.Sha256Hex;

/**
 * What the device remembers sealed.
 *
 * @param mark of the trusted clock
 * @param firstPlays first play by grant
 * @param playsStarted plays by license
 * @param revisions highest license revision seen, by license
 * @param revocations what is known to be revoked
 */
public record DeviceState(
        Instant mark,
        Map<String, Instant> firstPlays,
        Map<String, Long> playsStarted,
        Map<String, Long> revisions,
        Revoked revocations) {
    /** A device that knows nothing yet. */
    public static final DeviceState EMPTY = new DeviceState(
            Instant.EPOCH, Map.of(), Map.of(), Map.of(), new Revoked(0, List.of(), List.of(), List.of(), List.of()));

    /** A revocation list as it is kept. */
    public record Revoked(
            long epoch,
            List<LicenseId> licenses,
            List<DeviceId> devices,
            List<Kid> studioKids,
            List<Sha256Hex> packageIds) {
        public Revoked {
            licenses = List.copyOf(licenses);
            devices = List.copyOf(devices);
            studioKids = List.copyOf(studioKids);
            packageIds = List.copyOf(packageIds);
        }

        static Revoked of(RevocationList list) {
            return new Revoked(
                    list.epoch(),
                    new ArrayList<>(list.licenses()),
                    new ArrayList<>(list.devices()),
                    new ArrayList<>(list.studioKids()),
                    new ArrayList<>(list.packageIds()));
        }

        RevocationList list() {
            return new RevocationList(
                    epoch,
                    java.util.Set.copyOf(licenses),
                    java.util.Set.copyOf(devices),
                    java.util.Set.copyOf(studioKids),
                    java.util.Set.copyOf(packageIds));
        }
    }

    public DeviceState {
        firstPlays = Map.copyOf(firstPlays);
        playsStarted = Map.copyOf(playsStarted);
        revisions = Map.copyOf(revisions);
    }

    DeviceState withMark(Instant later) {
        return new DeviceState(later, firstPlays, playsStarted, revisions, revocations);
    }

    DeviceState withRevocations(RevocationList list) {
        return new DeviceState(mark, firstPlays, playsStarted, revisions, Revoked.of(list));
    }

    DeviceState seen(LicenseId license, long revision) {
        Map<String, Long> more = new TreeMap<>(revisions);
        more.merge(license.hex(), revision, Math::max);
        return new DeviceState(mark, firstPlays, playsStarted, more, revocations);
    }

    DeviceState started(LicenseId license, String grantId, Instant at) {
        Map<String, Long> plays = new TreeMap<>(playsStarted);
        plays.merge(license.hex(), 1L, Long::sum);
        Map<String, Instant> first = new TreeMap<>(firstPlays);
        first.putIfAbsent(grantId, at);
        return new DeviceState(mark, first, plays, revisions, revocations);
    }
}
