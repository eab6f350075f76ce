package sealswarm.license;

import java.time.Instant;
import java.util.List;
import sealswarm.format.envelope.DocumentType;
import sealswarm.format.envelope.Envelope;
import sealswarm.format.key.Kid;
import sealswarm.format.key.SigningKey;
import sealswarm.license.device.DeviceId;
import sealswarm.license.key.ServerKeys;
import sealswarm.license.wire.Sha256Hex;
import sealswarm.license.wire.SignedRecord;

/**
 * What was revoked after epoch {@code from} up to epoch {@code to}: the answer of {@code GET /v1/revocations/{epoch}}. Applied if
 * {@code from} is at most the epoch one has and {@code to} beyond it.
 *
 * @param from exclusive
 * @param to inclusive; equal to {@code from} where nothing is new
 * @param licenses licenseIds
 * @param devices device ids; dropped after their natural end
 * @param studioKids keys that sign no manifest any more
 * @param packageIds withdrawn revisions, SHA-256 of the manifest payload
 * @param serverTime when it was said
 */
public record RevocationDelta(
        long from,
        long to,
        List<LicenseId> licenses,
        List<DeviceId> devices,
        List<Kid> studioKids,
        List<Sha256Hex> packageIds,
        Instant serverTime) {
    public static final DocumentType TYPE = DocumentType.of("sealswarm/1/revocations", 1 << 20);

    public RevocationDelta {
        licenses = List.copyOf(licenses);
        devices = List.copyOf(devices);
        studioKids = List.copyOf(studioKids);
        packageIds = List.copyOf(packageIds);
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("epochs only rise");
        }
    }

    public Envelope sign(SigningKey documentsKey) {
        return SignedRecord.sign(TYPE, this, documentsKey);
    }

    /**
     * @throws sealswarm.format.problem.FormatException malformed or bad-signature
     */
    public static RevocationDelta read(Envelope envelope, ServerKeys pinned) {
        return SignedRecord.read(envelope.verify(TYPE, pinned.trust(TYPE)), RevocationDelta.class);
    }
}
