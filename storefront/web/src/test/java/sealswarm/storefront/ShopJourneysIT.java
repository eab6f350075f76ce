package sealswarm.storefront;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sealswarm.format.key.TitleId;
import sealswarm.format.key.TrackId;
import sealswarm.license.message.Offer;
import sealswarm.license.message.Titles.StudioKeyState;
import sealswarm.license.money.Money;
import sealswarm.storefront.catalog.MongoCatalogStore;
import sealswarm.storefront.web.Words;

/** The ways of buyer, studio and accountant through the shop in Chromium, by keyboard alone, with scripts and without. */
class ShopJourneysIT {
    private static final String TITLE = "The Lighthouse";

    @TempDir
    static Path directory;

    private static ShopBrowser browser;
    private static Shop shop;

    /** What the browser can do. */
    enum Scripts {
        ON,
        OFF
    }

    @BeforeAll
    static void open() {
        browser = new ShopBrowser();
        shop = Shop.open(directory);
        shop.signedIn("warm-up");
        Shop.await(new MongoCatalogStore(shop.work).put(SampleListing.film("lighthouse", TITLE)));
        Shop.await(new MongoCatalogStore(shop.work).put(SampleListing.album("songs", "Songs of Sand")));
        shop.license.sales.add("[\"sale\",\"film\",\"Film\",\"1\",\"EUR\",\"999\",\"160\",\"839\"]");
        shop.license.offers.put(
                "lighthouse:1",
                Offer.own(
                        "lighthouse",
                        1,
                        List.of(new Offer.OfferTitle(new TitleId("lighthouse"), List.of(new TrackId("main")))),
                        Money.of("EUR", 999),
                        Instant.parse("2026-11-20T08:00:00Z")));
    }

