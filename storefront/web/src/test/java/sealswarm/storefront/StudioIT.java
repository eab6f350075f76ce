package sealswarm.storefront;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sealswarm.license.money.Money;

class StudioIT {
    private static final String OFFER =
            "{\"kind\":\"own\",\"price\":{\"c\":\"EUR\",\"m\":\"999\"},\"territories\":[\"WORLD\"]}";

    @TempDir
    static Path directory;

    private static Shop shop;

    @BeforeAll
    static void open() {
        shop = Shop.open(directory);
        shop.signedIn("warm-up");
    }

    @AfterAll
    static void close() {
        shop.close();
    }

    @Test
    void aCompleteDraftGoesLiveFromTheCommandLine() {
        SampleManifest manifest = registered("film-a", 1, "studio-a");
        HttpResponse<String> taken = put("film-a", manifest.body(OFFER), token("studio-a"));
        assertEquals(200, taken.statusCode(), taken.body());
        JsonObject report = new JsonObject(taken.body());
        assertEquals(List.of("poster"), report.getJsonArray("gaps").getList());
        String upload = report.getJsonArray("uploads").getJsonObject(0).getString("url");
        assertEquals(409, live("film-a", token("studio-a")).statusCode());

        HttpResponse<String> stored = send(upload, "PUT", SampleManifest.POSTER, token("studio-a"), "image/jpeg");
        assertEquals(200, stored.statusCode(), stored.body());
        HttpResponse<String> gone = live("film-a", token("studio-a"));
        assertEquals(200, gone.statusCode(), gone.body());
        assertEquals(Money.of("EUR", 999), price("film-a:1"));
        assertTrue(shop.visitor().get("/titles/film-a").body().contains("€9.99"));
        assertEquals(200, live("film-a", token("studio-a")).statusCode(), "again changes nothing");
        assertEquals(1, new JsonObject(live("film-a", token("studio-a")).body()).getInteger("offerVersion"));
    }

    @Test
    void aStudioPricesGoesLiveChangesAndWithdrawsOnItsPage() {
        SampleManifest manifest = registered("film-b", 1, "studio-b");
        put("film-b", manifest.body(""), token("studio-b"));
        upload("film-b", "studio-b");
        Visitor studio = shop.signedIn("studio-b", "studio");
        assertTrue(studio.get("/studio").body().contains("/studio/titles/film-b"));
        String page = studio.get("/studio/titles/film-b").body();
        assertTrue(page.contains("No price yet"), page);
        assertEquals(409, studio.submit("/studio/titles/film-b/live", Map.of()).statusCode());

        assertEquals(
                303,
                studio.submit("/studio/titles/film-b/terms", terms("4.99", "DE AT"))
                        .statusCode());
        assertEquals(303, studio.submit("/studio/titles/film-b/live", Map.of()).statusCode());
        assertTrue(shop.visitor().get("/titles/film-b").body().contains("€4.99"));

        studio.submit("/studio/titles/film-b/terms", terms("5.99", "DE AT"));
        assertTrue(shop.visitor().get("/titles/film-b").body().contains("€4.99"), "not before it goes live again");
        studio.submit("/studio/titles/film-b/live", Map.of());
        assertTrue(shop.visitor().get("/titles/film-b").body().contains("€5.99"));
        assertEquals(Money.of("EUR", 499), price("film-b:1"), "old versions stay");
        assertEquals(Money.of("EUR", 599), price("film-b:2"));

        assertEquals(
                303, studio.submit("/studio/titles/film-b/withdraw", Map.of()).statusCode());
        assertEquals(404, shop.visitor().get("/titles/film-b").statusCode());
        assertFalse(shop.visitor().get("/?q=film-b").body().contains("/titles/film-b"));
    }

