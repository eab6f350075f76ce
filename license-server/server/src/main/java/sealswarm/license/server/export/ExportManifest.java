package sealswarm.license.server.export;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Map;
import sealswarm.format.envelope.DocumentType;
import sealswarm.format.envelope.Envelope;
import sealswarm.format.envelope.KeyTrust;
import sealswarm.format.key.SigningKey;
import sealswarm.ledger.journal.Sha256;
import sealswarm.license.wire.SignedRecord;

/**
 * What stands beside an exported file, signed: which file it is, what its rows add up to, and where in the books it comes from.
 *
 * @param v 1
 * @param kind what is exported
 * @param period which period
 * @param status {@code OPEN} (may still change) or {@code CLOSED}
 * @param recipient whose rows, or {@code all}
 * @param rev 1
 * @param format form of the file
 * @param file its name as made
 * @param size its bytes
 * @param sha256 their hash
 * @param rows how many
 * @param rowsDigest over the canonical rows; equal for all formats
 * @param rowMarks four bytes of each row's hash, by which a changed row is named
 * @param totals sums of amounts by currency and column, minor units as text
 * @param counts sums of whole numbers by column
 * @param cutSeq journal entry up to which it looks
 * @param closeSeq journal entry that closed the period; 0 while open
 * @param headHash hash of the journal entry {@code cutSeq}
 * @param receiptCut receipts it looks at: of each stream the first n
 * @param receiptRoot RFC 6962 root over the receipts judged
 * @param contractVersions highest version of each contract
 * @param columnsVersion version of the column tables
 * @param asOf moment of the cut
 */
public record ExportManifest(
        int v,
        String kind,
        String period,
        String status,
        String recipient,
        int rev,
        String format,
        String file,
        long size,
        Sha256 sha256,
        long rows,
        Sha256 rowsDigest,
        String rowMarks,
        ObjectNode totals,
        ObjectNode counts,
        long cutSeq,
        long closeSeq,
        Sha256 headHash,
        Map<String, Long> receiptCut,
        Sha256 receiptRoot,
        Map<String, Integer> contractVersions,
        int columnsVersion,
        Instant asOf) {
    /** Its envelope. */
    public static final DocumentType TYPE = DocumentType.of("sealswarm/1/export", 2 * 1024 * 1024);
    /** The recipient of an export that is not filtered. */
    public static final String ALL = "all";

    public ExportManifest {
        receiptCut = Map.copyOf(receiptCut);
        contractVersions = Map.copyOf(contractVersions);
        totals = totals.deepCopy();
        counts = counts.deepCopy();
    }

    /** The signed manifest. */
    public Envelope sign(SigningKey exportKey) {
        return SignedRecord.sign(TYPE, this, exportKey);
    }

    /**
     * The manifest of an envelope.
     *
     * @throws sealswarm.format.problem.FormatException bad-signature or malformed
     */
    public static ExportManifest verified(Envelope envelope, KeyTrust trust) {
        return SignedRecord.read(envelope.verify(TYPE, trust), ExportManifest.class);
    }
}
