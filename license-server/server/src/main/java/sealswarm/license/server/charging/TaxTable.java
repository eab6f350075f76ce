package sealswarm.license.server.charging;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import sealswarm.license.money.Rate;

/**
 * Which tax a sale bears: dated rates by the buyer's country and the offer's category. A country that is not in the table bears
 * none; a category that has no rate of its own bears the standard one. What was applied is stored with the sale and never looked up
 * again. Immutable.
 */
public final class TaxTable {
    /** The category every country in the table has. */
    public static final String STANDARD = "standard";

    private static final Rate NONE = new Rate("0");
    private static final String RESOURCE = "tax-rates.csv";

    private record Row(String country, String category, Instant from, Rate rate) {}

    private final List<Row> rows;

    private TaxTable(List<Row> rows) {
        this.rows = List.copyOf(rows);
    }

    /** The table that comes with the server. */
    public static TaxTable builtIn() {
        try (InputStream in = Objects.requireNonNull(TaxTable.class.getResourceAsStream(RESOURCE), RESOURCE);
                BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            List<Row> rows = new ArrayList<>();
            for (String line : reader.lines().skip(1).toList()) {
                String[] cells = line.split(",", -1);
                Instant from = LocalDate.parse(cells[2]).atStartOfDay().toInstant(ZoneOffset.UTC);
                rows.add(new Row(cells[0], cells[1], from, new Rate(cells[3])));
            }
            return new TaxTable(rows);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The rate of a sale at {@code at} to a buyer in {@code country}. */
    public Rate rate(String country, String category, Instant at) {
        Rate standard = newest(country, STANDARD, at, NONE);
        return newest(country, category, at, standard);
    }

    private Rate newest(String country, String category, Instant at, Rate otherwise) {
        Rate found = otherwise;
        Instant foundFrom = Instant.MIN;
        for (Row row : rows) {
            boolean fits = row.country().equals(country)
                    && row.category().equals(category)
                    && !row.from().isAfter(at);
            if (fits && row.from().isAfter(foundFrom)) {
                found = row.rate();
                foundFrom = row.from();
            }
        }
        return found;
    }
}