    @Test
    void anotherStudiosTitleIsNotFound() {
        put("film-c", registered("film-c", 1, "studio-c").body(OFFER), token("studio-c"));
        Visitor other = shop.signedIn("studio-d", "studio");
        assertEquals(404, other.get("/studio/titles/film-c").statusCode());
        assertFalse(other.get("/studio").body().contains("film-c"));
        for (String action : List.of("live", "withdraw")) {
            assertEquals(
                    404,
                    other.submit("/studio/titles/film-c/" + action, Map.of()).statusCode(),
                    action);
        }
        assertEquals(
                404,
                other.submit("/studio/titles/film-c/terms", terms("1.00", "DE")).statusCode());
        assertEquals(404, live("film-c", token("studio-d")).statusCode());
    }

    @Test
    void onlyWhatTheLicenseServerHoldsForTheSameCallerIsTaken() {
        SampleManifest manifest = registered("film-e", 1, "studio-e");
        assertEquals(404, put("film-e", manifest.body(OFFER), token("studio-f")).statusCode(), "another's title");
        SampleManifest other = new SampleManifest("film-e", 1, "Another film");
        assertEquals(403, put("film-e", other.body(OFFER), token("studio-e")).statusCode(), "not what is registered");
        SampleManifest unregistered = new SampleManifest("film-g", 1, "Film");
        assertEquals(
                404, put("film-g", unregistered.body(OFFER), token("studio-e")).statusCode());
    }

    @Test
    void anOlderRevisionDoesNotReplaceANewerOne() {
        put("film-h", registered("film-h", 2, "studio-h").body(OFFER), token("studio-h"));
        SampleManifest older = registered("film-h", 1, "studio-h");
        HttpResponse<String> answer = put("film-h", older.body(OFFER), token("studio-h"));
        assertEquals(409, answer.statusCode());
        assertTrue(answer.body().contains("revision-not-newer"), answer.body());
    }

    @Test
    void forgedAndForeignTokensAreRefused() {
        String body = registered("film-i", 1, "studio-i").body(OFFER);
        JsonObject right = shop.issuer
                .access(ScriptedIssuer.person("studio-i", "I", List.of("studio")), "packager")
                .put("aud", "storefront");
        assertEquals(200, put("film-i", body, shop.issuer.sign(right)).statusCode());
        assertRefused(401, body, right.copy().put("aud", "license-server"));
        assertRefused(401, body, right.copy().put("azp", "player"));
        assertRefused(401, body, right.copy().put("iss", "http://127.0.0.1/other"));
        assertRefused(401, body, right.copy().put("typ", "ID"));
        assertRefused(401, body, right.copy().put("exp", 1));
        assertRefused(401, body, right.copy().put("nbf", 99_999_999_999L));
        assertRefused(403, body, right.copy().put("realm_access", new JsonObject()));
        String signed = shop.issuer.sign(right);
        assertEquals(
                401,
                put("film-i", body, signed.substring(0, signed.length() - 8) + "AAAAAAAA")
                        .statusCode());
        JsonObject none = new JsonObject().put("alg", "none").put("kid", "scripted-1");
        assertEquals(401, put("film-i", body, shop.issuer.sign(none, right)).statusCode());
        JsonObject unknown = new JsonObject().put("alg", "RS256").put("kid", "unknown");
        assertEquals(401, put("film-i", body, shop.issuer.sign(unknown, right)).statusCode());
        assertEquals(401, put("film-i", body, "junk").statusCode());
        assertEquals(401, put("film-i", body, "").statusCode());
    }

    @Test
    void junkTokensCostTheIssuerNothing() {
        put("film-i", "{}", token("studio-i"));
        int before = shop.issuer.keyFetches.get();
        for (int i = 0; i < 20; i++) {
            put("film-i", "{}", "e30." + i + ".x");
            JsonObject unknown = new JsonObject().put("alg", "RS256").put("kid", "unknown-" + i);
            put("film-i", "{}", shop.issuer.sign(unknown, new JsonObject()));
        }
        assertTrue(shop.issuer.keyFetches.get() - before <= 1, "one fetch per ten seconds at most");
    }