    @AfterAll
    static void close() {
        if (shop != null) {
            shop.close();
        }
        if (browser != null) {
            browser.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBuyerSearchesRedeemsBuysAndFindsItInTheLibrary(Scripts scripts) {
        shop.issuer.signsIn("buyer-" + scripts, "Anna", List.of("buyer"));
        walk(scripts, (page, keys) -> {
            keys.to("Search").type("lighthouse quiet").enter();
            keys.sees("1 title");
            keys.to(TITLE).enter();
            keys.sees("\u20ac9.99").sees("Yours to keep");
            accessible(page, scripts);
            keys.to("Sign in to buy").enter();
            keys.sees(TITLE);
            keys.to("Orders").enter();
            keys.to("Voucher code").type("GOOD").enter();
            keys.sees("The voucher was added").sees("\u20ac20.00");
            keys.to("Catalogue").enter();
            keys.to(TITLE).enter();
            keys.to("Buy for").enter();
            keys.sees("It is yours");
            accessible(page, scripts);
            keys.to("Library").enter();
            keys.sees("sealswarm play lighthouse");
            accessible(page, scripts);
        });
    }

    @ParameterizedTest
    @EnumSource
    void aStudioPricesADraftGoesLiveAndWithdraws(Scripts scripts) {
        String studio = "studio-" + scripts;
        String titleId = "draft-" + scripts.name().toLowerCase(java.util.Locale.ROOT);
        draft(titleId, studio);
        shop.issuer.signsIn(studio, "North Light", List.of("studio"));
        walk(scripts, (page, keys) -> {
            keys.to("Sign in").enter();
            keys.to("Studio").enter();
            keys.sees("Draft of " + titleId);
            accessible(page, scripts);
            keys.to("Draft of " + titleId).enter();
            keys.sees("No price yet");
            accessible(page, scripts);
            keys.to("Price").type("4.99").to("Territories").type("DE AT");
            keys.enter();
            keys.sees("The offer is saved");
            keys.to("Go live").enter();
            keys.sees("The title is on sale");
            assertTrue(shop.visitor().get("/titles/" + titleId).body().contains("\u20ac4.99"));
            keys.to("Take off sale").enter();
            keys.sees("The title is off sale");
            keys.to("Studio").enter();
            keys.to("Sales").enter();
            keys.sees("In EUR").sees("\u20ac8.39");
            accessible(page, scripts);
            assertEquals(404, shop.visitor().get("/titles/" + titleId).statusCode());
        });
    }

    @ParameterizedTest
    @EnumSource
    void anOperatorComparesAStudiosKeyAndTrustsIt(Scripts scripts) {
        String kid = (scripts == Scripts.ON ? "0a1b" : "0c1d").repeat(8);
        shop.license.keyStates.put(kid, StudioKeyState.PENDING);
        shop.issuer.signsIn("operator-" + scripts, "Olga", List.of("operator"));
        walk(scripts, (page, keys) -> {
            keys.to("Sign in").enter();
            keys.to("Operations").enter();
            accessible(page, scripts);
            keys.to("Studios").enter();
            keys.sees(kid.substring(0, 4) + " " + kid.substring(4, 8)).sees("waits for you");
            accessible(page, scripts);
            String reason = "Reason for " + Words.fingerprint(kid);
            keys.to(reason).type("compared by phone").enter();
            keys.sees("The key is trusted").sees("trusted");
            assertEquals(StudioKeyState.TRUSTED, shop.license.keyStates.get(kid));
        });
    }

    @ParameterizedTest
    @EnumSource
    void anAccountantReadsTheTotalsAndDownloads(Scripts scripts) {
        shop.issuer.signsIn("accountant-" + scripts, "Carl", List.of("accountant"));
        walk(scripts, (page, keys) -> {
            keys.to("Sign in").enter();
            keys.to("Accounts").enter();
            keys.to("2026-10").enter();
            keys.sees("EUR.net").sees("839").sees("totals: file = manifest").sees("provisional");
            accessible(page, scripts);
            keys.to("The first row").press("Enter");
            keys.sees("<script>");
            Download file = page.waitForDownload(() -> keys.to("CSV").press("Enter"));
            assertEquals("sealswarm-charges-2026-10.csv", file.suggestedFilename());
            assertEquals("row_id,amount\r\n1,8.39\r\n", read(file));
        });
    }

    private interface Walk {
        void go(Page page, Keyboard keys);
    }

    /** From the front page on; nothing may be said on the browser's console. */
    private static void walk(Scripts scripts, Walk walk) {
        shop.ahead.updateAndGet(time -> time.plus(Duration.ofMinutes(2)));
        try (BrowserContext profile =
                browser.profile(new Browser.NewContextOptions().setJavaScriptEnabled(scripts == Scripts.ON))) {
            List<String> complaints = new ArrayList<>();
            Page page = profile.newPage();
            page.onConsoleMessage(message -> {
                if (message.type().equals("error")) {
                    complaints.add(message.text());
                }
            });
            page.onPageError(complaints::add);
            page.navigate(shop.storefront.origin().text());
            walk.go(page, new Keyboard(page));
            assertEquals(List.of(), complaints, "the browser's console");
        }
    }

    private static void accessible(Page page, Scripts scripts) {
        if (scripts == Scripts.ON) {
            assertEquals(
                    List.of(),
                    new AxeBuilder(page)
                            .analyze().getViolations().stream()
                                    .map(rule -> page.url() + " " + rule.getId() + ": "
                                            + rule.getNodes().get(0).getHtml())
                                    .toList());
        }
    }

    private static void draft(String titleId, String studio) {
        SampleManifest manifest = new SampleManifest(titleId, 1, "Draft of " + titleId);
        shop.license.manifests.put(titleId, manifest.signed().bytes());
        shop.license.manifestOwners.put(titleId, studio);
        String token = shop.issuer.bearer(studio, List.of("studio"), "storefront", "packager");
        put("/api/v1/drafts/" + titleId, manifest.body(""), token, "application/json");
        put(
                "/api/v1/drafts/" + titleId + "/files/" + Sha256.hex(SampleManifest.POSTER),
                SampleManifest.POSTER,
                token,
                "image/jpeg");
    }

    private static void put(String path, String body, String token, String type) {
        assertEquals(
                200,
                shop.visitor()
                        .send(HttpRequest.newBuilder(
                                        URI.create(shop.storefront.origin().text() + path))
                                .header("Authorization", "Bearer " + token)
                                .header("Content-Type", type)
                                .PUT(HttpRequest.BodyPublishers.ofString(body)))
                        .statusCode());
    }

    private static String read(Download file) {
        try {
            return Files.readString(file.path());
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
