package sealswarm.license;

import java.time.Instant;
import sealswarm.format.envelope.DocumentType;
import sealswarm.format.envelope.Envelope;
import sealswarm.format.key.SigningKey;
import sealswarm.license.key.ServerKeys;
import sealswarm.license.wire.SignedRecord;

/**
 * What the server says of a license now. A status only takes away; it never gives.
 *
 * @param licenseId the license
 * @param revision the latest one issued
 * @param state of (grant, device)
 * @param revocationEpoch the newest epoch of revocations
 * @param serverTime when it was said
 */
public record LicenseStatus(
        LicenseId licenseId, long revision, LicenseState state, long revocationEpoch, Instant serverTime) {
    public static final DocumentType TYPE = DocumentType.of("sealswarm/1/status", 1024);

    public Envelope sign(SigningKey documentsKey) {
        return SignedRecord.sign(TYPE, this, documentsKey);
    }

    /**
     * @throws sealswarm.format.problem.FormatException malformed or bad-signature
     */
    public static LicenseStatus read(Envelope envelope, ServerKeys pinned) {
        return SignedRecord.read(envelope.verify(TYPE, pinned.trust(TYPE)), LicenseStatus.class);
    }
}