    @Test
    void malformedDraftsNameTheMember() {
        SampleManifest manifest = registered("film-j", 1, "studio-j");
        String good = manifest.body(OFFER);
        assertProblem("film-j", "{}", "manifest");
        assertProblem("film-j", good.replace("\"EUR\"", "\"XXQ\""), "offer");
        assertProblem("film-j", good.replace("\"999\"", "999"), "offer.price.m");
        assertProblem("film-j", good.replace("\"999\"", "\"-1\""), "offer");
        assertProblem("film-j", good.replace("WORLD", "Narnia"), "offer");
        assertProblem("film-j", good.replace("\"kind\"", "\"sort\""), "offer.kind");
        assertProblem("film-j", good.replace("\"own\"", "\"loan\""), "offer.kind");
        assertProblem("film-j", good.substring(0, good.length() - 1) + ",\"price\":1}", "price");
        assertProblem("film-j", good + good, "");
        assertProblem("other", good, "manifest.titleId");
        assertEquals(404, put("Bad_Id", good, token("studio-j")).statusCode());
        HttpResponse<String> text =
                send(base() + "/api/v1/drafts/film-j", "PUT", good, token("studio-j"), "text/plain");
        assertEquals(415, text.statusCode());
        String large = "{\"manifest\":\"" + "x".repeat(7 * 1024 * 1024) + "\"}";
        assertEquals(413, put("film-j", large, token("studio-j")).statusCode());
    }

    @Test
    void onlyTheNamedFilesAreTaken() {
        put("film-k", registered("film-k", 1, "studio-k").body(OFFER), token("studio-k"));
        String files = base() + "/api/v1/drafts/film-k/files/";
        String named = Sha256.hex(SampleManifest.POSTER);
        String token = token("studio-k");
        assertEquals(
                400,
                send(files + named, "PUT", "other bytes", token, "image/jpeg").statusCode());
        assertEquals(
                404,
                send(files + Sha256.hex("x"), "PUT", "x", token, "image/jpeg").statusCode());
        assertEquals(
                404,
                send(files + named, "PUT", SampleManifest.POSTER, token("studio-l"), "image/jpeg")
                        .statusCode());
        assertEquals(404, shop.visitor().get("/files/" + Sha256.hex("x")).statusCode());
    }

    @Test
    void aStudioSeesItsOwnSalesByTitleAndCurrency() {
        put("film-s", registered("film-s", 1, "studio-s").body(OFFER), token("studio-s"));
        Visitor studio = shop.signedIn("studio-s", "studio");
        assertTrue(studio.get("/studio").body().contains("/studio/sales"));
        assertTrue(studio.get("/studio/sales").body().contains("Nothing of yours was sold in 2026-10"));
        shop.license.sales.addAll(List.of(
                "[\"sale\",\"film-s\",\"A <b>film</b>\",\"3\",\"EUR\",\"2997\",\"479\",\"2518\"]",
                "[\"refund\",\"film-s\",\"A <b>film</b>\",\"1\",\"EUR\",\"-999\",\"-160\",\"-839\"]",
                "[\"sale\",\"film-s\",\"A <b>film</b>\",\"1\",\"CHF\",\"1200\",\"90\",\"1110\"]"));
        String page = studio.get("/studio/sales?period=2026-09").body();
        shop.license.sales.clear();
        assertTrue(page.contains("A &lt;b&gt;film"), page);
        for (String figure : List.of("\u20ac19.98", "\u20ac3.19", "\u20ac16.79", "11.10", "In CHF", "In EUR")) {
            assertTrue(page.contains(figure), figure + " in " + page);
        }
        assertEquals(404, studio.get("/studio/sales?period=2031-01").statusCode());
        assertEquals(404, studio.get("/studio/sales?period=2026-1x").statusCode());
        Visitor newcomer = shop.signedIn("studio-t", "studio");
        assertTrue(newcomer.get("/studio/sales").body().contains("Nothing of yours was sold"));
    }

