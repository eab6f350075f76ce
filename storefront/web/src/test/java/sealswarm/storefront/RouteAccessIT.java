package sealswarm.storefront;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sealswarm.format.key.TitleId;
import sealswarm.format.key.TrackId;
import sealswarm.license.message.Offer;
import sealswarm.license.money.Money;
import sealswarm.storefront.catalog.MongoCatalogStore;
import sealswarm.storefront.web.Role;

/** Every route of the shop with nobody, with each wrong role, with forms that another site or an old page could have sent. */
class RouteAccessIT {
    /** Who may use a route. */
    private enum For {
        ANYONE,
        PROXY,
        BUYER,
        STUDIO,
        ACCOUNTANT,
        OPERATOR,
        PACKAGER
    }

    /** A route as the router names it, one address of it, and whose it is. */
    private record Line(String route, String address, For whose) {
        boolean isForm() {
            return route.startsWith("POST ") && whose != For.PACKAGER;
        }

        boolean isGated() {
            return switch (whose) {
                case BUYER, STUDIO, ACCOUNTANT, OPERATOR -> true;
                case ANYONE, PROXY, PACKAGER -> false;
            };
        }

        Role role() {
            return Role.valueOf(whose.name());
        }
    }

    private static final String DIGEST = "ab".repeat(32);
    private static final List<Line> TABLE = List.of(
            new Line("GET /webjars/", "/webjars/none.css", For.ANYONE),
            new Line("GET /assets/1/", "/assets/1/none.css", For.ANYONE),
            new Line("GET /", "/", For.ANYONE),
            new Line("GET /titles/:titleId", "/titles/film", For.ANYONE),
            new Line("GET /files/:sha256", "/files/" + DIGEST, For.ANYONE),
            new Line("POST /theme", "/theme", For.ANYONE),
            new Line("GET /sign-in", "/sign-in", For.ANYONE),
            new Line("GET /sign-in/callback", "/sign-in/callback", For.ANYONE),
            new Line("POST /sign-out", "/sign-out", For.ANYONE),
            new Line("GET /health/live", "/health/live", For.PROXY),
            new Line("GET /health/ready", "/health/ready", For.PROXY),
            new Line("GET /metrics", "/metrics", For.PROXY),
            new Line("GET /library", "/library", For.BUYER),
            new Line("GET /orders", "/orders", For.BUYER),
            new Line("POST /orders", "/orders", For.BUYER),
            new Line("GET /checkout/:orderId", "/checkout/" + "0a".repeat(16), For.BUYER),
            new Line("GET /devices", "/devices", For.BUYER),
            new Line("POST /devices/:deviceId/remove", "/devices/" + "0b".repeat(16) + "/remove", For.BUYER),
            new Line("POST /vouchers", "/vouchers", For.BUYER),
            new Line("GET /studio", "/studio", For.STUDIO),
            new Line("GET /studio/sales", "/studio/sales", For.STUDIO),
            new Line("GET /studio/titles/:titleId", "/studio/titles/film", For.STUDIO),
            new Line("POST /studio/titles/:titleId/terms", "/studio/titles/film/terms", For.STUDIO),
            new Line("POST /studio/titles/:titleId/live", "/studio/titles/film/live", For.STUDIO),
            new Line("POST /studio/titles/:titleId/withdraw", "/studio/titles/film/withdraw", For.STUDIO),
            new Line("GET /accounts", "/accounts", For.ACCOUNTANT),
            new Line("GET /accounts/periods/:period", "/accounts/periods/2026-10", For.ACCOUNTANT),
            new Line("POST /accounts/periods/:period/close", "/accounts/periods/2026-09/close", For.ACCOUNTANT),
            new Line("GET /accounts/exports/:kind", "/accounts/exports/usage?period=2026-10", For.ACCOUNTANT),
            new Line(
                    "GET /accounts/exports/:kind/manifest",
                    "/accounts/exports/usage/manifest?period=2026-10",
                    For.ACCOUNTANT),
            new Line("GET /statements/:id", "/statements/s-1", For.ACCOUNTANT),
            new Line("POST /accounts/vouchers", "/accounts/vouchers", For.ACCOUNTANT),
            new Line("POST /accounts/contracts", "/accounts/contracts", For.ACCOUNTANT),
            new Line("GET /ops", "/ops", For.OPERATOR),
            new Line("GET /ops/studios", "/ops/studios", For.OPERATOR),
            new Line(
                    "POST /ops/studios/:studioId/keys/:kid/approval",
                    "/ops/studios/north-light/keys/" + "0d".repeat(16) + "/approval",
                    For.OPERATOR),
            new Line(
                    "POST /ops/studios/:studioId/keys/:kid/revocation",
                    "/ops/studios/north-light/keys/" + "0d".repeat(16) + "/revocation",
                    For.OPERATOR),
            new Line("PUT /api/v1/drafts/:titleId", "/api/v1/drafts/film", For.PACKAGER),
            new Line("PUT /api/v1/drafts/:titleId/files/:sha256", "/api/v1/drafts/film/files/" + DIGEST, For.PACKAGER),
            new Line("POST /api/v1/drafts/:titleId/live", "/api/v1/drafts/film/live", For.PACKAGER));

