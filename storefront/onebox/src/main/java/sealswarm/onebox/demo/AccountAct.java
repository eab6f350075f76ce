package sealswarm.onebox.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import sealswarm.embedded.keycloak.HeadlessBrowser;
import sealswarm.embedded.keycloak.HeadlessSignIn;
import sealswarm.embedded.keycloak.Page;
import sealswarm.ledger.counting.CountingRule;
import sealswarm.ledger.journal.JournalEntry;
import sealswarm.ledger.royalty.Basis;
import sealswarm.ledger.royalty.ContractLine;
import sealswarm.ledger.royalty.ContractVersion;
import sealswarm.license.money.Rate;
import sealswarm.license.money.Share;
import sealswarm.license.wire.WireJson;

/** The accountant enters the contract, closes the month and exports it; whoever changes a digit is found out. */
final class AccountAct {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ACCOUNTANT = "accountant";
    private static final BigDecimal SHARE = new BigDecimal("0.70");
    private static final List<String> KINDS = List.of("charges", "usage", "royalties");
    private static final String MANIFEST_SUFFIX = ".manifest.json";

    /** A month may be closed this long after its end; the accounting clock is moved past it. */
    private static final Duration GRACE = Duration.ofDays(4);

    private final Scene scene;
    private final MovableClock accountingClock;
    private final YearMonth month;

    AccountAct(Scene scene, MovableClock accountingClock) {
        this.scene = scene;
        this.accountingClock = accountingClock;
        this.month = YearMonth.from(accountingClock.instant().atZone(ZoneOffset.UTC));
    }

    /** Before the first sale: who earns what. */
    void prepare() {
        scene.story().step("contract", this::contract);
    }

    void play() {
        scene.story().step("journal", this::verifyJournal);
        scene.story().step("close " + month, this::close);
        Map<String, Commands.Child> exporting = new HashMap<>();
        for (String kind : KINDS) {
            scene.story().step("export " + kind, () -> {
                if (exporting.isEmpty()) {
                    for (String each : KINDS) {
                        exporting.put(each, export(each));
                    }
                }
                return verifyExport(kind, Objects.requireNonNull(exporting.get(kind)));
            });
        }
        scene.story().step("the books tie out", this::tieOut);
        scene.story().step("exports equal the journal", this::compareWithJournal);
        scene.story().step("a changed digit is named", this::tamper);
    }

    private String contract() throws Exception {
        ContractVersion version = new ContractVersion(
                "demo-splits",
                1,
                month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant(),
                ContractVersion.NONE,
                List.of(
                        new ContractVersion.Party("director", "The director", ""),
                        new ContractVersion.Party("composer", "The composer", "")),
                "master",
                "EUR",
                List.of(new ContractLine(
                        "sales",
                        scene.props().releases().stream().map(Release::title).toList(),
                        List.of(),
                        List.of(),
                        Basis.NET,
                        new Rate(SHARE.toPlainString()),
                        new Rate("0"))),
                List.of(new Share("director", 60), new Share("composer", 40)),
                100,
                ContractVersion.NONE,
                JournalEntry.POLICY,
                CountingRule.PLAY_30S.id(),
                List.of());
        HeadlessBrowser desk = new HeadlessBrowser();
        Cast.Member accountant = scene.cast().named(ACCOUNTANT);
        Page accounts = new HeadlessSignIn(
                        desk, accountant.name(), accountant.password().revealSecret())
                .open(scene.shop().storefront().resolve("/sign-in?return=/accounts"));
        Page saved = desk.submit(
                accounts.form(found -> found.action().getPath().equals("/accounts/contracts")),
                Map.of(
                        "contractId",
                        version.contractId(),
                        "version",
                        "1",
                        "document",
                        new String(WireJson.write(version), StandardCharsets.UTF_8)));
        Story.require(
                saved.status() == 200 && saved.address().getPath().equals("/accounts"),
                "the contract saved",
                saved.status() + " at " + saved.address());
        return "70 % of net, 60 to the director, 40 to the composer";
    }

    private String verifyJournal() throws Exception {
        JsonNode journal = JSON.readTree(scene.done(ACCOUNTANT, "ledger", "verify", "--json"));
        return journal.path("entries").asLong() + " entries, each balanced, chained to head "
                + journal.path("head").asText().substring(0, 12);
    }

    private String close() throws Exception {
        accountingClock.moveTo(month.plusMonths(1)
                .atDay(1)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant()
                .plus(GRACE));
        JsonNode closed =
                JSON.readTree(scene.done(ACCOUNTANT, "ledger", "close", "--period", month.toString(), "--json"));
        Story.requireEqual("state", "CLOSED", closed.path("state").asText().toUpperCase(Locale.ROOT));
        int statements = closed.path("statements").size();
        Story.requireEqual("statements", 2, statements);
        return statements + " immutable statements";
    }

    private Path file(String kind) throws Exception {
        return scene.commands().home(ACCOUNTANT).resolve(kind + ".csv");
    }

