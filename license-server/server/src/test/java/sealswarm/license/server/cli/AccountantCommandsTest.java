package sealswarm.license.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sealswarm.console.exit.ExitCode;
import sealswarm.ledger.journal.Period;
import sealswarm.license.server.charging.Till;
import sealswarm.license.server.export.ExportDesk;
import sealswarm.license.server.export.ExportDesk.Export;
import sealswarm.license.server.export.ExportFormat;
import sealswarm.license.server.export.ExportKind;
import sealswarm.license.server.export.ExportManifest;
import sealswarm.license.server.export.TitleNames;
import sealswarm.license.server.royalty.ClosedMonth;

class AccountantCommandsTest {
    @TempDir
    private Path directory;

    private final Till till = new Till();
    private Office office;

    @BeforeEach
    void open() {
        office = new Office(directory);
        till.credit("anna", 5_000);
        till.desk.charge("o1", Till.order("anna", Till.PRICE));
        till.desk.charge("o2", Till.order("anna", Till.PRICE));
    }

    @AfterEach
    void close() {
        office.close();
    }

    private void dump(String name, List<String> lines) throws IOException {
        Files.writeString(
                directory.resolve(name), lines.stream().map(line -> line + "\n").collect(Collectors.joining()));
    }

    private List<String> journal() {
        return till.entries.read("main", 1, 100).stream()
                .map(entry -> entry.text())
                .toList();
    }

    private Export export(ExportFormat format) throws IOException {
        ClosedMonth month = new ClosedMonth(till);
        month.close("2031-04");
        ExportDesk desk = new ExportDesk(
                month.periods, till.entries, "main", id -> new TitleNames.Title("Demo", "studio"), () -> Till.NOON);
        Export export = desk.export(
                new ExportDesk.Request(ExportKind.CHARGES, Period.parse("2031-04"), format, ExportManifest.ALL));
        Files.writeString(directory.resolve("charges." + format.text()), export.text());
        Files.write(
                directory.resolve("charges." + format.text() + ".manifest.json"),
                export.manifest().sign(office.exportKey).bytes());
        return export;
    }

    @Test
    void verifiesADumpedJournal() throws IOException {
        dump("journal.ndjson", journal());
        Office.Said said = office.run("ledger", "verify", "--file", "journal.ndjson", "--json");
        assertEquals(ExitCode.DONE, said.exit(), said.err());
        assertTrue(said.out().contains("\"entries\":4"), said.out());
        assertTrue(said.out().contains("\"EUR\":\"119.98\""), said.out());
    }

    @Test
    void namesTheFirstBadEntryAndEndsWithTheIntegrityCode() throws IOException {
        List<String> lines = journal().stream()
                .map(line -> line.replace("\"m\":\"-839\"", "\"m\":\"-838\""))
                .toList();
        dump("journal.ndjson", lines);
        Office.Said said = office.run("ledger", "verify", "--file", "journal.ndjson");
        assertEquals(ExitCode.INTEGRITY, said.exit());
        assertTrue(said.err().contains("entry 3 "), said.err());
        dump("short.ndjson", journal().subList(1, 4));
        assertTrue(
                office.run("ledger", "verify", "--file", "short.ndjson").err().contains("entry 1 (main/vch:"));
    }

    @Test
    void verifiesAnExportedFileAndNamesTheChangedRow() throws Exception {
        office.signedIn();
        for (ExportFormat format : ExportFormat.values()) {
            Export export = export(format);
            String name = "charges." + format.text();
            Office.Said good = office.run("export", "verify", name);
            assertEquals(ExitCode.DONE, good.exit(), good.err());
            Files.writeString(directory.resolve(name), export.text().replaceFirst("main/chg:o2", "main/chg:o3"));
            Office.Said bad = office.run("export", "verify", name, "--json");
            assertEquals(ExitCode.INTEGRITY, bad.exit());
            assertTrue(bad.out().contains("row 3 differs"), bad.out());
        }
    }

    @Test
    void refusesAManifestThatIsNotOurs() throws Exception {
        office.signedIn();
        export(ExportFormat.CSV);
        Path manifest = directory.resolve("charges.csv.manifest.json");
        String text = Files.readString(manifest);
        int at = text.indexOf("\"value\":\"") + 12;
        Files.writeString(
                manifest, text.substring(0, at) + (text.charAt(at) == 'A' ? 'B' : 'A') + text.substring(at + 1));
        assertEquals(
                ExitCode.INTEGRITY,
                office.run("export", "verify", "charges.csv").exit());
        Files.delete(manifest);
        assertEquals(
                ExitCode.NOT_FOUND,
                office.run("export", "verify", "charges.csv").exit());
    }

    @Test
    void refusesWrongUsageWithTheFix() throws Exception {
        office.signedIn();
        for (String[] arguments : new String[][] {
            {"export"},
            {"export", "secrets", "--period", "2031-04", "--out", "x"},
            {"export", "charges", "--period", "2031-13", "--out", "x"},
            {"export", "charges", "--period", "2031-04", "--out", "x", "--format", "xlsx"},
            {"export", "charges", "--period", "2031-04", "--out", ""},
            {"ledger"},
            {"ledger", "close"},
            {"ledger", "close", "--period", "April"},
            {"ledger", "verify", "--what"}
        }) {
            Office.Said said = office.run(arguments);
            assertEquals(ExitCode.USAGE, said.exit(), String.join(" ", arguments) + said.err());
            assertTrue(said.err().contains("fix:"), said.err());
        }
    }

    @Test
    void doesNotOverwriteAndSaysWhoMustSignIn() throws Exception {
        Files.writeString(directory.resolve("there.csv"), "mine");
        Office.Said denied = office.run("export", "charges", "--period", "2031-04", "--out", "new.csv");
        assertEquals(ExitCode.DENIED, denied.exit());
        office.signedIn();
        Office.Said exists = office.run("export", "charges", "--period", "2031-04", "--out", "there.csv");
        assertEquals(ExitCode.FAILURE, exists.exit());
        assertTrue(exists.err().contains("exists already"), exists.err());
        assertEquals("mine", Files.readString(directory.resolve("there.csv")));
        assertEquals(
                ExitCode.NETWORK,
                office.run("export", "charges", "--period", "2031-04", "--out", "new.csv")
                        .exit());
        assertEquals(
                ExitCode.NETWORK,
                office.run("ledger", "close", "--period", "2031-04").exit());
        assertEquals(
                ExitCode.NOT_FOUND,
                office.run("ledger", "verify", "--file", "nowhere").exit());
    }
}
