package sealswarm.license.server.export;

import java.util.Arrays;
import java.util.List;
import sealswarm.format.json.Base64Url;
import sealswarm.format.json.CanonicalJson;
import sealswarm.ledger.journal.Sha256;

/** Checks a file against its manifest: rows first, so that the finding names the first row that differs. Pure. */
public final class ExportVerifier {
    private ExportVerifier() {}

    /**
     * Passes if {@code bytes} are the file the manifest describes.
     *
     * @throws ExportException naming the first row, total or count that differs
     */
    public static void verify(ExportManifest manifest, byte[] bytes) {
        ExportKind kind = ExportKind.named(manifest.kind())
                .orElseThrow(() -> new ExportException("unknown kind of export: " + manifest.kind()));
        ExportFormat format = ExportFormat.named(manifest.format())
                .orElseThrow(() -> new ExportException("unknown format: " + manifest.format()));
        List<ExportRow> rows = format.read(kind, bytes);
        RowDigest digest = new RowDigest(kind, rows);
        checkRows(manifest, rows, digest);
        if (!digest.digest().equals(manifest.rowsDigest().hex())) {
            throw new ExportException("the digest of the rows differs");
        }
        if (!digest.totals().equals(manifest.totals())) {
            throw new ExportException("totals differ: " + digest.totals() + ", not " + manifest.totals());
        }
        // Canonical text: the order of members and the node type of numbers are not those of the signed bytes.
        if (!CanonicalJson.text(digest.counts()).equals(CanonicalJson.text(manifest.counts()))) {
            throw new ExportException("counts differ: " + digest.counts() + ", not " + manifest.counts());
        }
        if (bytes.length != manifest.size()) {
            throw new ExportException("the file has " + bytes.length + " bytes, not " + manifest.size());
        }
        if (!Sha256.of(bytes).equals(manifest.sha256())) {
            throw new ExportException("the rows are right, but the file is written otherwise");
        }
    }

    private static void checkRows(ExportManifest manifest, List<ExportRow> rows, RowDigest digest) {
        byte[] expected = Base64Url.decode(manifest.rowMarks());
        byte[] actual = Base64Url.decode(digest.marks());
        int perMark = RowDigest.rowsPerMark((int) manifest.rows());
        boolean comparable = perMark == RowDigest.rowsPerMark(rows.size());
        int differs = comparable ? Arrays.mismatch(expected, actual) : 0;
        if (differs >= 0) {
            int first = differs / RowDigest.MARK_BYTES * perMark;
            throw new ExportException(rowName(first, perMark) + " differs or is missing"
                    + (rows.size() == manifest.rows()
                            ? ""
                            : " (" + rows.size() + " rows, not " + manifest.rows() + ")"));
        }
        if (rows.size() != manifest.rows()) {
            throw new ExportException(rows.size() + " rows, not " + manifest.rows());
        }
    }

    private static String rowName(int first, int perMark) {
        return perMark == 1 ? "row " + (first + 1) : "one of rows " + (first + 1) + " to " + (first + perMark);
    }
}
