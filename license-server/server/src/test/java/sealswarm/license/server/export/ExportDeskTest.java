package sealswarm.license.server.export;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sealswarm.format.envelope.Envelope;
import sealswarm.format.envelope.KeyTrust;
import sealswarm.format.key.SigningKey;
import sealswarm.format.problem.FormatException;
import sealswarm.format.secret.InsecureSecretAccess;
import sealswarm.format.secret.SecretBytes;
import sealswarm.ledger.journal.Period;
import sealswarm.license.message.Charges.RefundRequest;
import sealswarm.license.money.Money;
import sealswarm.license.server.charging.Till;
import sealswarm.license.server.export.ExportDesk.Export;
import sealswarm.license.server.royalty.ClosedMonth;
import sealswarm.trial.Cases;

class ExportDeskTest {
    private static final Period APRIL = Period.parse("2031-04");

    private final Till till = new Till();
    private final ClosedMonth month = new ClosedMonth(till);
    private final ExportDesk desk = new ExportDesk(
            month.periods,
            till.entries,
            "main",
            id -> new TitleNames.Title("=HYPERLINK(\"x\")", "studio-a"),
            () -> Till.NOON.plusSeconds(60));

    @BeforeEach
    void sell() {
        till.credit("anna", 5_000);
        till.desk.charge("o1", Till.order("anna", Till.PRICE));
        till.desk.charge("o2", Till.order("anna", Till.PRICE));
        till.refunds.refund("o2", new RefundRequest(1, null, "back"));
        month.plays.play("d1", 1, Till.NOON, 60);
        month.plays.play("d2", 1, Till.NOON, 60);
    }

    private Export export(ExportKind kind, ExportFormat format) {
        return export(kind, format, ExportManifest.ALL);
    }

    private Export export(ExportKind kind, ExportFormat format, String recipient) {
        return desk.export(new ExportDesk.Request(kind, APRIL, format, recipient));
    }