    @TempDir
    static Path directory;

    private static Shop shop;
    private static final Map<Role, Visitor> PEOPLE = new EnumMap<>(Role.class);

    @BeforeAll
    static void open() {
        shop = Shop.open(directory);
        for (Role role : Role.values()) {
            PEOPLE.put(role, shop.signedIn(role.realmName() + "-1", role.realmName()));
        }
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

    @Test
    void theTableNamesEveryRouteOfTheShop() {
        Set<String> named = new TreeSet<>();
        TABLE.forEach(line -> named.add(line.route()));
        Set<String> served = new TreeSet<>();
        for (String route : shop.storefront.routes()) {
            served.add(route.startsWith("HEAD ") ? route.replaceFirst("HEAD", "GET") : route);
        }
        assertEquals(named, served);
    }

    @Test
    void nobodyIsSentToSignInOrRefused() {
        for (Line line : TABLE) {
            Visitor nobody = shop.visitor();
            if (line.isGated() && line.isForm()) {
                assertEquals(401, nobody.submit(line.address(), Map.of()).statusCode(), line.route());
            } else if (line.isGated()) {
                HttpResponse<String> answer = nobody.get(line.address());
                assertEquals(303, answer.statusCode(), line.route());
                String to = answer.headers().firstValue("Location").orElse("");
                assertTrue(to.startsWith("/sign-in?return=%2F"), to);
            } else if (line.whose() == For.PACKAGER) {
                assertEquals(401, bearer(line, "").statusCode(), line.route());
            } else if (!line.isForm() && !line.address().equals("/sign-in/callback")) {
                assertNotEquals(401, nobody.get(line.address()).statusCode(), line.route());
            }
        }
    }

    @Test
    void eachWrongRoleIsRefusedAndTheRightOneIsNot() {
        for (Line line : TABLE) {
            for (Role role : Role.values()) {
                Visitor person = person(role);
                if (line.isGated()) {
                    int status = (line.isForm() ? person.submit(line.address(), Map.of()) : person.get(line.address()))
                            .statusCode();
                    assertEquals(role != line.role(), status == 403, line.route() + " as " + role + ": " + status);
                } else if (line.whose() == For.PACKAGER) {
                    String token = shop.issuer.bearer("x-1", List.of(role.realmName()), "storefront", "packager");
                    int status = bearer(line, token).statusCode();
                    assertEquals(role != Role.STUDIO, status == 403, line.route() + " as " + role + ": " + status);
                }
            }
        }
    }

    @Test
    void aSessionCookieIsNoBearerTokenAndTheOtherWayRound() {
        Visitor studio = person(Role.STUDIO);
        String token = shop.issuer.bearer("studio-1", List.of("studio"), "storefront", "packager");
        for (Line line : TABLE) {
            if (line.whose() == For.PACKAGER) {
                assertEquals(401, studio.send(request(line, "{}")).statusCode(), line.route());
            } else if (line.isGated() && !line.isForm()) {
                int status = shop.visitor()
                        .get(line.address(), "Authorization", "Bearer " + token)
                        .statusCode();
                assertEquals(303, status, line.route());
            }
        }
    }

    @Test
    void noFormIsTakenThatAnotherSiteOrAnotherVisitorCouldHaveSent() {
        for (Line line : TABLE) {
            if (line.isForm()) {
                Visitor person = line.isGated() ? person(line.role()) : shop.visitor();
                person.get("/");
                Map<String, String> good = Map.of("formToken", person.formToken());
                Map<String, String> anothers =
                        Map.of("formToken", shop.visitor().formToken());
                assertEquals(403, person.post(line.address(), Map.of()).statusCode(), line.route() + " bare");
                assertEquals(403, person.post(line.address(), anothers).statusCode(), line.route() + " another's");
                for (List<String> header : List.of(
                        List.of("Origin", "http://evil.example"),
                        List.of("Origin", "null"),
                        List.of("Sec-Fetch-Site", "cross-site"),
                        List.of("Sec-Fetch-Site", "same-site"))) {
                    assertEquals(
                            403,
                            person.post(line.address(), good, header.get(0), header.get(1))
                                    .statusCode(),
                            line.route() + " " + header);
                }
                int read = person.get(line.address()).statusCode();
                boolean alsoAPage = TABLE.stream()
                        .anyMatch(other -> other.route().equals(line.route().replace("POST", "GET")));
                assertTrue(alsoAPage || read == 404 || read == 405, line.route() + " by GET: " + read);
            }
        }
    }

    @Test
    void whatBelongsToAnotherIsNotFound() {
        shop.license.wallets.put("owner-1", Money.of("EUR", 2000));
        Visitor owner = shop.signedIn("owner-1", "buyer");
        HttpResponse<String> bought = owner.submit(
                "/orders", Map.of("orderKey", "K".repeat(43), "title", "film", "offerVersion", "1", "country", "DE"));
        String order = bought.headers().firstValue("Location").orElse("");
        assertTrue(order.startsWith("/checkout/"), bought.body());
        assertEquals(200, owner.get(order).statusCode());
        Visitor stranger = shop.signedIn("stranger-1", "buyer", "studio", "accountant", "operator");
        assertEquals(404, stranger.get(order).statusCode(), "another's order");
        assertFalse(stranger.get("/orders").body().contains(order));
        assertFalse(stranger.get("/library").body().contains("sealswarm play film"), "another's library");
        assertEquals(
                404,
                stranger.submit("/devices/" + "0c".repeat(16) + "/remove", Map.of())
                        .statusCode());
        SampleManifest manifest = new SampleManifest("owned", 1, "Owned");
        shop.license.manifests.put("owned", manifest.signed().bytes());
        shop.license.manifestOwners.put("owned", "owner-1");
        Line draft = new Line("PUT /api/v1/drafts/:titleId", "/api/v1/drafts/owned", For.PACKAGER);
        String owners = shop.issuer.bearer("owner-1", List.of("studio"), "storefront", "packager");
        String strangers = shop.issuer.bearer("stranger-1", List.of("studio"), "storefront", "packager");
        assertEquals(200, bearer(draft, owners, manifest.body("")).statusCode());
        assertEquals(404, bearer(draft, strangers, manifest.body("")).statusCode(), "another's draft");
        assertEquals(404, stranger.get("/studio/titles/owned").statusCode());
        for (String action : List.of("live", "withdraw")) {
            assertEquals(
                    404,
                    stranger.submit("/studio/titles/owned/" + action, Map.of()).statusCode(),
                    action);
        }
    }

    @Test
    void aCookieThatWasPlantedBeforeSigningInIsNobodyAfterwards() {
        Visitor mallory = shop.visitor();
        mallory.get("/");
        Visitor victim = shop.visitor();
        victim.cookies.putAll(mallory.cookies);
        shop.issuer.signsIn("victim-1", "Victim", List.of("buyer"));
        assertEquals(200, victim.open("/sign-in?return=/library").statusCode());
        assertTrue(victim.get("/").body().contains("/sign-out"));
        assertFalse(mallory.get("/").body().contains("/sign-out"), "the planted cookie is worth nothing");
        Map<String, String> signedIn = Map.copyOf(victim.cookies);
        victim.submit("/sign-out", Map.of());
        Visitor late = shop.visitor();
        late.cookies.putAll(signedIn);
        assertFalse(late.get("/").body().contains("/sign-out"), "the cookie of a session that ended");
    }

    @Test
    void tooManySignInsFromOneAddressWaitAndNothingElseDoes() {
        shop.ahead.updateAndGet(time -> time.plus(Duration.ofMinutes(2)));
        Instant began = Instant.now();
        int taken = 0;
        HttpResponse<String> answer = shop.visitor().get("/sign-in");
        while (answer.statusCode() == 303 && taken < 100) {
            taken++;
            answer = shop.visitor().get("/sign-in");
        }
        // The bucket gives a try back each second while they are made.
        long seconds = Duration.between(began, Instant.now()).toSeconds() + 1;
        assertTrue(taken >= 60 && taken <= 60 + seconds, taken + " taken in " + seconds + " s");
        assertEquals(429, answer.statusCode());
        assertTrue(answer.headers().firstValueAsLong("Retry-After").orElse(0) >= 1);
        assertEquals(200, shop.visitor().get("/titles/film").statusCode());
        assertEquals(200, person(Role.BUYER).get("/library").statusCode());
        shop.ahead.updateAndGet(time -> time.plus(Duration.ofMinutes(2)));
        assertEquals(303, shop.visitor().get("/sign-in").statusCode());
    }

    private static Visitor person(Role role) {
        return Objects.requireNonNull(PEOPLE.get(role));
    }

    private static HttpResponse<String> bearer(Line line, String token) {
        return bearer(line, token, "{}");
    }

    private static HttpResponse<String> bearer(Line line, String token, String body) {
        HttpRequest.Builder request = request(line, body);
        return shop.visitor().send(token.isEmpty() ? request : request.header("Authorization", "Bearer " + token));
    }

    private static HttpRequest.Builder request(Line line, String body) {
        return HttpRequest.newBuilder(URI.create(shop.storefront.origin().text() + line.address()))
                .header("Content-Type", "application/json")
                .method(
                        line.route().substring(0, line.route().indexOf(' ')),
                        HttpRequest.BodyPublishers.ofString(body));
    }
}
