package sealswarm.system;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sealswarm.embedded.keycloak.Form;
import sealswarm.embedded.keycloak.HeadlessBrowser;
import sealswarm.embedded.keycloak.Page;
import sealswarm.ledger.journal.Period;
import sealswarm.license.message.Charges.VoucherBatchRequest;
import sealswarm.license.message.Charges.VoucherFunding;
import sealswarm.license.money.Money;
import sealswarm.license.server.royalty.SampleDeals;
import sealswarm.overlay.metainfo.Metainfo;

/**
 * The whole path in one JVM: voucher and purchase on the storefront's pages, two untrusted hosts, a play by the player's command, its
 * receipts, the journal, the closed month and what each party earned. Nothing is replaced but Keycloak, by an issuer that starts at
 * once; the demo's check does the same with Keycloak and child processes.
 */
@Timeout(180)
@SuppressWarnings("NullAway.Init") // made before all
class PurchaseToPlaybackIT {
    /** 4.99 EUR with 19 % tax are 4.19 net; 70 % of it. */
    private static final long ROYALTIES_CENTS = 293;

    private static final Pattern CLOSING = Pattern.compile("\"closing\":\\{\"c\":\"EUR\",\"m\":\"(-?[0-9]+)\"}");

    private static WholeShop shop;
    private static Person accountant;
    private static Period month;

    @BeforeAll
    static void open() throws Exception {
        shop = WholeShop.open();
        accountant = shop.person("eve", "accountant");
        month = Period.of(InstantSource.system().instant());
        byte[] contract = SampleDeals.json(1, month.start(), "0.7")
                .replace("demo-film", WholeShop.FILM.text())
                .getBytes(StandardCharsets.UTF_8);
        accountant.api().putContract("c1", 1, contract);
    }

    @AfterAll
    static void close() {
        if (shop != null) {
            shop.close();
        }
    }

    @Test
    void purchaseIsPlayedOutOfTheSwarmChargedOnceAndEarnsItsRoyalties() throws Exception {
        Person paula = shop.person("paula", "buyer");
        assertEquals(
                4,
                paula.run("play", "sealed-seas", "--port", "0", "--no-input", "--json")
                        .exit());
        buy("paula");
        assertEquals(
                List.of(Money.of("EUR", 2_000 - 499)),
                shop.front().wallet("paula").balances());

        byte[] film = Files.readAllBytes(shop.clear("film.webm"));
        try (Person.Running first = host("host-1");
                Person.Running second = host("host-2");
                Person.Running playing = paula.play("sealed-seas", "--peers", "share")) {
            URI external = URI.create(playing.ready().getJsonObject("external").getString("film"));
            assertArrayEquals(film, external.toURL().openStream().readAllBytes());
            JsonObject last = playing.stop();
            assertEquals(0, last.getInteger("receiptsWaiting"));
            assertTrue(last.getJsonObject("bytes").getLong("peers") > 0, last.encode());
            long given = first.stop().getLong("uploadedBytes") + second.stop().getLong("uploadedBytes");
            assertTrue(given > 0, "the hosts gave nothing");
        }
        for (String host : List.of("host-1", "host-2")) {
            assertEquals(
                    List.of(),
                    new PlaintextScan(film).findings(shop.person(host, "buyer").home()));
        }

        JsonObject journal = accountant.done("ledger", "verify", "--json");
        assertTrue(journal.getLong("entries") >= 2, journal.encode());
        closeTheMonth();
    }

    /** An accountant's voucher, then store credit, order and library on the storefront's pages. */
    private static void buy(String subject) throws Exception {
        String code = accountant
                .api()
                .vouchers(
                        "batch-1",
                        new VoucherBatchRequest("batch-1", 1, Money.of("EUR", 2_000), VoucherFunding.BANK, "spring"))
                .codes()
                .get(0);
        HeadlessBrowser browser = new HeadlessBrowser();
        shop.issuer().nextVisitor(subject, "buyer");
        Page orders = browser.open(shop.storefront().resolve("/sign-in?return=/orders"));
        assertEquals(200, orders.status(), orders.body());
        Form voucher = orders.form(form -> form.action().getPath().equals("/vouchers"));
        assertEquals(200, browser.submit(voucher, Map.of("code", code)).status());
        Form order = browser.open(shop.storefront().resolve("/titles/sealed-seas"))
                .form(form -> form.action().getPath().equals("/orders"));
        Map<String, String> here = Map.of("country", "DE");
        Page bought = browser.submit(order, here);
        // The same form once more, as an impatient buyer sends it.
        assertEquals(bought.address(), browser.submit(order, here).address());
        assertTrue(bought.body().contains("It is yours"), bought.body());
        assertTrue(browser.open(shop.storefront().resolve("/library")).body().contains("sealed-seas"));
    }

    /** A stranger's disk and bandwidth: the edge's own offer, no account, ciphertext only. */
    private static Person.Running host(String name) throws Exception {
        Person host = shop.person(name, "buyer");
        Metainfo sealed = Metainfo.parse(
                Files.readAllBytes(shop.sealed().resolve("torrents").resolve("film.torrent")));
        URI offer = shop.edge().resolve("/host/" + sealed.infoHashes().swarmId().hex() + ".torrent");
        Path torrent = host.home().resolve("film.torrent");
        Files.write(
                torrent,
                HttpClient.newHttpClient()
                        .send(HttpRequest.newBuilder(offer).build(), BodyHandlers.ofByteArray())
                        .body());
        return host.start(
                "complete",
                "peer",
                "--torrent",
                torrent.toString(),
                "--data",
                host.home().resolve("data").toString(),
                "--json-lines");
    }

    private static void closeTheMonth() throws IOException, InterruptedException {
        shop.moveAccountingTo(month.end().plus(Duration.ofDays(4)));
        accountant.done("ledger", "close", "--period", month.toString(), "--json");
        long earned = 0;
        for (String party : List.of("acme", "bolt", "cora")) {
            String statement =
                    new String(accountant.api().statement("c1:" + month + ":" + party + ":1"), StandardCharsets.UTF_8);
            Matcher closing = CLOSING.matcher(statement);
            assertTrue(closing.find(), statement);
            earned += Long.parseLong(closing.group(1));
        }
        assertEquals(ROYALTIES_CENTS, earned);
        for (String kind : List.of("charges", "usage", "royalties")) {
            String file = accountant.home().resolve(kind + ".csv").toString();
            accountant.done("export", kind, "--period", month.toString(), "--format", "csv", "--out", file, "--json");
            accountant.done("export", "verify", file, "--json");
        }
        accountant.done("ledger", "verify", "--json");
    }
}