    private static byte[] bytes(Export export) {
        return export.text().getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void hasTheColumnsOfTheFormat() {
        assertEquals(27, ExportKind.USAGE.columns().size());
        assertEquals(36, ExportKind.CHARGES.columns().size());
        assertEquals(42, ExportKind.ROYALTIES.columns().size());
    }

    @Test
    void csvAndJsonHoldTheSameRowsAndTheSameTotals() {
        month.close("2031-04");
        for (ExportKind kind : ExportKind.values()) {
            Export csv = export(kind, ExportFormat.CSV);
            Export json = export(kind, ExportFormat.JSON);
            assertEquals(
                    ExportFormat.CSV.read(kind, bytes(csv)), ExportFormat.JSON.read(kind, bytes(json)), kind.text());
            assertEquals(csv.manifest().rowsDigest(), json.manifest().rowsDigest());
            assertEquals(csv.manifest().totals(), json.manifest().totals());
            assertEquals("CLOSED", csv.manifest().status());
            assertTrue(csv.manifest().rows() > 0);
            assertDoesNotThrow(() -> ExportVerifier.verify(csv.manifest(), bytes(csv)));
            assertDoesNotThrow(() -> ExportVerifier.verify(json.manifest(), bytes(json)));
            assertEquals(csv, export(kind, ExportFormat.CSV));
        }
    }

    @Test
    void totalsAreThoseOfTheJournal() {
        month.close("2031-04");
        Export charges = export(ExportKind.CHARGES, ExportFormat.CSV);
        assertEquals("160", charges.manifest().totals().path("EUR").path("tax").asText());
        assertEquals(-160, till.balance("tax:DE"));
        assertEquals("839", charges.manifest().totals().path("EUR").path("net").asText());
        assertEquals(-839, till.balance("sales:net:demo-film"));
        Export royalties = export(ExportKind.ROYALTIES, ExportFormat.CSV);
        assertEquals(
                "0", royalties.manifest().totals().path("EUR").path("amount").asText());
        long earned = 0;
        int type = ExportKind.ROYALTIES.place("line_type");
        int amount = ExportKind.ROYALTIES.place("amount");
        for (ExportRow row : ExportFormat.CSV.read(ExportKind.ROYALTIES, bytes(royalties))) {
            earned += row.cells().get(type).equals("EARNED")
                    ? Money.parseUnits(row.cells().get(amount))
                    : 0;
        }
        assertEquals(587, earned);
        assertEquals(587, till.balance("royalty:expense:demo-film"));
        Export usage = export(ExportKind.USAGE, ExportFormat.CSV);
        assertEquals(4, usage.manifest().counts().path("usages").asLong());
        assertEquals(1, usage.manifest().counts().path("returns").asLong());
        assertEquals(
                "839", usage.manifest().totals().path("EUR").path("net_revenue").asText());
        assertTrue(usage.text().contains("PAID_BY_SALE"));
    }

    @Test
    void noCellOfACsvIsAFormulaAndAllReadBackUnchanged() {
        Export csv = export(ExportKind.CHARGES, ExportFormat.CSV);
        assertFalse(Pattern.compile("(^|,)\"?[=+@]").matcher(csv.text()).find());
        assertTrue(csv.text().contains("\"'=HYPERLINK(\"\"x\"\")\""), csv.text());
        assertTrue(csv.text().contains(",-9.99,"), csv.text());
        Cases.forAll(61, 300, random -> {
            StringBuilder cell = new StringBuilder();
            for (int i = random.nextInt(6); i >= 0; i--) {
                cell.append("'=+-@\t\r\n\"\0,;x＝é\u2028".charAt(random.nextInt(16)));
            }
            ExportRow row = new RowBuilder(ExportKind.CHARGES)
                    .text("title", cell.toString())
                    .row(1);
            for (ExportFormat format : ExportFormat.values()) {
                byte[] file = format.write(ExportKind.CHARGES, "2031-04", List.of(row, row));
                assertEquals(List.of(row, row), format.read(ExportKind.CHARGES, file));
            }
        });
    }

    @Test
    void showsEachCurrencyWithItsDecimals() {
        List<ExportRow> rows = new ArrayList<>();
        for (String currency : List.of("JPY", "EUR", "KWD")) {
            rows.add(new RowBuilder(ExportKind.CHARGES)
                    .money("gross", Money.of(currency, -1_234))
                    .row(1));
        }
        String csv = new String(ExportFormat.CSV.write(ExportKind.CHARGES, "2031-04", rows), StandardCharsets.UTF_8);
        assertTrue(csv.contains(",JPY,-1234,") && csv.contains(",EUR,-12.34,") && csv.contains(",KWD,-1.234,"), csv);
        assertEquals(rows, ExportFormat.CSV.read(ExportKind.CHARGES, csv.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void anOpenPeriodIsProvisional() {
        Export open = export(ExportKind.CHARGES, ExportFormat.JSON);
        assertEquals("OPEN", open.manifest().status());
        assertEquals(0, open.manifest().closeSeq());
        assertEquals("charges-2031-04.json", open.manifest().file());
        till.desk.charge("o3", Till.order("anna", Till.PRICE));
        assertNotEquals(
                open.manifest().sha256(),
                export(ExportKind.CHARGES, ExportFormat.JSON).manifest().sha256());
    }

    @Test
    void aRecipientGetsHisOwnRowsOnly() {
        month.close("2031-04");
        Export acme = export(ExportKind.ROYALTIES, ExportFormat.CSV, "acme");
        assertEquals(3, acme.manifest().rows());
        assertFalse(acme.text().contains("bolt"));
        assertEquals("royalties-2031-04-acme.csv", acme.manifest().file());
        assertEquals(
                0,
                export(ExportKind.CHARGES, ExportFormat.CSV, "studio-b")
                        .manifest()
                        .rows());
        assertTrue(export(ExportKind.CHARGES, ExportFormat.CSV, "studio-a")
                        .manifest()
                        .rows()
                >= 3);
    }

    @Test
    void namesTheRowInWhichOneDigitWasChanged() {
        month.close("2031-04");
        for (ExportFormat format : ExportFormat.values()) {
            Export export = export(ExportKind.CHARGES, format);
            String digit = format == ExportFormat.CSV ? "8.39" : "\"839\"";
            String changed = export.text().replaceFirst(Pattern.quote(digit), digit.replace('3', '4'));
            assertNotEquals(export.text(), changed);
            List<ExportRow> rows = format.read(ExportKind.CHARGES, bytes(export));
            int first = 0;
            while (!rows.get(first).cells().contains("839")) {
                first++;
            }
            String message = finding(export, changed);
            assertTrue(message.contains("row " + (first + 1)) || message.contains("totals"), message);
        }
    }

    @Test
    void namesMissingAddedAndSwappedRowsAndOtherBytes() {
        Export export = export(ExportKind.CHARGES, ExportFormat.CSV);
        List<String> lines = List.of(export.text().split("\r\n", -1));
        List<String> without = new ArrayList<>(lines);
        without.remove(2);
        assertTrue(finding(export, String.join("\r\n", without)).startsWith("row 2 "));
        List<String> twice = new ArrayList<>(lines);
        twice.add(3, lines.get(2));
        assertTrue(finding(export, String.join("\r\n", twice)).startsWith("row 3 "));
        List<String> swapped = new ArrayList<>(lines);
        java.util.Collections.swap(swapped, 1, 2);
        assertTrue(finding(export, String.join("\r\n", swapped)).startsWith("row 1 "));
        assertTrue(finding(export, export.text().replace("\r\n", "\n")).contains("bytes"));
        assertTrue(
                finding(export, export.text().replaceFirst("row_id", "rowid")).contains("header"));
        assertTrue(finding(export, "").contains("empty"));
        assertTrue(
                finding(export, export.text().replaceFirst("9\\.99", "9.999")).contains("row"));
    }

    private static String finding(Export export, String changed) {
        ExportException refused = assertThrows(
                ExportException.class,
                () -> ExportVerifier.verify(export.manifest(), changed.getBytes(StandardCharsets.UTF_8)));
        return String.valueOf(refused.getMessage());
    }

    @Test
    void theManifestIsSignedForItsPurposeAlone() {
        Export export = export(ExportKind.USAGE, ExportFormat.CSV);
        byte[] seed = new byte[32];
        seed[0] = 7;
        try (SigningKey key = SigningKey.ofSeed(SecretBytes.take(seed, InsecureSecretAccess.get()))) {
            Envelope envelope = export.manifest().sign(key);
            KeyTrust trust = KeyTrust.of(ExportManifest.TYPE.typ(), List.of(key.verifyKey()));
            assertDoesNotThrow(() -> ExportVerifier.verify(ExportManifest.verified(envelope, trust), bytes(export)));
            assertArrayEquals(envelope.bytes(), export.manifest().sign(key).bytes());
            KeyTrust nobody = KeyTrust.of(ExportManifest.TYPE.typ(), List.of());
            assertThrows(FormatException.class, () -> ExportManifest.verified(envelope, nobody));
        }
    }

    @Test
    void oneMarkStandsForSeveralRowsWhereThereAreVeryMany() {
        assertEquals(1, RowDigest.rowsPerMark(RowDigest.MAX_MARKS));
        assertEquals(2, RowDigest.rowsPerMark(RowDigest.MAX_MARKS + 1));
        assertEquals(10, RowDigest.rowsPerMark(ExportDesk.MAX_ROWS));
        assertEquals(
                Set.of(ExportKind.CHARGES), Set.of(ExportKind.named("charges").orElseThrow()));
        assertTrue(ExportKind.named("secrets").isEmpty()
                && ExportFormat.named("exe").isEmpty());
    }
}
