package sealswarm.storefront;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sealswarm.format.key.TitleId;
import sealswarm.format.key.TrackId;
import sealswarm.license.message.Offer;
import sealswarm.license.money.Money;
import sealswarm.storefront.catalog.MongoCatalogStore;

class OrderIT {
    private static final Pattern KEY = Pattern.compile("name=\"orderKey\" value=\"([^\"]+)\"");

    @TempDir
    static Path directory;

    private static Shop shop;
    private static int buyers;

    @BeforeAll
    static void open() {
        shop = Shop.open(directory);
        Shop.await(new MongoCatalogStore(shop.work).put(SampleListing.film("film", "Film")));
        shop.license.offers.put(
                "film:1",
                Offer.own(
                        "film",
                        1,
                        List.of(new Offer.OfferTitle(new TitleId("film"), List.of(new TrackId("main")))),
                        Money.of("EUR", 999),
                        java.time.Instant.parse("2026-11-20T08:00:00Z")));
    }

    @AfterAll
    static void close() {
        shop.close();
    }

    @BeforeEach
    void answer() {
        shop.license.answering = true;
        shop.license.losingReplies = false;
        shop.license.delayingGrants = false;
    }

    @Test
    void buyingTakesTheMoneyOnceAndFillsTheLibrary() {
        Visitor buyer = buyer(2000);
        HttpResponse<String> answer = buy(buyer, key(buyer));
        assertEquals(303, answer.statusCode());
        String page = buyer.get(location(answer)).body();
        assertTrue(page.contains("It is yours"), page);
        assertTrue(page.contains("€8.39"), "net on the invoice");
        assertTrue(page.contains("€1.60"), "tax on the invoice");
        String library = buyer.get("/library").body();
        assertTrue(library.contains("sealswarm play film"), library);
        assertTrue(buyer.get("/titles/film").body().contains("In your library"));
        assertTrue(buyer.get("/orders").body().contains("€10.01"), "what is left");
    }

