package sealswarm.license.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;
import sealswarm.ledger.journal.Period;
import sealswarm.license.LicenseDocument;
import sealswarm.license.client.ApiRefusal;
import sealswarm.license.client.LicenseApi;
import sealswarm.license.device.DeviceRequest.DeviceAction;
import sealswarm.license.device.DeviceRequest.Use;
import sealswarm.license.key.StudioKey;
import sealswarm.license.message.Offer;
import sealswarm.license.money.Money;
import sealswarm.license.problem.ProblemType;
import sealswarm.license.receipt.PlayEntry.PlayId;
import sealswarm.license.receipt.PlayEntry.Reason;
import sealswarm.license.server.ApiDescription.Operation;
import sealswarm.license.server.http.Authenticator;
import sealswarm.license.server.identity.RealTokens;
import sealswarm.license.server.royalty.SampleDeals;

/**
 * Every route of the description against every kind of caller, with signed tokens and the real verifier: none, unsound ones, each
 * role, and the right role with somebody else's ids.
 */
class RouteMatrixIT {
    private static final List<String> ROLES = List.of("buyer", "studio", "accountant", "operator");
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static RealTokens tokens;
    private static SampleShop shop;
    private static SampleTitle film;
    private static SampleDevice victim;
    private static SampleDevice mallory;
    private static String grant;
    private static LicenseDocument license;
    private static String month;

    @BeforeAll
    static void open() throws Exception {
        tokens = new RealTokens(java.time.Clock.systemUTC());
        shop = new SampleShop(SampleShop.NO_LIMITS, RouteMatrixIT::either);
        film = new SampleTitle("acme", "demo-film", "hd");
        shop.publish(film);
        Offer own = shop.own(film);
        grant = shop.grant("alice", film, own, "order-alice");
        victim = SampleDevice.enrolled(shop, "alice");
        mallory = SampleDevice.enrolled(shop, "mallory");
        license = victim.open(victim.license(grant, Use.STREAM));
        victim.play(license, PlayId.random(new SecureRandom()), Reason.START, shop.now(), 0);
        month = Period.of(shop.now()).toString();
    }

    @AfterAll
    static void close() {
        victim.close();
        mallory.close();
        film.close();
        shop.close();
    }

    /** Signed tokens have two dots; those of the fixtures say in plain words who they are. */
    private static Authenticator either(Vertx vertx) {
        Authenticator real = tokens.verifier(vertx);
        Authenticator plain = SampleShop.plainWords();
        return token -> (token.contains(".") ? real : plain).authenticate(token);
    }

    @TestFactory
    List<DynamicTest> everyRouteRefusesWhoeverItDoesNotName() {
        return SampleShop.DESCRIPTION.operations().stream()
                .map(operation -> DynamicTest.dynamicTest(operation.toString(), () -> callers(operation)))
                .toList();
    }

    private static void callers(Operation operation) throws Exception {
        boolean open = operation.callers().contains("anybody");
        HttpResponse<String> anonymous = send(operation, "");
        assertEquals(open ? 200 : 401, anonymous.statusCode(), anonymous.body());
        if (!open) {
            assertEquals(
                    "Bearer", anonymous.headers().firstValue("WWW-Authenticate").orElse(""));
            assertFalse(anonymous.body().contains("order-alice"));
        }
        String role =
                ROLES.stream().filter(operation.callers()::contains).findFirst().orElse("buyer");
        for (Map.Entry<String, String> unsound : tokens.unsound("alice", role).entrySet()) {
            HttpResponse<String> answer = send(operation, unsound.getValue());
            assertEquals(open ? 200 : 401, answer.statusCode(), unsound.getKey() + ": " + answer.body());
        }
        for (String each : ROLES) {
            judge(operation, each, send(operation, tokens.person("nobody-" + each, each)));
        }
        for (String client : List.of("storefront", "packager", "player")) {
            judge(operation, client, send(operation, tokens.service(client)));
        }
        HttpResponse<String> without = send(operation, tokens.person("nobody", "offline_access"));
        assertEquals(open ? 200 : 403, without.statusCode(), without.body());
    }

    private static void judge(Operation operation, String caller, HttpResponse<String> answer) {
        boolean may =
                operation.callers().contains("anybody") || operation.callers().contains(caller);
        // An export without a recipient is the accountant's; that refusal is documented at the route.
        boolean ownRowsOnly = operation.path().startsWith("/v1/exports/") && caller.equals("studio");
        String problem = ProblemType.ROLE_MISSING.uri();
        assertEquals(!may || ownRowsOnly, answer.body().contains(problem), caller + ": " + answer.body());
        assertNotEquals(401, answer.statusCode(), caller);
        assertTrue(answer.statusCode() < 500, caller + ": " + answer.body());
    }

