package sealswarm.overlay.token;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class EdgeTokenVectorTest {
    private final JsonNode vectors = read();
    private final EdgeTokenRoot root =
            EdgeTokenRoot.of(HexFormat.of().parseHex(vectors.get("root").asText()));

    @Test
    void derivesEveryKeyAndKid() {
        assertEach("keys", vector -> {
            EdgeTokenKey key = key(vector.get("edge"), vector.get("generation"));
            assertEquals(vector.get("kid").asText(), key.kid().hex());
            byte[] raw = HexFormat.of().parseHex(vector.get("key").asText());
            String tail = "." + Base64.getUrlEncoder().withoutPadding().encodeToString(raw);
            assertEquals("ssek1." + key.edge() + "." + key.generation() + tail, key.revealKeyFileLine());
        });
    }

    @Test
    void mintsAndAcceptsEveryAcceptedToken() {
        assertEach("accept", vector -> {
            EdgeTokenKey key = key(vector.get("edge"), vector.get("generation"));
            EdgeToken token = token(vector);
            assertEquals(vector.get("text").asText(), key.mint(token));
            assertEquals(
                    new TokenVerdict.Accepted(token),
                    key.check(vector.get("text").asText(), token.kind(), now(vector))
                            .forSwarm(token.swarmId()));
        });
    }

    @Test
    void refusesEveryRejectedTokenForItsReason() {
        EdgeTokenKey key = key(vectors.get("rejectEdge"), vectors.get("rejectGeneration"));
        assertEach("reject", vector -> {
            TokenKind kind = TokenKind.valueOf(vector.get("kind").asText());
            SwarmId swarm = new SwarmId(vector.get("swarmId").asText());
            TokenRefusal expected = TokenRefusal.valueOf(vector.get("refusal").asText());
            assertEquals(
                    new TokenVerdict.Refused(expected),
                    key.check(vector.get("text").asText(), kind, now(vector)).forSwarm(swarm));
        });
    }

    private interface Check {
        void accept(JsonNode vector);
    }

    private void assertEach(String list, Check check) {
        List<Executable> checks = new ArrayList<>();
        vectors.get(list)
                .forEach(vector -> checks.add(() -> {
                    try {
                        check.accept(vector);
                    } catch (AssertionError | RuntimeException e) {
                        throw new AssertionError(
                                vector.path("name").asText(vector.toString()) + ": " + e.getMessage(), e);
                    }
                }));
        assertEquals(vectors.get(list).size(), checks.size());
        assertAll(checks);
    }

    private EdgeTokenKey key(JsonNode edge, JsonNode generation) {
        return root.derive(new EdgeName(edge.asText()), generation.asInt());
    }

    private static Instant now(JsonNode vector) {
        return Instant.ofEpochSecond(vector.get("nowEpochSecond").asLong());
    }

    private static EdgeToken token(JsonNode vector) {
        Set<TokenFlag> flags = EnumSet.noneOf(TokenFlag.class);
        vector.get("flags").forEach(flag -> flags.add(TokenFlag.valueOf(flag.asText())));
        return new EdgeToken(
                TokenKind.valueOf(vector.get("kind").asText()),
                TrustDomain.valueOf(vector.get("domain").asText()),
                flags,
                vector.get("expiresAtEpochSecond").asLong(),
                new SwarmId(vector.get("swarmId").asText()),
                new Pseudonym(vector.get("subject").asText()),
                new PeerKeyThumbprint(vector.get("peerKey").asText()),
                vector.get("group").asLong(),
                vector.get("maxPeers").asInt());
    }

    private static JsonNode read() {
        try (InputStream in = EdgeTokenVectorTest.class.getResourceAsStream("/vectors/edge-token-v1/tokens.json")) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