    private Commands.Child export(String kind) throws Exception {
        return scene.commands()
                .start(
                        ACCOUNTANT,
                        "export",
                        kind,
                        "--period",
                        month.toString(),
                        "--format",
                        "csv",
                        "--out",
                        file(kind).toString(),
                        "--json");
    }

    private String verifyExport(String kind, Commands.Child export) throws Exception {
        JsonNode exported = JSON.readTree(Scene.done(export));
        Story.requireEqual("status", "CLOSED", exported.path("status").asText());
        scene.done(ACCOUNTANT, "export", "verify", file(kind).toString(), "--json");
        long rows = exported.path("rows").asLong();
        Story.require(rows > 0, "rows", "none");
        return rows + " rows agree with the signed manifest, totals "
                + exported.path("totals").asText();
    }

    /** What was sold, what was used and what was earned are one set of facts, from three exports. */
    private String tieOut() throws Exception {
        Sheet charges = Sheet.read(file("charges"));
        Sheet usage = Sheet.read(file("usage"));
        Sheet royalties = Sheet.read(file("royalties"));
        BigDecimal sold = charges.sum("net", "row_type", "sale");
        Story.requireEqual("net of usage", sold, usage.sum("net_revenue", "currency", "EUR"));
        BigDecimal net = afterRefunds(charges, "net");
        BigDecimal earned = royalties.sum("amount", "line_type", "EARNED");
        Story.requireEqual(
                "royalties of " + SHARE + " of net", net.multiply(SHARE).setScale(2, RoundingMode.HALF_UP), earned);
        Story.requireEqual(
                "statements' closing",
                earned,
                royalties.sum("amount", "line_type", "CLOSING").negate());
        return "net " + sold + " EUR in charges and usage, royalties " + earned + " EUR = " + SHARE + " of it";
    }

    /** The exports are sums over the stored entries themselves, read as the accountant may read them. */
    private String compareWithJournal() throws Exception {
        Cast.Member accountant = scene.cast().named(ACCOUNTANT);
        StoredBook book =
                StoredBook.read(scene.shop().licenseServer(), scene.commands().home(ACCOUNTANT), accountant.role());
        Sheet charges = Sheet.read(file("charges"));
        Sheet usage = Sheet.read(file("usage"));
        Sheet royalties = Sheet.read(file("royalties"));
        BigDecimal net = afterRefunds(charges, "net");
        BigDecimal tax = afterRefunds(charges, "tax");
        Story.requireEqual("net in the journal and in charges", book.credited("sales:net", "EUR"), net);
        Story.requireEqual("tax in the journal and in charges", book.credited("tax", "EUR"), tax);
        Story.requireEqual(
                "net in the journal and in usage",
                book.credited("sales:net", "EUR"),
                usage.sum("net_revenue", "currency", "EUR"));
        Story.requireEqual(
                "payable in the journal and in royalties",
                book.credited("royalty:payable", "EUR"),
                royalties.sum("amount", "line_type", "EARNED"));
        Story.requireEqual("sum of all postings", BigDecimal.ZERO.setScale(2), book.credited("", "EUR"));
        return book.entries() + " entries say the same: net " + net + ", tax " + tax + ", payable "
                + book.credited("royalty:payable", "EUR") + " EUR";
    }

    private static BigDecimal afterRefunds(Sheet charges, String column) {
        return charges.sum(column, "row_type", "sale").subtract(charges.sum(column, "row_type", "refund"));
    }

    /** In a copy: the first digit of the last row's last amount becomes another one. */
    private String tamper() throws Exception {
        Path original = file("charges");
        Path changed = original.resolveSibling("changed.csv");
        List<String> lines = Files.readAllLines(original);
        int row = lines.size() - 1;
        String line = lines.get(row);
        int at = digit(line);
        char other = line.charAt(at) == '1' ? '2' : '1';
        String forged = line.substring(0, at) + other + line.substring(at + 1);
        byte[] bytes = new String(Files.readAllBytes(original), StandardCharsets.UTF_8)
                .replace(line, forged)
                .getBytes(StandardCharsets.UTF_8);
        Files.write(changed, bytes);
        Files.copy(
                original.resolveSibling(original.getFileName() + MANIFEST_SUFFIX),
                changed.resolveSibling(changed.getFileName() + MANIFEST_SUFFIX));
        Commands.Ended ended = scene.commands().run(ACCOUNTANT, "export", "verify", changed.toString(), "--json");
        Story.requireEqual("exit code", 5, ended.exit());
        String message =
                JSON.readTree(ended.out()).path("error").path("message").asText();
        Story.require(message.contains("row"), "the row that was changed is named", message);
        return "exit 5: " + message.substring(message.indexOf(':') + 1).strip();
    }

    private static int digit(String line) throws Story.Mismatch {
        for (int i = line.length() - 1; i >= 0; i--) {
            if (Character.isDigit(line.charAt(i))) {
                return i;
            }
        }
        throw new Story.Mismatch("a digit in the last row", line);
    }
}
