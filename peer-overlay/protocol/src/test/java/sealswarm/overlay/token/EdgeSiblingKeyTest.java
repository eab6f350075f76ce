package sealswarm.overlay.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EdgeSiblingKeyTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_900_000_000L);
    private static final long EXPIRY = NOW.getEpochSecond() + 3600;
    private static final SwarmId SWARM = new SwarmId("ab".repeat(20));
    private static final EdgeName ONE = new EdgeName("edge-1");
    private static final EdgeName TWO = new EdgeName("edge-2");
    private static final EdgeToken ANNOUNCE =
            EdgeToken.of(TokenKind.ANNOUNCE, TrustDomain.EDGE, SWARM, Pseudonym.NOBODY, EXPIRY);

    private final EdgeTokenRoot root = EdgeTokenRoot.of(new byte[32]);
    private final EdgeSiblingKey key = root.deriveSibling(TWO, ONE, 1);
    private final EdgeTokenRing ring = new EdgeTokenRing(List.of(root.derive(ONE, 1)), List.of(key));

    @Test
    void aSiblingMayAnnounceAsAnEdgeAndAskForTheState() {
        assertEquals(new TokenVerdict.Accepted(ANNOUNCE), ring.check(key.mint(ANNOUNCE), TokenKind.ANNOUNCE, NOW));
        EdgeToken state = EdgeToken.sibling(EXPIRY);
        assertEquals(new TokenVerdict.Accepted(state), ring.check(key.mint(state), TokenKind.SIBLING, NOW));
    }

    @Test
    void aSiblingMayNothingElseHoweverItsTokenWasMade() {
        List<EdgeToken> beyond = List.of(
                EdgeToken.of(TokenKind.ANNOUNCE, TrustDomain.USER, SWARM, Pseudonym.NOBODY, EXPIRY),
                EdgeToken.of(TokenKind.WEBSEED, TrustDomain.EDGE, SWARM, Pseudonym.NOBODY, EXPIRY),
                EdgeToken.of(TokenKind.UPLOAD, TrustDomain.EDGE, SWARM, Pseudonym.NOBODY, EXPIRY),
                EdgeToken.ops(EXPIRY));
        // The same secret bytes under the same key id, without the sibling's own restraint.
        byte[] secret = java.util.Base64.getUrlDecoder().decode(tail(key.revealKeyFileLine()));
        EdgeTokenKey unrestrained = new EdgeTokenKey(ONE, 1, key.kid(), secret);
        for (EdgeToken token : beyond) {
            assertThrows(IllegalArgumentException.class, () -> key.mint(token));
            assertEquals(
                    new TokenVerdict.Refused(TokenRefusal.WRONG_KIND),
                    ring.check(unrestrained.mint(token), token.kind(), NOW));
        }
    }

    @Test
    void keysDifferByDirectionGenerationAndNamesAndAreNotTheEdgesOwn() {
        String mine = tail(key.revealKeyFileLine());
        assertNotEquals(mine, tail(root.deriveSibling(ONE, TWO, 1).revealKeyFileLine()));
        assertNotEquals(mine, tail(root.deriveSibling(TWO, ONE, 2).revealKeyFileLine()));
        assertNotEquals(
                mine, tail(root.deriveSibling(new EdgeName("edge-3"), ONE, 1).revealKeyFileLine()));
        assertNotEquals(mine, tail(root.derive(ONE, 1).revealKeyFileLine()));
        String reflected = root.deriveSibling(ONE, TWO, 1).mint(ANNOUNCE);
        assertEquals(new TokenVerdict.Refused(TokenRefusal.OTHER_EDGE), ring.check(reflected, TokenKind.ANNOUNCE, NOW));
        String retired = root.deriveSibling(TWO, ONE, 0).mint(ANNOUNCE);
        assertEquals(new TokenVerdict.Refused(TokenRefusal.OTHER_EDGE), ring.check(retired, TokenKind.ANNOUNCE, NOW));
        assertThrows(IllegalArgumentException.class, () -> root.deriveSibling(ONE, ONE, 1));
    }

    @Test
    void keyFileLineComesBackAsTheSameKeyAndBadOnesAreRefusedWithoutShowingThem() {
        String good = key.revealKeyFileLine();
        EdgeSiblingKey read = EdgeSiblingKey.ofKeyFileLine(" " + good + "\n");
        assertEquals(key.mint(ANNOUNCE), read.mint(ANNOUNCE));
        for (String bad : List.of(
                "",
                good.substring(0, good.length() - 1),
                good + "A",
                good.replace("sssk1", "ssek1"),
                good.replace("edge-2", "Edge"),
                good.replace("edge-2", "edge-1"),
                good.replace(".1.", ".65536."),
                good.replace(".1.", ".x."))) {
            IllegalArgumentException refusal =
                    assertThrows(IllegalArgumentException.class, () -> EdgeSiblingKey.ofKeyFileLine(bad), bad);
            assertFalse(String.valueOf(refusal.getMessage()).contains(tail(good)));
        }
        assertEquals("EdgeSiblingKey[edge-2 to edge-1, generation 1]", key.toString());
    }

    @Test
    void aRingTakesAsManySiblingKeysAsItsLimitAndOnlyItsOwn() {
        List<EdgeSiblingKey> many = IntStream.rangeClosed(0, EdgeTokenRing.MAX_SIBLING_KEYS)
                .mapToObj(i -> root.deriveSibling(new EdgeName("s" + i), ONE, 0))
                .toList();
        List<EdgeTokenKey> own = List.of(root.derive(ONE, 1));
        new EdgeTokenRing(own, many.subList(1, many.size()));
        assertThrows(IllegalArgumentException.class, () -> new EdgeTokenRing(own, many));
        List<EdgeSiblingKey> foreign = List.of(root.deriveSibling(ONE, TWO, 0));
        assertThrows(IllegalArgumentException.class, () -> new EdgeTokenRing(own, foreign));
        assertInstanceOf(TokenVerdict.Refused.class, ring.check("junk", TokenKind.SIBLING, NOW));
    }

    private static String tail(String line) {
        return line.substring(line.lastIndexOf('.') + 1);
    }
}