    /** What the right role gets for the ids of another account; routes whose answer belongs to nobody have none. */
    private static Map<String, Executable> foreignIds() throws Exception {
        LicenseApi buyer = shop.api(tokens.person("mallory", "buyer"));
        LicenseApi studio = shop.api(tokens.person("rival", "studio"));
        String id = license.terms().licenseId().hex();
        Map<String, Executable> tries = new LinkedHashMap<>();
        tries.put(
                "POST /v1/devices",
                () -> refused(ProblemType.BAD_SIGNATURE, () -> buyer.enrol(mallory.enrolment("alice"))));
        tries.put(
                "GET /v1/devices",
                () -> assertEquals(
                        Set.of(mallory.keys().deviceId()),
                        buyer.devices().devices().stream()
                                .map(each -> each.deviceId())
                                .collect(Collectors.toSet())));
        tries.put(
                "DELETE /v1/devices/{deviceId}",
                () -> refused(
                        ProblemType.NOT_FOUND,
                        () -> buyer.removeDevice(victim.keys().deviceId())));
        tries.put("GET /v1/grants", () -> {
            refused(ProblemType.NOT_FOUND, () -> buyer.grants(Map.of("sub", "alice")));
            assertEquals(List.of(), buyer.grants(Map.of()).grants());
        });
        tries.put("POST /v1/licenses", () -> {
            refused(ProblemType.NO_GRANT, () -> buyer.license(mallory.signed(DeviceAction.LICENSE, grant, Use.STREAM)));
            refused(ProblemType.NOT_FOUND, () -> buyer.license(victim.signed(DeviceAction.LICENSE, grant, Use.STREAM)));
        });
        tries.put("POST /v1/licenses/{licenseId}/renew", () -> {
            refused(ProblemType.NO_GRANT, () -> buyer.renew(id, mallory.signed(DeviceAction.RENEW, grant, Use.STREAM)));
            refused(ProblemType.NOT_FOUND, () -> buyer.renew(id, victim.signed(DeviceAction.RENEW, grant, Use.STREAM)));
        });
        tries.put("POST /v1/licenses/{licenseId}/stop", () -> {
            refused(ProblemType.NO_GRANT, () -> buyer.stop(id, mallory.signed(DeviceAction.STOP, grant, Use.STREAM)));
            refused(ProblemType.NOT_FOUND, () -> buyer.stop(id, victim.signed(DeviceAction.STOP, grant, Use.STREAM)));
        });
        tries.put("POST /v1/licenses/{licenseId}/release", () -> {
            refused(
                    ProblemType.NO_GRANT,
                    () -> buyer.release(id, mallory.signed(DeviceAction.RELEASE, grant, Use.STREAM)));
            refused(
                    ProblemType.NOT_FOUND,
                    () -> buyer.release(id, victim.signed(DeviceAction.RELEASE, grant, Use.STREAM)));
        });
        tries.put("POST /v1/licenses/{licenseId}/swarm", () -> {
            refused(ProblemType.NO_GRANT, () -> buyer.swarm(id, mallory.signed(DeviceAction.SWARM, grant, Use.STREAM)));
            refused(ProblemType.NOT_FOUND, () -> buyer.swarm(id, victim.signed(DeviceAction.SWARM, grant, Use.STREAM)));
        });
        tries.put("GET /v1/licenses/{licenseId}/status", () -> refused(ProblemType.NOT_FOUND, () -> buyer.status(id)));
        tries.put("POST /v1/usage", () -> refused(ProblemType.NOT_FOUND, () -> buyer.usage(victim.upload(1, 1))));
        tries.put("GET /v1/titles/{titleId}/manifest", () -> {
            refused(ProblemType.NOT_FOUND, () -> buyer.manifest(film.title()));
            refused(ProblemType.NOT_FOUND, () -> studio.manifest(film.title()));
        });
        tries.put(
                "PUT /v1/studios/{studioId}/keys",
                () -> refused(
                        ProblemType.ROLE_MISSING,
                        () -> studio.putStudioKey(
                                film.studio(),
                                StudioKey.sign(film.studio(), SampleShop.whole(shop.now()), film.studioKey()))));
        tries.put(
                "PUT /v1/titles/{titleId}/revisions/{revision}",
                () -> refused(
                        ProblemType.ROLE_MISSING,
                        () -> studio.register(
                                film.title(),
                                2,
                                film.registration(2, shop.keys().sealingKey()))));
        tries.put(
                "GET /v1/statements/{statementId}",
                () -> refused(ProblemType.NOT_FOUND, () -> studio.statement("c1:" + month + ":acme:1")));
        Map<String, String> rows = Map.of("period", month, "format", "csv", "recipient", "acme");
        tries.put(
                "GET /v1/exports/{kind}",
                () -> refused(ProblemType.ROLE_MISSING, () -> studio.export("charges", rows)
                        .close()));
        tries.put(
                "GET /v1/exports/{kind}/manifest",
                () -> refused(ProblemType.ROLE_MISSING, () -> studio.exportManifest("charges", rows)));
        return tries;
    }