    @Test
    void wrongTermsChangeNothing() {
        put("film-m", registered("film-m", 1, "studio-m").body(""), token("studio-m"));
        Visitor studio = shop.signedIn("studio-m", "studio");
        for (Map<String, String> wrong : List.of(
                terms("0.00", "DE"),
                terms("-1", "DE"),
                terms("1.999", "DE"),
                terms("1e3", "DE"),
                terms("9.99", "XX"),
                terms("9.99", "WORLD DE"),
                terms("100000.01", "DE"))) {
            assertEquals(
                    400, studio.submit("/studio/titles/film-m/terms", wrong).statusCode(), wrong.toString());
        }
        assertTrue(studio.get("/studio/titles/film-m").body().contains("No price yet"));
    }

    @Test
    void everyStudioRouteRefusesNobodyAndOtherRoles() {
        Visitor nobody = shop.visitor();
        Visitor buyer = shop.signedIn("buyer-1", "buyer", "accountant", "operator");
        for (String path : List.of("/studio", "/studio/titles/film-a")) {
            assertEquals(303, nobody.get(path).statusCode(), path);
            assertEquals(403, buyer.get(path).statusCode(), path);
        }
        Visitor studio = shop.signedIn("studio-n", "studio");
        for (String action : List.of("terms", "live", "withdraw")) {
            String path = "/studio/titles/film-a/" + action;
            assertEquals(401, nobody.submit(path, Map.of()).statusCode(), path);
            assertEquals(403, buyer.submit(path, Map.of()).statusCode(), path);
            assertEquals(403, studio.post(path, Map.of()).statusCode(), path + " without its token");
        }
    }

    private static void assertRefused(int status, String body, JsonObject claims) {
        assertEquals(status, put("film-i", body, shop.issuer.sign(claims)).statusCode(), claims.encode());
    }

    private static void assertProblem(String titleId, String body, String member) {
        HttpResponse<String> answer = put(titleId, body, token("studio-j"));
        assertEquals(400, answer.statusCode(), body.length() + " " + answer.body());
        assertEquals(
                "application/problem+json",
                answer.headers().firstValue("Content-Type").orElse(""));
        assertTrue(new JsonObject(answer.body()).getString("detail").contains(member), answer.body());
    }

    private static SampleManifest registered(String titleId, long revision, String studio) {
        SampleManifest manifest = new SampleManifest(titleId, revision, "Film " + titleId);
        shop.license.manifests.put(titleId, manifest.signed().bytes());
        shop.license.manifestOwners.put(titleId, studio);
        return manifest;
    }

    private static Money price(String offerVersion) {
        return Objects.requireNonNull(shop.license.offers.get(offerVersion)).price();
    }

    private static void upload(String titleId, String studio) {
        String place = base() + "/api/v1/drafts/" + titleId + "/files/" + Sha256.hex(SampleManifest.POSTER);
        assertEquals(
                200,
                send(place, "PUT", SampleManifest.POSTER, token(studio), "image/jpeg")
                        .statusCode());
    }

    private static Map<String, String> terms(String price, String territories) {
        return Map.of("kind", "own", "currency", "EUR", "price", price, "territories", territories);
    }

    private static String token(String studio) {
        return shop.issuer.bearer(studio, List.of("studio"), "storefront", "packager");
    }

    private static HttpResponse<String> put(String titleId, String body, String token) {
        return send(base() + "/api/v1/drafts/" + titleId, "PUT", body, token, "application/json");
    }

    private static HttpResponse<String> live(String titleId, String token) {
        return send(base() + "/api/v1/drafts/" + titleId + "/live", "POST", "{}", token, "application/json");
    }

    private static HttpResponse<String> send(String url, String method, String body, String token, String type) {
        return shop.visitor()
                .send(HttpRequest.newBuilder(URI.create(url))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", type)
                        .method(method, HttpRequest.BodyPublishers.ofString(body)));
    }

    private static String base() {
        return shop.storefront.origin().text();
    }
}