    @Test
    void theSameFormSentTwiceIsOneOrderAndOneCharge() throws Exception {
        Visitor buyer = buyer(5000);
        String key = key(buyer);
        String token = buyer.formToken();
        int before = shop.license.charges.size();
        List<Thread> tabs = new java.util.ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Visitor tab = shop.visitor();
            tab.cookies.putAll(buyer.cookies);
            Thread thread = new Thread(() -> tab.post("/orders", fields(key, token)));
            thread.start();
            tabs.add(thread);
        }
        for (Thread tab : tabs) {
            tab.join();
        }
        assertEquals(1, shop.license.charges.size() - before);
        assertEquals(location(buy(buyer, key)), location(buy(buyer, key)));
        assertTrue(buyer.get("/orders").body().contains("€40.01"));
    }

    @Test
    void theSameKeyForAnotherTitleOrCountryIsRefused() {
        Visitor buyer = buyer(2000);
        String key = key(buyer);
        buy(buyer, key);
        Map<String, String> other = new HashMap<>(fields(key, buyer.formToken()));
        other.put("country", "AT");
        assertEquals(422, buyer.post("/orders", other).statusCode());
        other.put("title", "other");
        assertEquals(422, buyer.post("/orders", other).statusCode());
    }

    @Test
    void withoutCreditNothingIsBoughtAndTheReasonIsSaid() {
        Visitor buyer = buyer(998);
        String page = buyer.get(location(buy(buyer, key(buyer)))).body();
        assertTrue(page.contains("does not cover the price"), page);
        assertTrue(page.contains("name=\"code\""), "a voucher can be redeemed on the spot");
        assertFalse(buyer.get("/library").body().contains("sealswarm play"));
    }

    @Test
    void aVoucherFillsTheWalletAndAUsedOneIsRefused() {
        Visitor buyer = buyer(0);
        String key = "K".repeat(43);
        assertEquals(
                "/orders?done=redeemed",
                location(buyer.submit("/vouchers", Map.of("voucherKey", key, "code", "GOOD"))));
        assertTrue(buyer.get("/orders").body().contains("€20.00"));
        HttpResponse<String> used = buyer.submit("/vouchers", Map.of("voucherKey", key, "code", "USED"));
        assertEquals(409, used.statusCode());
        assertTrue(used.body().contains("redeemed before"), used.body());
    }

    @Test
    void aSilentLicenseServerLeavesTheOrderOpenAndLaterFinishesIt() {
        Visitor buyer = buyer(2000);
        shop.license.answering = false;
        String order = location(buy(buyer, key(buyer)));
        assertTrue(buyer.get(order).body().contains("on its way"));
        shop.license.answering = true;
        assertTrue(buyer.get(order).body().contains("It is yours"), "looking at it drives it on");
    }

    @Test
    void aLostReplyChargesOnce() {
        Visitor buyer = buyer(2000);
        shop.license.losingReplies = true;
        String order = location(buy(buyer, key(buyer)));
        shop.license.losingReplies = false;
        assertTrue(buyer.get(order).body().contains("It is yours"));
        assertTrue(buyer.get("/orders").body().contains("€10.01"));
    }

    @Test
    void paidButNotYetGrantedIsShownAsSuchUntilItIs() {
        Visitor buyer = buyer(2000);
        shop.license.delayingGrants = true;
        String order = location(buy(buyer, key(buyer)));
        assertTrue(buyer.get(order).body().contains("Paid, going to your library"));
        shop.license.delayingGrants = false;
        assertTrue(buyer.get(order).body().contains("It is yours"));
    }

    @Test
    void aStartingInstanceFinishesWhatAnotherLeft() {
        Visitor buyer = buyer(2000);
        shop.license.answering = false;
        String order = location(buy(buyer, key(buyer)));
        shop.license.answering = true;
        int before = shop.license.charges.size();
        shop.deploy();
        for (int i = 0; i < 100 && shop.license.charges.size() == before; i++) {
            shop.visitor().get("/");
        }
        assertEquals(before + 1, shop.license.charges.size());
        assertTrue(buyer.get(order).body().contains("It is yours"));
    }

    @Test
    void aPriceThatChangedIsNotPaid() {
        Visitor buyer = buyer(2000);
        Map<String, String> fields = new HashMap<>(fields(key(buyer), buyer.formToken()));
        fields.put("offerVersion", "2");
        HttpResponse<String> answer = buyer.post("/orders", fields);
        assertEquals(409, answer.statusCode());
        assertTrue(answer.body().contains("offer has changed"), answer.body());
    }

    @Test
    void aPriceInTheRequestIsIgnoredAndACountryOutsideTheOfferRefused() {
        Visitor buyer = buyer(2000);
        Map<String, String> fields = new HashMap<>(fields(key(buyer), buyer.formToken()));
        fields.put("country", "US");
        assertEquals(403, buyer.post("/orders", fields).statusCode());
        fields.put("country", "DE");
        fields.put("price", "1");
        buyer.post("/orders", fields);
        assertTrue(buyer.get("/orders").body().contains("€10.01"));
    }

    @Test
    void malformedFormsChangeNothing() {
        Visitor buyer = buyer(2000);
        for (Map.Entry<String, String> wrong : Map.of(
                        "orderKey", "short", "offerVersion", "0", "country", "XX", "title", "")
                .entrySet()) {
            Map<String, String> fields = new HashMap<>(fields(key(buyer), buyer.formToken()));
            fields.put(wrong.getKey(), wrong.getValue());
            assertEquals(400, buyer.post("/orders", fields).statusCode(), wrong.getKey());
            shop.ahead.updateAndGet(time -> time.plus(Duration.ofMinutes(1)));
        }
        Map<String, String> fields = new HashMap<>(fields(key(buyer), buyer.formToken()));
        fields.put("title", "unknown");
        assertEquals(404, buyer.post("/orders", fields).statusCode());
        assertTrue(buyer.get("/orders").body().contains("not bought anything"));
    }

    @Test
    void anothersOrderIsNotFound() {
        Visitor anna = buyer(2000);
        String order = location(buy(anna, key(anna)));
        Visitor berta = buyer(2000);
        assertEquals(404, berta.get(order).statusCode());
        assertEquals(404, berta.get("/checkout/" + "0".repeat(32)).statusCode());
        assertEquals(404, berta.get("/checkout/%7B%22%24gt%22%3A%22%22%7D").statusCode());
        assertFalse(berta.get("/orders").body().contains(order));
    }

    @Test
    void everyBuyerRouteRefusesNobodyAndOtherRoles() {
        Visitor nobody = shop.visitor();
        Visitor studio = shop.signedIn("studio-" + buyers++, "studio", "accountant", "operator");
        for (String path : List.of("/orders", "/library", "/devices", "/checkout/" + "0".repeat(32))) {
            assertTrue(location(nobody.get(path)).startsWith("/sign-in?return="), path);
            assertEquals(403, studio.get(path).statusCode(), path);
        }
        for (String path : List.of("/orders", "/vouchers", "/devices/" + RecordedLicenseServer.DEVICE + "/remove")) {
            assertEquals(401, nobody.submit(path, Map.of()).statusCode(), path);
            assertEquals(403, studio.submit(path, Map.of()).statusCode(), path);
            assertEquals(403, buyer(2000).post(path, Map.of()).statusCode(), path + " without its token");
        }
    }

    @Test
    void tooManyPurchasesInAMinuteAreRefused() {
        Visitor buyer = buyer(2000);
        int last = 0;
        for (int i = 0; i < 7; i++) {
            last = buy(buyer, "short").statusCode();
        }
        assertEquals(429, last);
        shop.ahead.updateAndGet(time -> time.plus(Duration.ofSeconds(11)));
        assertEquals(400, buy(buyer, "short").statusCode());
    }

    @Test
    void devicesAreListedAsTextAndFreedInTheBuyersOwnName() {
        Visitor buyer = buyer(0);
        shop.license.removedDevices.clear();
        shop.license.callers.clear();
        String page = buyer.get("/devices").body();
        assertTrue(page.contains("Anna's &lt;laptop&gt;"), page);
        assertEquals(
                404,
                buyer.submit("/devices/" + "ff".repeat(16) + "/remove", Map.of())
                        .statusCode());
        assertEquals(
                303,
                buyer.submit("/devices/" + RecordedLicenseServer.DEVICE + "/remove", Map.of())
                        .statusCode());
        assertEquals(List.of(RecordedLicenseServer.DEVICE), shop.license.removedDevices);
        assertTrue(shop.license.callers.stream().allMatch(caller -> caller.startsWith("buyer-")), "never the shop's");
    }

    private static Visitor buyer(long cents) {
        String subject = "buyer-" + buyers++;
        if (cents > 0) {
            shop.license.wallets.put(subject, Money.of("EUR", cents));
        }
        return shop.signedIn(subject, "buyer");
    }

    private static String key(Visitor buyer) {
        Matcher match = KEY.matcher(buyer.get("/titles/film").body());
        return match.find() ? match.group(1) : "none";
    }

    private static HttpResponse<String> buy(Visitor buyer, String key) {
        return buyer.post("/orders", fields(key, buyer.formToken()));
    }

    private static Map<String, String> fields(String key, String token) {
        return Map.of("orderKey", key, "title", "film", "offerVersion", "1", "country", "DE", "formToken", token);
    }

    private static String location(HttpResponse<String> answer) {
        return answer.headers().firstValue("Location").orElse("");
    }
}
