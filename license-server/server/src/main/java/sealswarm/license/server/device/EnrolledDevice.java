package sealswarm.license.server.device;

import java.time.Instant;
import sealswarm.format.key.VerifyKey;
import sealswarm.format.wrap.WrapPublicKey;
import sealswarm.license.device.DeviceId;
import sealswarm.license.message.Devices.DeviceState;
import sealswarm.license.wire.Sha256Hex;

/**
 * A device.
 *
 * @param subject whose it is, for ever
 * @param kem licenses are wrapped to it
 * @param signing signs its requests and receipts
 * @param epoch of its receipt log that counts now
 * @param hint a place in that log the server surely holds; the true head is there or after it
 * @param ver changes with every change but the hint's
 */
public record EnrolledDevice(
        DeviceId id,
        String subject,
        String buyer,
        WrapPublicKey kem,
        VerifyKey signing,
        String name,
        String platform,
        DeviceState state,
        Instant enrolledAt,
        Instant lastSeenAt,
        long epoch,
        LogHint hint,
        long ver) {
    /**
     * An entry of the log.
     *
     * @param seq 0 for none
     * @param hash of the entry; the genesis hash for none
     * @param firstSeq of the stored segment that ends with it; 0 for none
     */
    public record LogHint(long epoch, long seq, Sha256Hex hash, long firstSeq) {}

    EnrolledDevice in(DeviceState other) {
        return new EnrolledDevice(
                id, subject, buyer, kem, signing, name, platform, other, enrolledAt, lastSeenAt, epoch, hint, ver + 1);
    }

    EnrolledDevice inEpoch(long other) {
        return new EnrolledDevice(
                id, subject, buyer, kem, signing, name, platform, state, enrolledAt, lastSeenAt, other, hint, ver + 1);
    }
}
