package sealswarm.license.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import sealswarm.console.exit.ExitCode;
import sealswarm.ledger.journal.Period;
import sealswarm.license.client.ApiRefusal;
import sealswarm.license.client.LicenseApi;
import sealswarm.license.message.Charges.ChargeLine;
import sealswarm.license.message.Charges.ChargeRequest;
import sealswarm.license.message.Charges.PaymentMethod;
import sealswarm.license.message.Charges.VoucherBatchRequest;
import sealswarm.license.message.Charges.VoucherFunding;
import sealswarm.license.message.Charges.VoucherRedemption;
import sealswarm.license.message.Offer;
import sealswarm.license.money.Money;
import sealswarm.license.problem.ProblemType;
import sealswarm.license.server.SampleShop;
import sealswarm.license.server.SampleTitle;
import sealswarm.license.server.royalty.SampleDeals;
import sealswarm.license.wire.SignedJson;

/** An accountant's month over HTTP and by command: contract, sales, close, statements, exports, verification, refusals. */
class BooksIT {
    private static final String ACCOUNTANT = "accountant:eve";
    private static final String STOREFRONT = "service:storefront";

    @TempDir
    private static Path directory;

    private static SampleShop shop;
    private static Office office;
    private static Period month;

    @BeforeAll
    static void sell() throws Exception {
        shop = new SampleShop();
        office = new Office(directory);
        LicenseApi anybody = shop.api("nobody");
        office.signedIn(URI.create(shop.issuer()), shop.keys(), SignedJson.of(anybody.keys()), ACCOUNTANT);
        month = Period.of(shop.now());
        try (SampleTitle film = new SampleTitle("demo-studio", "demo-film", "hd")) {
            shop.publish(film);
            Instant yesterday = SampleShop.whole(shop.now()).minusSeconds(86_400);
            Offer own = Offer.own(
                    "own",
                    1,
                    List.of(new Offer.OfferTitle(film.title(), film.tracks())),
                    Money.of("EUR", 999),
                    yesterday);
            LicenseApi front = shop.api(STOREFRONT);
            front.putOffer(own);
            LicenseApi books = shop.api(ACCOUNTANT);
            books.putContract("c1", 1, contract(month.start()));
            List<String> codes = books.vouchers(
                            "batch",
                            new VoucherBatchRequest("batch", 2, Money.of("EUR", 2_500), VoucherFunding.BANK, "spring"))
                    .codes();
            front.redeem("key", new VoucherRedemption("anna", codes.get(0)));
            for (String order : List.of("o1", "o2")) {
                front.charge(
                        order,
                        new ChargeRequest(
                                "anna",
                                "DE",
                                PaymentMethod.WALLET,
                                List.of(new ChargeLine("own", 1, Money.of("EUR", 999)))));
            }
        }
    }

    @AfterAll
    static void close() {
        office.close();
        shop.close();
    }