    /** The same for everybody who has the role. */
    private static final Set<String> NOBODYS = Set.of("GET /v1/revocations/{epoch}", "GET /v1/periods");

    @TestFactory
    List<DynamicTest> theRightRoleDoesNotReachWhatIsSomebodyElses() throws Exception {
        return foreignIds().entrySet().stream()
                .map(each -> DynamicTest.dynamicTest(each.getKey(), each.getValue()))
                .toList();
    }

    @Test
    void everyRouteOfBuyersAndStudiosSaysWhatForeignIdsGet() throws Exception {
        Set<String> owned = new TreeSet<>();
        for (Operation operation : SampleShop.DESCRIPTION.operations()) {
            if (operation.callers().contains("buyer") || operation.callers().contains("studio")) {
                owned.add(operation.toString());
            }
        }
        Set<String> tried = new TreeSet<>(foreignIds().keySet());
        tried.addAll(NOBODYS);
        assertEquals(owned, tried);
    }

    @Test
    void aStatementOpensForItsOwnStudioAndLooksAbsentForAnother() throws Exception {
        LicenseApi books = shop.api("accountant:anton");
        books.putContract(
                "c1", 1, SampleDeals.json(1, Period.parse(month).start(), "0.7").getBytes(StandardCharsets.UTF_8));
        fill(books);
        shop.pass(Duration.between(shop.now(), Period.parse(month).end().plus(Duration.ofDays(4))));
        String statement = "c1:" + month + ":acme:1";
        assertTrue(books.closePeriod(month).statementIds().contains(statement));
        assertTrue(shop.api("studio:acme").statement(statement).length > 0);
        refused(ProblemType.NOT_FOUND, () -> shop.api("studio:rival").statement(statement));
        for (String kind : List.of("usage", "charges", "royalties")) {
            for (String format : List.of("csv", "json")) {
                Map<String, String> query = Map.of("period", month, "format", format);
                books.exportManifest(kind, query);
                try (InputStream file = books.export(kind, query)) {
                    assertTrue(file.readAllBytes().length > 0);
                }
            }
        }
        try (InputStream journal = books.journal(1)) {
            assertTrue(journal.readAllBytes().length > 0);
        }
        assertEquals("closed", books.periods().periods().get(0).state().text());
    }

    private static void fill(LicenseApi books) throws Exception {
        books.vouchers(
                "batch",
                new sealswarm.license.message.Charges.VoucherBatchRequest(
                        "batch",
                        1,
                        Money.of("EUR", 1_000),
                        sealswarm.license.message.Charges.VoucherFunding.PROMO,
                        "opens the book"));
    }

    private static void refused(ProblemType type, Executable call) {
        ApiRefusal refused = assertThrows(ApiRefusal.class, call);
        assertEquals(type, refused.problem().type(), refused.getMessage());
    }

    private static HttpResponse<String> send(Operation operation, String token) throws Exception {
        String path = operation
                .path()
                .replace("{version}", "1")
                .replace("{revision}", "1")
                .replace("{epoch}", "0")
                .replace("{period}", month)
                .replace("{kind}", "charges")
                .replaceAll("\\{[a-zA-Z]+}", "0".repeat(32));
        String query = path.startsWith("/v1/exports/") ? "?period=" + month + "&format=csv" : "";
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(shop.issuer() + path + query)).header("Idempotency-Key", "matrix");
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        boolean withBody = operation.hasBody();
        if (withBody) {
            request.header("Content-Type", "application/json");
        }
        HttpResponse<String> answer = HTTP.send(
                request.method(operation.method(), withBody ? BodyPublishers.ofString("{}") : BodyPublishers.noBody())
                        .build(),
                BodyHandlers.ofString());
        SampleShop.DESCRIPTION.check(
                operation.method(),
                path,
                answer.statusCode(),
                answer.headers().firstValue("Content-Type").orElse(""),
                answer.body().getBytes(StandardCharsets.UTF_8));
        return answer;
    }
}
