package sealswarm.license.receipt;

import java.time.Instant;
import sealswarm.format.envelope.DocumentType;
import sealswarm.format.envelope.Envelope;
import sealswarm.format.key.SigningKey;
import sealswarm.license.device.DeviceId;
import sealswarm.license.key.ServerKeys;
import sealswarm.license.wire.Sha256Hex;
import sealswarm.license.wire.SignedRecord;

/**
 * The server's acknowledgement: it holds the device's log up to here, durably. The device deletes entries only up to a head whose
 * hash is its own, and only once this document is on its disk.
 *
 * @param deviceId whose log
 * @param epoch the epoch that counts from now on
 * @param seq the last entry held, 0 for none
 * @param hash that entry's hash, the genesis hash for none
 * @param serverTime when it was said
 */
public record LogHead(DeviceId deviceId, long epoch, long seq, Sha256Hex hash, Instant serverTime) {
    public static final DocumentType TYPE = DocumentType.of("sealswarm/1/head", 4 * 1024);

    public LogHead {
        if (epoch < 1 || seq < 0) {
            throw new IllegalArgumentException("epoch is from 1, seq from 0");
        }
    }

    public Envelope sign(SigningKey documentsKey) {
        return SignedRecord.sign(TYPE, this, documentsKey);
    }

    /**
     * @throws sealswarm.format.problem.FormatException malformed or bad-signature
     */
    public static LogHead read(Envelope envelope, ServerKeys pinned) {
        return SignedRecord.read(envelope.verify(TYPE, pinned.trust(TYPE)), LogHead.class);
    }
}
