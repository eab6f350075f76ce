package sealswarm.license.receipt;

import java.security.MessageDigest;
import sealswarm.format.json.LowerHex;
import sealswarm.format.key.Digests;
import sealswarm.format.key.Info;
import sealswarm.license.device.DeviceId;
import sealswarm.license.device.DeviceRequest.LogPosition;
import sealswarm.license.wire.Sha256Hex;

/** The hashes of a device's log: entries are leaves as in RFC 6962, each naming the one before it. */
public final class ReceiptChain {
    private static final byte LEAF = 0;

    private ReceiptChain() {}

    /** What the first entry of an epoch names as the one before it. */
    public static Sha256Hex genesis(DeviceId device, long epoch) {
        return Sha256Hex.of(
                Info.of("sealswarm/1/log-genesis", device.hex()).number(epoch).bytes());
    }

    /** SHA-256(0x00 || entry). */
    public static Sha256Hex hash(byte[] entry) {
        MessageDigest digest = Digests.sha256();
        digest.update(LEAF);
        return new Sha256Hex(LowerHex.encode(digest.digest(entry)));
    }

    /** The start of a log. */
    public static LogPosition start(DeviceId device, long epoch) {
        return new LogPosition(epoch, 0, genesis(device, epoch));
    }
}
