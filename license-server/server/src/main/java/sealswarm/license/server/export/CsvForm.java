package sealswarm.license.server.export;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import sealswarm.license.money.Money;
import sealswarm.license.money.MoneyException;

/**
 * RFC 4180 with a header, UTF-8, CRLF. Amounts are plain decimals. A text cell a spreadsheet could take for a formula gets one
 * apostrophe in front, which the reader takes away again.
 */
final class CsvForm {
    private static final Pattern DANGEROUS =
            Pattern.compile("'*[=+\\-@\\t\\r\\n\\x00\\uFF1D\\uFF0B\\uFF0D\\uFF20].*", Pattern.DOTALL);
    private static final Pattern INTEGER = Pattern.compile("0|-?[1-9][0-9]{0,18}");

    private CsvForm() {}

    static byte[] write(ExportKind kind, List<ExportRow> rows) {
        StringWriter out = new StringWriter();
        try (CsvWriter csv =
                CsvWriter.builder().lineDelimiter(LineDelimiter.CRLF).build(out)) {
            csv.writeRecord(kind.columns().stream().map(Column::name).toList());
            int currency = kind.place("currency");
            for (ExportRow row : rows) {
                List<String> cells = new ArrayList<>();
                for (int i = 0; i < row.cells().size(); i++) {
                    cells.add(shown(
                            kind.columns().get(i),
                            row.cells().get(i),
                            row.cells().get(currency)));
                }
                csv.writeRecord(cells);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String shown(Column column, String cell, String currency) {
        return switch (column.type()) {
            case TEXT -> DANGEROUS.matcher(cell).matches() ? "'" + cell : cell;
            case INTEGER -> cell;
            case AMOUNT ->
                cell.isEmpty() ? "" : Money.of(currency, Money.parseUnits(cell)).decimalText();
        };
    }

    static List<ExportRow> read(ExportKind kind, byte[] bytes) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new ExportException("the file is not UTF-8");
        }
        List<ExportRow> rows = new ArrayList<>();
        try (CsvReader<CsvRecord> csv =
                CsvReader.builder().skipEmptyLines(false).ofCsvRecord(text)) {
            boolean header = true;
            for (CsvRecord record : csv) {
                if (header) {
                    checkHeader(kind, record);
                    header = false;
                } else {
                    rows.add(row(kind, record, rows.size() + 1));
                }
            }
            if (header) {
                throw new ExportException("the file is empty");
            }
        } catch (CsvParseException e) {
            throw new ExportException("row " + (rows.size() + 1) + ": not CSV");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rows;
    }

    private static void checkHeader(ExportKind kind, CsvRecord record) {
        List<String> names = kind.columns().stream().map(Column::name).toList();
        if (!record.getFields().equals(names)) {
            throw new ExportException("the header is not that of " + kind.text());
        }
    }

    private static ExportRow row(ExportKind kind, CsvRecord record, int number) {
        if (record.getFieldCount() != kind.columns().size()) {
            throw new ExportException("row " + number + ": " + record.getFieldCount() + " cells, not "
                    + kind.columns().size());
        }
        String currency = record.getField(kind.place("currency"));
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < record.getFieldCount(); i++) {
            Column column = kind.columns().get(i);
            try {
                cells.add(canonical(column, record.getField(i), currency));
            } catch (MoneyException e) {
                throw new ExportException("row " + number + ", " + column.name() + ": " + e.getMessage());
            }
        }
        return new ExportRow(cells);
    }

    private static String canonical(Column column, String cell, String currency) {
        return switch (column.type()) {
            case TEXT -> cell.startsWith("'") && DANGEROUS.matcher(cell).matches() ? cell.substring(1) : cell;
            case INTEGER -> {
                if (!cell.isEmpty() && !INTEGER.matcher(cell).matches()) {
                    throw new MoneyException(MoneyException.Reason.AMOUNT_INVALID, "not a whole number");
                }
                yield cell;
            }
            case AMOUNT ->
                cell.isEmpty() ? "" : Long.toString(Money.parse(currency, cell).minorUnits());
        };
    }
}
