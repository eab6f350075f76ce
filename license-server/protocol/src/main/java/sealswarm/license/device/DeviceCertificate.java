package sealswarm.license.device;

import java.time.Instant;
import sealswarm.format.envelope.DocumentType;
import sealswarm.format.envelope.Envelope;
import sealswarm.format.key.Kid;
import sealswarm.format.key.SigningKey;
import sealswarm.license.key.ServerKeys;
import sealswarm.license.wire.SignedRecord;

/**
 * The server's answer to an enrolment.
 *
 * @param deviceId the device
 * @param sub the account's pairwise pseudonym, as licenses hold it
 * @param kemKid key that licenses are wrapped to
 * @param sigKid key that signs receipts and requests
 * @param epoch of the device's receipt log, from 1; given by the server
 * @param issuedAt server time
 */
public record DeviceCertificate(DeviceId deviceId, String sub, Kid kemKid, Kid sigKid, long epoch, Instant issuedAt) {
    public static final DocumentType TYPE = DocumentType.of("sealswarm/1/device-cert", 4 * 1024);

    public Envelope sign(SigningKey documentsKey) {
        return SignedRecord.sign(TYPE, this, documentsKey);
    }

    /**
     * @throws sealswarm.format.problem.FormatException malformed or bad-signature
     */
    public static DeviceCertificate read(Envelope envelope, ServerKeys pinned) {
        return SignedRecord.read(envelope.verify(TYPE, pinned.trust(TYPE)), DeviceCertificate.class);
    }
}
