package sealswarm.storefront.studio;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import sealswarm.license.money.Money;
import sealswarm.license.problem.ProblemType;
import sealswarm.storefront.web.PageRefusal;

/** Adds up a charges export (export-v1) row by row, in constant memory whatever its length. */
final class SalesReader {
    /** Longest export that is read for a page. */
    static final long MAX_BYTES = 64L << 20;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxDocumentLength(MAX_BYTES).build())
            .build();
    private static final Set<String> COUNTED = Set.of("sale", "play", "refund");

    private SalesReader() {}

    /**
     * Adds the rows of {@code export} to {@code tally}.
     *
     * @throws IOException if it is no charges export
     * @throws PageRefusal too-large beyond {@link #MAX_BYTES} or {@link SalesTable.Tally#MAX_TITLES}
     */
    static void read(InputStream export, SalesTable.Tally tally) throws IOException {
        try (JsonParser parser = FACTORY.createParser(export)) {
            List<String> columns = List.of();
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("the export is no object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String member = parser.currentName();
                parser.nextToken();
                if (member.equals("columns")) {
                    columns = texts(parser);
                } else if (member.equals("rows")) {
                    while (parser.nextToken() == JsonToken.START_ARRAY) {
                        row(new Row(columns, texts(parser)), tally);
                    }
                    requireEnd(parser);
                } else {
                    parser.skipChildren();
                }
            }
        } catch (StreamConstraintsException e) {
            throw new PageRefusal(ProblemType.TOO_LARGE);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new IOException("the export is not as it should be: " + e.getMessage(), e);
        }
    }

    private static void row(Row row, SalesTable.Tally tally) {
        String type = row.cell("row_type");
        if (COUNTED.contains(type)) {
            String currency = row.cell("currency");
            tally.add(
                    SalesTable.RowType.valueOf(type.toUpperCase(Locale.ROOT)),
                    row.cell("title_id"),
                    row.cell("title"),
                    Long.parseLong(row.cell("quantity")),
                    Money.of(currency, Money.parseUnits(row.cell("gross"))),
                    Money.of(currency, Money.parseUnits(row.cell("tax"))),
                    Money.of(currency, Money.parseUnits(row.cell("net"))));
        }
    }

    private static List<String> texts(JsonParser parser) throws IOException {
        List<String> texts = new ArrayList<>();
        while (parser.nextToken() == JsonToken.VALUE_STRING) {
            texts.add(parser.getText());
        }
        requireEnd(parser);
        return texts;
    }

    private static void requireEnd(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.END_ARRAY) {
            throw new IOException("the export holds " + parser.currentToken() + " where a list goes on");
        }
    }

    private record Row(List<String> columns, List<String> cells) {
        String cell(String column) {
            int place = columns.indexOf(column);
            if (place < 0 || place >= cells.size()) {
                throw new IllegalArgumentException("no cell " + column);
            }
            return cells.get(place);
        }
    }
}
