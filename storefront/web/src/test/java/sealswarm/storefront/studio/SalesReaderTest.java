package sealswarm.storefront.studio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import sealswarm.license.money.Money;
import sealswarm.storefront.web.PageRefusal;

class SalesReaderTest {
    private static final String COLUMNS =
            "\"row_type\",\"title_id\",\"title\",\"quantity\",\"currency\",\"gross\",\"tax\",\"net\"";

    @Test
    void addsUpByCurrencyAndTitleAndTakesRefundsOff() throws IOException {
        SalesTable table = read(
                row("sale", "b", "Bear", 2, "EUR", 1998, 320),
                row("play", "b", "Bear", 1, "EUR", 50, 8),
                row("refund", "b", "Bear", 1, "EUR", -999, -160),
                row("sale", "a", "Ant", 1, "EUR", 499, 80),
                row("sale", "a", "Ant", 1, "CHF", 500, 37),
                row("topup", "", "", 0, "EUR", 5000, 0),
                row("adjustment", "", "", 0, "EUR", 1, 0));
        assertEquals(
                List.of("CHF", "EUR"),
                table.currencies().stream().map(SalesTable.InCurrency::currency).toList());
        SalesTable.InCurrency euro = table.currencies().get(1);
        assertEquals(
                List.of("Ant", "Bear"),
                euro.lines().stream().map(SalesTable.Line::title).toList());
        SalesTable.Line bear = euro.lines().get(1);
        assertEquals(List.of(2L, 1L, 1L), List.of(bear.sold(), bear.plays(), bear.refunded()));
        assertEquals(Money.of("EUR", 1998 + 50 - 999), bear.gross());
        assertEquals(bear.gross().minus(bear.tax()), bear.net());
        assertEquals(Money.of("EUR", 1998 + 50 - 999 + 499), euro.total().gross());
        assertEquals(3, euro.total().sold());
    }

    @Test
    void anEmptyExportIsAnEmptyTable() throws IOException {
        assertEquals(List.of(), read().currencies());
    }

    @Test
    void takesColumnsByNameWhateverTheirOrder() throws IOException {
        SalesTable.Tally tally = new SalesTable.Tally();
        SalesReader.read(
                stream(
                        "{\"v\":1,\"more\":{\"rows\":[[\"x\"]]},\"columns\":[\"net\",\"tax\",\"gross\",\"currency\",\"quantity\","
                                + "\"title\",\"title_id\",\"later\",\"row_type\"],\"rows\":[[\"8\",\"2\",\"10\",\"EUR\",\"1\",\"T\",\"t\","
                                + "\"?\",\"sale\"]]}"),
                tally);
        assertEquals(
                Money.of("EUR", 8), tally.table().currencies().get(0).total().net());
    }

    @Test
    void refusesWhatIsNoChargesExport() {
        for (String bad : List.of(
                "",
                "[",
                "{\"columns\":[\"row_type\"],\"rows\":[[\"sale\"]]}",
                export(row("sale", "a", "A", 1, "EUR", 1, 0).replace("\"EUR\"", "\"EURO\"")),
                export(row("sale", "a", "A", 1, "EUR", 1, 0).replace("\"1\"", "\"many\"")),
                export(row("sale", "a", "A", 1, "EUR", Long.MAX_VALUE, 0), row("sale", "a", "A", 1, "EUR", 1, 0)),
                export(row("sale", "a", "A", 1, "EUR", 1, 0)).replace("\n]", "\n"),
                export("[[\"sale\"]]"),
                "{\"columns\":[1],\"rows\":[]}")) {
            assertThrows(IOException.class, () -> SalesReader.read(stream(bad), new SalesTable.Tally()), bad);
        }
    }

    @Test
    void refusesAnExportBeyondItsLimitAndTooManyTitles() {
        byte[] filler =
                (",\n" + row("topup", "", "", 0, "EUR", 1, 0)).repeat(1000).getBytes(StandardCharsets.UTF_8);
        int times = (int) (SalesReader.MAX_BYTES / filler.length) + 1;
        List<InputStream> parts = new java.util.ArrayList<>();
        parts.add(stream("{\"columns\":[" + COLUMNS + "],\"rows\":[" + row("topup", "", "", 0, "EUR", 1, 0)));
        for (int i = 0; i < times; i++) {
            parts.add(new ByteArrayInputStream(filler));
        }
        parts.add(stream("]}"));
        assertThrows(
                PageRefusal.class,
                () -> SalesReader.read(
                        new SequenceInputStream(Collections.enumeration(parts)), new SalesTable.Tally()));
        SalesTable.Tally tally = new SalesTable.Tally();
        Money cent = Money.of("EUR", 1);
        for (int i = 0; i < SalesTable.Tally.MAX_TITLES; i++) {
            tally.add(SalesTable.RowType.SALE, "t" + i, "T", 1, cent, cent, cent);
        }
        assertEquals(
                SalesTable.Tally.MAX_TITLES,
                tally.table().currencies().get(0).lines().size());
        assertThrows(PageRefusal.class, () -> tally.add(SalesTable.RowType.SALE, "one-more", "T", 1, cent, cent, cent));
    }

    private static SalesTable read(String... rows) throws IOException {
        SalesTable.Tally tally = new SalesTable.Tally();
        SalesReader.read(stream(export(rows)), tally);
        return tally.table();
    }

    private static String export(String... rows) {
        return "{\"v\":1,\"columns\":[" + COLUMNS + "],\"rows\":[\n" + String.join(",\n", rows)
                + "\n],\"totals\":{}}\n";
    }

    private static String row(String type, String id, String title, int count, String currency, long gross, long tax) {
        return "[\""
                + String.join("\",\"", type, id, title, "" + count, currency, "" + gross, "" + tax, "" + (gross - tax))
                + "\"]";
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
