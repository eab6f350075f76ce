package sealswarm.license.server.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import sealswarm.license.problem.ProblemType;
import sealswarm.license.server.http.Caller;
import sealswarm.license.server.http.ProblemException;
import sealswarm.license.server.http.Role;
import sealswarm.trial.TokenKey;

class TokenVerifierTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static final SampleIssuer ISSUER = new SampleIssuer("k1");
    private static final SampleIssuer FOREIGN = new SampleIssuer("k1");
    private static final Instant START = Instant.parse("2026-11-20T10:00:00Z");

    private Instant now = START;
    private int fetches;
    private Future<Buffer> answer = Future.succeededFuture(ISSUER.keySet());
    private final KeyRing ring = new KeyRing(
            VERTX,
            () -> {
                fetches++;
                return answer;
            },
            Set.of("RS256", "ES256"),
            () -> now);
    private final TokenVerifier verifier = new TokenVerifier(TokenRules.ofRealm(SampleIssuer.ISSUER), ring, () -> now);

    @AfterAll
    static void close() throws Exception {
        VERTX.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @Test
    void soundTokenNamesSubjectClientAndOurRoles() throws Exception {
        Caller caller = await(verifier.authenticate(ISSUER.token(SampleIssuer.claims(now))));
        assertEquals(Caller.person("0b0f6a3e-7c8e-4c2e-9f53-000000000001", "player", Set.of(Role.BUYER)), caller);
    }

    @Test
    void audienceMayBeOneText() throws Exception {
        await(verifier.authenticate(ISSUER.token(SampleIssuer.claims(now).put("aud", "license-server"))));
    }

    @Test
    void serviceIsKnownByItsClientAndHasNoRoles() throws Exception {
        JsonObject claims = SampleIssuer.claims(now).put("azp", "storefront").put("client_id", "storefront");
        assertEquals(
                Caller.Kind.SERVICE,
                await(verifier.authenticate(ISSUER.token(claims))).kind());
    }

    @Test
    void personOfTheStorefrontIsNotItsService() throws Exception {
        JsonObject claims = SampleIssuer.claims(now).put("azp", "storefront");
        assertEquals(
                Caller.Kind.PERSON,
                await(verifier.authenticate(ISSUER.token(claims))).kind());
        JsonObject other = SampleIssuer.claims(now).put("azp", "player").put("client_id", "storefront");
        assertEquals(
                Caller.Kind.PERSON,
                await(verifier.authenticate(ISSUER.token(other))).kind());
    }

    @Test
    void everyForgedClaimIsRefused() throws Exception {
        long second = now.getEpochSecond();
        List<UnaryOperator<JsonObject>> forgeries = List.of(
                claims -> claims.put("iss", SampleIssuer.ISSUER + "/"),
                claims -> claims.put("iss", "http://127.0.0.1:8180/realms/other"),
                claims -> without(claims, "iss"),
                claims -> claims.put("aud", "storefront"),
                claims -> claims.put("aud", new JsonArray().add("account")),
                claims -> claims.put("aud", new JsonArray()),
                claims -> claims.put("aud", new JsonObject().put("license-server", true)),
                claims -> without(claims, "aud"),
                claims -> claims.put("typ", "ID"),
                claims -> claims.put("typ", "Refresh"),
                claims -> without(claims, "typ"),
                claims -> claims.put("azp", "admin-cli"),
                claims -> without(claims, "azp"),
                claims -> claims.put("sub", ""),
                claims -> claims.put("sub", "a b"),
                claims -> claims.put("sub", "x".repeat(65)),
                claims -> claims.put("sub", new JsonObject().put("$gt", "")),
                claims -> without(claims, "sub"),
                claims -> claims.put("exp", second - 31),
                claims -> claims.put("exp", "never"),
                claims -> without(claims, "exp"),
                claims -> claims.put("nbf", second + 31),
                claims -> claims.put("iat", second + 31),
                claims -> claims.put("realm_access", "buyer"),
                claims -> claims.put("realm_access", new JsonObject().put("roles", "buyer")));
        for (UnaryOperator<JsonObject> forgery : forgeries) {
            JsonObject claims = forgery.apply(SampleIssuer.claims(now));
            assertRefused(ISSUER.token(claims), claims.toString());
        }
    }

    @Test
    void clockDifferenceOfThirtySecondsPasses() throws Exception {
        long second = now.getEpochSecond();
        await(verifier.authenticate(ISSUER.token(SampleIssuer.claims(now).put("exp", second - 29))));
        await(verifier.authenticate(ISSUER.token(SampleIssuer.claims(now).put("nbf", second + 30))));
        await(verifier.authenticate(ISSUER.token(SampleIssuer.claims(now).put("iat", second + 30))));
    }

    @Test
    void foreignKeyOfTheSameIdIsRefused() throws Exception {
        assertRefused(FOREIGN.token(SampleIssuer.claims(now)), "foreign key");
    }

    @Test
    void everyForgedHeaderIsRefused() throws Exception {
        JsonObject claims = SampleIssuer.claims(now);
        JsonObject good = new JsonObject().put("alg", "RS256").put("kid", "k1");
        List<JsonObject> headers = List.of(
                good.copy().put("alg", "none"),
                good.copy().put("alg", "HS256"),
                good.copy().put("alg", "RS512"),
                good.copy().put("alg", "ES256"),
                good.copy().put("alg", "rs256"),
                good.copy().put("kid", ""),
                good.copy().put("kid", "../../k1"),
                good.copy().put("kid", new JsonArray().add("k1")),
                good.copy().put("crit", new JsonArray().add("exp")),
                new JsonObject().put("alg", "RS256"),
                new JsonObject().put("kid", "k1"),
                new JsonObject());
        for (JsonObject header : headers) {
            assertRefused(ISSUER.token(header, claims), header.toString());
        }
    }

    @Test
    void keysBroughtOrNamedByTheTokenAreIgnored() throws Exception {
        JsonObject header = new JsonObject()
                .put("alg", "RS256")
                .put("kid", "k1")
                .put("jwk", FOREIGN.jwk("k1", "sig", "RS256"))
                .put("jku", "http://127.0.0.1:1/keys")
                .put("x5u", "http://127.0.0.1:1/cert");
        assertRefused(FOREIGN.token(header, SampleIssuer.claims(now)), "embedded key");
        await(verifier.authenticate(ISSUER.token(header, SampleIssuer.claims(now))));
    }

    @Test
    void publicKeyAsHmacSecretIsRefused() throws Exception {
        String signed = TokenKey.encode("{\"alg\":\"HS256\",\"kid\":\"k1\"}") + "."
                + TokenKey.encode(SampleIssuer.claims(now).toString());
        assertRefused(signed + "." + hmac(signed), "hmac with the public key");
    }

    @Test
    void encryptionKeyNeverVerifies() throws Exception {
        JsonObject header = new JsonObject().put("alg", "RS256").put("kid", "k1-enc");
        assertRefused(ISSUER.token(header, SampleIssuer.claims(now)), "encryption key");
    }

    @Test
    void alteredAndCutTokensAreRefused() throws Exception {
        String token = ISSUER.token(SampleIssuer.claims(now));
        String[] parts = token.split("\\.", -1);
        String admin =
                TokenKey.encode(SampleIssuer.claims(now).put("azp", "packager").toString());
        List<String> altered = List.of(
                "",
                ".",
                "..",
                "a.b.c",
                parts[0] + "." + parts[1],
                parts[0] + "." + parts[1] + ".",
                parts[0] + "." + admin + "." + parts[2],
                token + ".x",
                token + "=",
                " " + token,
                parts[0] + "." + parts[1] + "." + parts[2].substring(1),
                "x".repeat(TokenRules.MAX_LENGTH + 1),
                "[1]" + token);
        for (String bad : altered) {
            assertRefused(bad, bad);
        }
    }

    @Test
    void junkCausesNoFetch() throws Exception {
        await(verifier.authenticate(ISSUER.token(SampleIssuer.claims(now))));
        int before = fetches;
        for (int i = 0; i < 50; i++) {
            now = now.plusMillis(100);
            assertRefused(FOREIGN.token(SampleIssuer.claims(now)), "junk");
            assertRefused("a.b.c", "junk");
        }
        assertEquals(before, fetches);
    }

    @Test
    void unknownKeyIdsAreFetchedAtMostEveryTenSeconds() throws Exception {
        await(verifier.authenticate(ISSUER.token(SampleIssuer.claims(now))));
        for (int i = 0; i < 60; i++) {
            now = now.plusSeconds(1);
            JsonObject header = new JsonObject().put("alg", "RS256").put("kid", "unknown-" + i);
            assertRefused(ISSUER.token(header, SampleIssuer.claims(now)), "unknown kid");
        }
        assertEquals(7, fetches);
    }

    @Test
    void rotatedKeyPassesAfterOneFetch() throws Exception {
        await(verifier.authenticate(ISSUER.token(SampleIssuer.claims(now))));
        SampleIssuer next = new SampleIssuer("k2");
        answer = Future.succeededFuture(next.keySet());
        now = now.plusSeconds(11);
        await(verifier.authenticate(next.token(SampleIssuer.claims(now))));
        assertEquals(2, fetches);
        assertRefused(ISSUER.token(SampleIssuer.claims(now)), "a key left out is dead");
    }

    @Test
    void heldKeysServeWhileTheIssuerIsDownUpToAnHour() throws Exception {
        await(verifier.authenticate(ISSUER.token(SampleIssuer.claims(now))));
        answer = Future.failedFuture("connection refused");
        now = START.plusSeconds(3599);
        await(verifier.authenticate(ISSUER.token(SampleIssuer.claims(now))));
        now = START.plusSeconds(3600);
        assertEquals(
                ProblemType.OVERLOADED,
                refusal(ISSUER.token(SampleIssuer.claims(now))).type());
        answer = Future.succeededFuture(ISSUER.keySet());
        now = now.plusSeconds(10);
        await(verifier.authenticate(ISSUER.token(SampleIssuer.claims(now))));
    }

    @Test
    void keysAreFetchedAnewAfterTenMinutesWithoutHoldingARequestUp() throws Exception {
        await(verifier.authenticate(ISSUER.token(SampleIssuer.claims(now))));
        Promise<Buffer> slow = Promise.promise();
        answer = slow.future();
        now = now.plusSeconds(600);
        await(verifier.authenticate(ISSUER.token(SampleIssuer.claims(now))));
        assertEquals(2, fetches);
        slow.complete(ISSUER.keySet());
    }

    @Test
    void parallelRequestsShareOneFetch() throws Exception {
        Promise<Buffer> slow = Promise.promise();
        answer = slow.future();
        List<Future<Caller>> waiting = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            waiting.add(verifier.authenticate(ISSUER.token(SampleIssuer.claims(now))));
        }
        assertFalse(waiting.get(0).isComplete());
        slow.complete(ISSUER.keySet());
        for (Future<Caller> one : waiting) {
            await(one);
        }
        assertEquals(1, fetches);
    }

    @Test
    void malformedKeySetsAreRefusedAndTheHeldKeysStay() throws Exception {
        await(verifier.authenticate(ISSUER.token(SampleIssuer.claims(now))));
        JsonArray many = new JsonArray();
        for (int i = 0; i <= IssuerKeys.MAX_KEYS; i++) {
            many.add(FOREIGN.jwk("k1", "sig", "RS256"));
        }
        for (String document : List.of(
                "",
                "[]",
                "{}",
                "{\"keys\":{}}",
                "{\"keys\":[1]}",
                new JsonObject().put("keys", many).toString())) {
            answer = Future.succeededFuture(Buffer.buffer(document));
            now = now.plusSeconds(601);
            await(verifier.authenticate(ISSUER.token(SampleIssuer.claims(now))));
            now = START;
        }
        assertTrue(fetches > 1);
    }

    private static JsonObject without(JsonObject claims, String name) {
        claims.remove(name);
        return claims;
    }

    private static String hmac(String signed) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(ISSUER.publicKeyBytes(), "HmacSHA256"));
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
    }

    private void assertRefused(String token, String why) throws Exception {
        assertEquals(ProblemType.UNAUTHENTICATED, refusal(token).type(), why);
    }

    private ProblemException refusal(String token) throws Exception {
        Future<Caller> done = verifier.authenticate(token);
        Throwable failure = done.map(caller -> (Throwable) new AssertionError("accepted " + caller))
                .recover(Future::succeededFuture)
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
        return assertInstanceOf(ProblemException.class, failure);
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
}
