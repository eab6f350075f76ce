package sealswarm.license.receipt;

import sealswarm.format.envelope.DocumentType;
import sealswarm.format.envelope.Envelope;
import sealswarm.format.envelope.KeyTrust;
import sealswarm.format.key.SigningKey;
import sealswarm.format.key.VerifyKey;
import sealswarm.license.device.DeviceId;
import sealswarm.license.wire.Sha256Hex;
import sealswarm.license.wire.SignedRecord;

/**
 * The signed head of one upload of consecutive receipts.
 *
 * @param device whose log
 * @param epoch of the log, from 1
 * @param firstSeq of the first entry of the upload, from 1
 * @param lastSeq of the last one
 * @param headHash the last entry's hash, which covers all before it
 */
public record SegmentHead(DeviceId device, long epoch, long firstSeq, long lastSeq, Sha256Hex headHash) {
    public static final DocumentType TYPE = DocumentType.of("sealswarm/1/segment", 4 * 1024);

    /** Most entries of one upload. */
    public static final int MAX_ENTRIES = 500;

    public SegmentHead {
        if (epoch < 1 || firstSeq < 1 || lastSeq < firstSeq || lastSeq - firstSeq >= MAX_ENTRIES) {
            throw new IllegalArgumentException("a segment holds 1 to " + MAX_ENTRIES + " entries, seq from 1");
        }
    }

    public Envelope sign(SigningKey deviceKey) {
        return SignedRecord.sign(TYPE, this, deviceKey);
    }

    /**
     * @throws sealswarm.format.problem.FormatException malformed or bad-signature
     */
    public static SegmentHead read(Envelope envelope, VerifyKey deviceKey) {
        return SignedRecord.readRequest(envelope.verify(TYPE, KeyTrust.of(TYPE.typ(), deviceKey)), SegmentHead.class);
    }

    /** The device an unverified head names, to look its key up. */
    public static DeviceId unverifiedDevice(Envelope envelope) {
        return new DeviceId(envelope.unverifiedTree(TYPE).path("device").asText());
    }
}
