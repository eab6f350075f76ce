package sealswarm.license.server.export;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import sealswarm.format.json.Base64Url;
import sealswarm.format.json.LowerHex;
import sealswarm.format.key.Digests;
import sealswarm.ledger.journal.Facts;
import sealswarm.license.money.Money;

/**
 * What a manifest says about rows: a digest over all, four bytes of each row's own hash (so that a changed row can be named), control
 * totals per currency, and counts. The same whichever format the rows came from.
 */
final class RowDigest {
    /** Bytes kept of each row's hash. */
    static final int MARK_BYTES = 4;
    /** Most rows with a mark of their own; above, one mark stands for several rows in a row. */
    static final int MAX_MARKS = 100_000;

    private final ExportKind kind;
    private final List<ExportRow> rows;

    RowDigest(ExportKind kind, List<ExportRow> rows) {
        this.kind = kind;
        this.rows = rows;
    }

    /** SHA-256 over the canonical rows, each followed by a line feed. */
    String digest() {
        MessageDigest digest = Digests.sha256();
        for (ExportRow row : rows) {
            digest.update(row.canonical());
            digest.update((byte) '\n');
        }
        return LowerHex.encode(digest.digest());
    }

    /** How many rows one mark stands for. */
    static int rowsPerMark(int rows) {
        return Math.max(1, (rows + MAX_MARKS - 1) / MAX_MARKS);
    }

    /** The marks, one after the other, as base64url. */
    String marks() {
        ByteArrayOutputStream marks = new ByteArrayOutputStream();
        int perMark = rowsPerMark(rows.size());
        for (int from = 0; from < rows.size(); from += perMark) {
            MessageDigest digest = Digests.sha256();
            for (ExportRow row : rows.subList(from, Math.min(rows.size(), from + perMark))) {
                digest.update(row.canonical());
                digest.update((byte) '\n');
            }
            marks.writeBytes(Arrays.copyOf(digest.digest(), MARK_BYTES));
        }
        return Base64Url.encode(marks.toByteArray());
    }

    /** Sums of amount columns, by currency and column, in minor units. */
    ObjectNode totals() {
        Map<String, Map<String, Long>> sums = new TreeMap<>();
        int currency = kind.place("currency");
        for (ExportRow row : rows) {
            for (int i = 0; i < kind.columns().size(); i++) {
                Column column = kind.columns().get(i);
                String cell = row.cells().get(i);
                if (column.total() == Column.Total.SUMMED && column.type() == Column.Type.AMOUNT && !cell.isEmpty()) {
                    sums.computeIfAbsent(row.cells().get(currency), unused -> new TreeMap<>())
                            .merge(column.name(), Money.parseUnits(cell), Math::addExact);
                }
            }
        }
        ObjectNode totals = Facts.object();
        sums.forEach((code, columns) -> {
            ObjectNode of = totals.putObject(code);
            columns.forEach((column, sum) -> of.put(column, Long.toString(sum)));
        });
        return totals;
    }

    /** Sums of whole-number columns, by column. */
    ObjectNode counts() {
        ObjectNode counts = Facts.object();
        for (int i = 0; i < kind.columns().size(); i++) {
            Column column = kind.columns().get(i);
            if (column.total() == Column.Total.SUMMED && column.type() == Column.Type.INTEGER) {
                long sum = 0;
                for (ExportRow row : rows) {
                    String cell = row.cells().get(i);
                    sum = Math.addExact(sum, cell.isEmpty() ? 0 : Money.parseUnits(cell));
                }
                counts.put(column.name(), sum);
            }
        }
        return counts;
    }
}
