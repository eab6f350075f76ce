package sealswarm.storefront;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sealswarm.license.message.Titles.StudioKeyState;
import sealswarm.storefront.catalog.MongoCatalogStore;

class OpsIT {
    @TempDir
    static Path directory;

    private static Shop shop;

    @BeforeAll
    static void open() {
        shop = Shop.open(directory);
        shop.signedIn("warm-up");
        Shop.await(new MongoCatalogStore(shop.work).put(SampleListing.film("film", "Film")));
    }

    @AfterAll
    static void close() {
        shop.close();
    }

    @Test
    void readinessNamesThePartThatIsMissing() {
        ahead();
        HttpResponse<String> up = shop.visitor().get("/health/ready");
        assertEquals(200, up.statusCode(), up.body());
        shop.license.answering = false;
        ahead();
        HttpResponse<String> down = shop.visitor().get("/health/ready");
        shop.license.answering = true;
        assertEquals(503, down.statusCode());
        JsonObject checks = new JsonObject(down.body()).getJsonObject("checks");
        assertFalse(checks.getBoolean("license-server"), down.body());
        assertTrue(checks.getBoolean("store"), down.body());
        assertEquals(200, shop.visitor().get("/health/live").statusCode(), "alive all the same");
    }

    @Test
    void metricsNameNoTitleUserOrAddress() {
        shop.visitor().get("/titles/film");
        shop.signedIn("somebody", "buyer").get("/library");
        String text = shop.visitor().get("/metrics").body();
        assertTrue(text.contains("sealswarm_storefront_http_seconds_count{method=\"GET\",status=\"2xx\"}"), text);
        for (String forbidden : List.of("film", "somebody", "127.0.0.1", "titles")) {
            assertFalse(text.contains(forbidden), forbidden);
        }
        assertTrue(text.lines().filter(line -> line.startsWith("sealswarm_")).count() <= 50);
    }

    @Test
    void theOperatorSeesPartsAndSwarms() {
        ahead();
        String page = shop.signedIn("operator-1", "operator").get("/ops").body();
        assertTrue(page.contains("License server"), page);
        assertTrue(page.contains("0101010101010101010101010101010101010101"), page);
    }

    @Test
    void anOperatorTrustsAndRevokesAStudiosKeyWithAReason() {
        String kid = "0a1b".repeat(8);
        shop.license.keyStates.put(kid, StudioKeyState.PENDING);
        Visitor operator = shop.signedIn("operator-2", "operator");
        String page = operator.get("/ops/studios").body();
        assertTrue(page.contains("0a1b 0a1b 0a1b 0a1b"), page);
        assertTrue(page.contains("waits for you"), page);
        String place = "/ops/studios/north-light/keys/" + kid;
        assertEquals(400, operator.submit(place + "/approval", Map.of()).statusCode(), "no reason");
        assertEquals(List.of(), shop.license.reasons);
        HttpResponse<String> done = operator.submit(place + "/approval", Map.of("reason", "compared by phone"));
        assertEquals(
                "/ops/studios?done=key-approved#north-light",
                done.headers().firstValue("Location").orElse(""));
        assertTrue(operator.get("/ops/studios").body().contains("trusted"));
        assertEquals(
                303,
                operator.submit(place + "/revocation", Map.of("reason", "laptop stolen"))
                        .statusCode());
        assertEquals(List.of("operator-2: compared by phone", "operator-2: laptop stolen"), shop.license.reasons);
        String over = operator.get("/ops/studios").body();
        assertTrue(over.contains(">revoked<"), over);
        assertFalse(over.contains(place), "nothing more to be done to it");
        for (String wrong : List.of(
                "/ops/studios/north-light/keys/" + "0f".repeat(16) + "/approval",
                "/ops/studios/north-light/keys/short/approval",
                "/ops/studios/North/keys/" + kid + "/revocation")) {
            assertEquals(404, operator.submit(wrong, Map.of("reason", "x")).statusCode(), wrong);
        }
    }

    @Test
    void onlyOperatorsSeeIt() {
        assertEquals(303, shop.visitor().get("/ops").statusCode());
        assertEquals(
                403,
                shop.signedIn("other", "buyer", "studio", "accountant")
                        .get("/ops")
                        .statusCode());
    }

    @Test
    void theTitlePageCountsPeersAsTheEdgeDoesAndSaysNothingWhenItIsSilent() {
        ahead();
        assertTrue(shop.visitor().get("/titles/film").body().contains("3 peers"));
        shop.license.edgeAnswers = false;
        ahead();
        String silent = shop.visitor().get("/titles/film").body();
        shop.license.edgeAnswers = true;
        assertFalse(silent.contains("class=\"peers\""), silent);
    }

    /** Past everything that is kept for some seconds, and past the tokens of edges. */
    private static void ahead() {
        shop.ahead.updateAndGet(time -> time.plus(Duration.ofMinutes(2)));
    }
}