    private static byte[] contract(Instant from) {
        return SampleDeals.json(1, from, "0.7").getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void closesTheMonthExportsItAndProvesIt() throws Exception {
        Office.Said early = office.run("ledger", "close", "--period", month.toString());
        assertEquals(ExitCode.FAILURE, early.exit());
        assertTrue(early.err().contains("can be closed from"), early.err());
        Office.Said open = office.run("export", "charges", "--period", month.toString(), "--out", "open.csv");
        assertEquals(ExitCode.DONE, open.exit(), open.err());
        assertTrue(open.out().contains("PROVISIONAL"), open.out());

        shop.pass(Duration.between(shop.now(), month.end().plus(Duration.ofDays(4))));
        Office.Said closed = office.run("ledger", "close", "--period", month.toString(), "--json");
        assertEquals(ExitCode.DONE, closed.exit(), closed.err());
        String statement = "c1:" + month + ":acme:1";
        assertTrue(closed.out().contains(statement), closed.out());
        assertEquals(
                closed.out(),
                office.run("ledger", "close", "--period", month.toString(), "--json")
                        .out());

        for (String kind : List.of("usage", "charges", "royalties")) {
            for (String format : List.of("csv", "json")) {
                String file = kind + "." + format;
                Office.Said made =
                        office.run("export", kind, "--period", month.toString(), "--format", format, "--out", file);
                assertEquals(ExitCode.DONE, made.exit(), made.err());
                assertEquals(ExitCode.DONE, office.run("export", "verify", file).exit());
            }
        }
        String charges = Files.readString(directory.resolve("charges.csv"));
        assertTrue(charges.contains(",16.78,") || charges.contains(",8.39,"), charges);
        Files.writeString(directory.resolve("charges.csv"), charges.replaceFirst("8\\.39", "8.38"));
        assertEquals(
                ExitCode.INTEGRITY,
                office.run("export", "verify", "charges.csv").exit());

        Office.Said verified = office.run("ledger", "verify", "--json");
        assertEquals(ExitCode.DONE, verified.exit(), verified.err());
        namesWhatWasForged(statement);
        LicenseApi books = shop.api(ACCOUNTANT);
        String text = new String(books.statement(statement), StandardCharsets.UTF_8);
        // 70 % of twice 8.39, and 60 of 100 parts of it.
        assertTrue(text.contains("\"closing\":{\"c\":\"EUR\",\"m\":\"705\"}"), text);
        assertEquals("closed", books.periods().periods().get(0).state().text());
    }

    /** Changes the database behind the server's back, one thing at a time, and puts it right again. */
    private static void namesWhatWasForged(String statement) {
        forged(
                "statements",
                statement,
                "text",
                "\"shareNum\":60",
                "\"shareNum\":61",
                "statement " + statement + ": lines[0].shareNum is 61, derived 60");
        forged(
                "statements",
                statement,
                "text",
                "\"tieOut\":{",
                "\"tieOut\":{\"bonus\":1,",
                "statement " + statement + ": tieOut.bonus is 1, derived absent");
        forged(
                "contracts",
                "c1:1",
                "json",
                "{\"party\":\"acme\",\"weight\":60},{\"party\":\"bolt\",\"weight\":25}",
                "{\"party\":\"acme\",\"weight\":61},{\"party\":\"bolt\",\"weight\":24}",
                "(main/acc:c1:1:" + month + ":net): postings are");
        Document order = new Document("_id", "o9")
                .append("subject", "anna")
                .append("buyer", "b")
                .append("request", "{}")
                .append("state", "fulfilled");
        shop.database().getCollection("charges").insertOne(order);
        named("order o9: its charge is missing from the journal");
        shop.database().getCollection("charges").deleteOne(order);
        Document grant = Objects.requireNonNull(
                shop.database().getCollection("grants").find().first());
        shop.database().getCollection("grants").deleteOne(grant);
        named("its grant " + grant.getString("_id") + " is missing");
        shop.database().getCollection("grants").insertOne(grant);
        assertEquals(ExitCode.DONE, office.run("ledger", "verify").exit());
    }

    private static void forged(String collection, String id, String field, String from, String to, String place) {
        MongoCollection<Document> documents = shop.database().getCollection(collection);
        Document stored =
                Objects.requireNonNull(documents.find(Filters.eq("_id", id)).first());
        String text = stored.getString(field);
        assertTrue(text.contains(from), text);
        documents.updateOne(Filters.eq("_id", id), Updates.set(field, text.replace(from, to)));
        named(place);
        documents.updateOne(Filters.eq("_id", id), Updates.set(field, text));
    }

    private static void named(String place) {
        Office.Said said = office.run("ledger", "verify", "--json");
        assertEquals(ExitCode.INTEGRITY, said.exit(), said.err());
        assertTrue(said.out().contains(place.replace("\"", "\\\"")), place + " in " + said.out());
    }

    @Test
    void refusesWhoeverIsNotTheAccountant() {
        for (String token : List.of("buyer:anna", "operator:root", "studio:someone", STOREFRONT)) {
            LicenseApi api = shop.api(token);
            refused(ProblemType.ROLE_MISSING, () -> api.closePeriod(month.toString()));
            refused(ProblemType.ROLE_MISSING, () -> api.putContract("c9", 1, contract(month.start())));
            refused(ProblemType.ROLE_MISSING, () -> api.journal(1).close());
            refused(ProblemType.ROLE_MISSING, () -> api.evidence().close());
            refused(
                    ProblemType.ROLE_MISSING,
                    () -> api.exportManifest("charges", Map.of("period", month.toString(), "format", "csv")));
        }
        refused(ProblemType.ROLE_MISSING, () -> shop.api(ACCOUNTANT).wallet("anna"));
    }

    @Test
    void refusesMalformedBooks() {
        LicenseApi books = shop.api(ACCOUNTANT);
        refused(ProblemType.MALFORMED, () -> books.putContract("other", 1, contract(month.start())));
        String json = new String(contract(month.start()), StandardCharsets.UTF_8).replace("\"c1\"", "\"c8\"");
        refused(ProblemType.SHARES_INVALID, () -> put(books, json.replace("\"den\":100", "\"den\":99")));
        refused(ProblemType.CURRENCY_UNKNOWN, () -> put(books, json.replace("EUR", "EUX")));
        refused(ProblemType.MALFORMED, () -> put(books, json.replace("\"den\"", "\"dem\"")));
        refused(ProblemType.MALFORMED, () -> books.exportManifest("charges", Map.of("format", "csv", "period", "x")));
        refused(
                ProblemType.MALFORMED,
                () -> books.exportManifest("charges", Map.of("format", "dsr", "period", month.toString())));
        refused(ProblemType.NOT_FOUND, () -> books.statement("c1:1999-01:acme:1"));
    }

    private static void put(LicenseApi books, String json) throws Exception {
        books.putContract("c8", 1, json.getBytes(StandardCharsets.UTF_8));
    }

    private static void refused(ProblemType type, Executable action) {
        assertEquals(type, assertThrows(ApiRefusal.class, action).problem().type());
    }
}
