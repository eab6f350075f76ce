package sealswarm.storefront.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import sealswarm.storefront.web.Role;

class TokenClaimsTest {
    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
    private static final TokenClaims RULES =
            new TokenClaims("https://id.example/realms/shop", "Bearer", "storefront", Set.of("packager"));

    @Test
    void takesATokenForUs() {
        assertEquals(Optional.empty(), RULES.broken(right(), NOW));
        assertEquals(
                Optional.empty(),
                RULES.broken(right().put("aud", new JsonArray().add("x").add("storefront")), NOW));
    }

    @Test
    void refusesEachWrongClaim() {
        assertBroken("iss", right().put("iss", "https://id.example/realms/shop/"));
        assertBroken("iss", without("iss"));
        assertBroken("typ", right().put("typ", "ID"));
        assertBroken("typ", without("typ"));
        assertBroken("aud", right().put("aud", "account"));
        assertBroken("aud", without("aud"));
        assertBroken("aud", right().put("aud", new JsonArray()));
        assertBroken("azp", right().put("azp", "player"));
        assertBroken("azp", without("azp"));
        assertBroken("azp", right().put("azp", new JsonArray().add("packager")));
        assertBroken("sub", right().put("sub", ""));
        assertBroken("sub", right().put("sub", 1));
        assertBroken("exp", without("exp"));
        assertBroken("exp", right().put("exp", "later"));
    }

    @Test
    void timesHaveThirtySecondsOfSkewAndNotOneMore() {
        long now = NOW.getEpochSecond();
        assertEquals(Optional.empty(), RULES.broken(right().put("exp", now - 29), NOW));
        assertBroken("exp", right().put("exp", now - 30));
        assertEquals(Optional.empty(), RULES.broken(right().put("nbf", now + 30), NOW));
        assertBroken("nbf", right().put("nbf", now + 31));
    }

    @Test
    void rolesAreOursOnlyAndFromOneClaim() {
        JsonObject claims = right().put(
                        "realm_access",
                        new JsonObject()
                                .put(
                                        "roles",
                                        new JsonArray()
                                                .add("buyer")
                                                .add("admin")
                                                .add(7)))
                .put("roles", new JsonArray().add("operator"))
                .put("groups", new JsonArray().add("accountant"));
        assertEquals(Set.of(Role.BUYER), TokenClaims.roles(claims));
        assertEquals(Set.of(), TokenClaims.roles(right().put("realm_access", "buyer")));
    }

    private static void assertBroken(String rule, JsonObject claims) {
        assertTrue(RULES.broken(claims, NOW).orElse("").startsWith(rule), rule + " in " + claims.encode());
    }

    private static JsonObject without(String name) {
        JsonObject claims = right();
        claims.remove(name);
        return claims;
    }

    private static JsonObject right() {
        return new JsonObject()
                .put("iss", "https://id.example/realms/shop")
                .put("typ", "Bearer")
                .put("aud", "storefront")
                .put("azp", "packager")
                .put("sub", "studio-1")
                .put("exp", NOW.getEpochSecond() + 300);
    }
}
