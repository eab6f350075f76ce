package sealswarm.overlay.token;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import sealswarm.trial.Cases;

class EdgeTokenTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_900_000_000L);
    private static final long EXPIRY = NOW.getEpochSecond() + 3600;
    private static final SwarmId SWARM = new SwarmId("ab".repeat(20));
    private static final Pseudonym BUYER = new Pseudonym("cd".repeat(16));
    private static final List<TokenKind> SWARM_KINDS = List.of(TokenKind.ANNOUNCE, TokenKind.WEBSEED, TokenKind.UPLOAD);
    private static final List<TrustDomain> DOMAINS = List.of(TrustDomain.values());
    private final EdgeTokenRoot root = EdgeTokenRoot.of(new byte[32]);
    private final EdgeTokenKey key = root.derive(new EdgeName("edge-1"), 1);

    @Test
    void everyTokenSurvivesTheJourneyAndNoFlippedBitDoes() {
        Cases.forAll(20260101, 200, random -> {
            EdgeToken token = new EdgeToken(
                    SWARM_KINDS.get(random.nextInt(SWARM_KINDS.size())),
                    DOMAINS.get(random.nextInt(DOMAINS.size())),
                    random.nextBoolean() ? Set.of() : Set.of(TokenFlag.HOST, TokenFlag.STOCK_ALLOWED),
                    EXPIRY + random.nextInt(1000),
                    SWARM,
                    BUYER,
                    PeerKeyThumbprint.NONE,
                    random.nextLong(1L << 32),
                    random.nextInt(1 << 16));
            String text = key.mint(token);
            assertEquals(EdgeTokenKey.TEXT_LENGTH, text.length());
            assertEquals(new TokenVerdict.Accepted(token), key.check(text, token.kind(), NOW));
            byte[] bytes = Base64.getUrlDecoder().decode(text);
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            assertInstanceOf(
                    TokenVerdict.Refused.class,
                    key.check(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes), token.kind(), NOW));
        });
    }

    @Test
    void randomTextIsRefusedAndNeverThrows() {
        Cases.forAll(20260102, 2000, random -> {
            int length = random.nextBoolean() ? EdgeTokenKey.TEXT_LENGTH : random.nextInt(300);
            StringBuilder text = new StringBuilder();
            random.ints(length, 0, 0x300).forEach(c -> text.append((char) c));
            assertInstanceOf(TokenVerdict.Refused.class, key.check(text.toString(), TokenKind.ANNOUNCE, NOW));
        });
    }

    @Test
    void keysOfOtherRootsEdgesAndGenerationsDiffer() {
        String mine = key.revealKeyFileLine();
        byte[] otherRoot = new byte[32];
        otherRoot[31] = 1;
        assertNotEquals(
                mine,
                EdgeTokenRoot.of(otherRoot).derive(new EdgeName("edge-1"), 1).revealKeyFileLine());
        assertNotEquals(tail(mine), tail(root.derive(new EdgeName("edge-2"), 1).revealKeyFileLine()));
        assertNotEquals(tail(mine), tail(root.derive(new EdgeName("edge-1"), 2).revealKeyFileLine()));
        assertEquals(mine, root.derive(new EdgeName("edge-1"), 1).revealKeyFileLine());
    }

    @Test
    void keyFileLineComesBackAsTheSameKey() {
        EdgeTokenKey read = EdgeTokenKey.ofKeyFileLine(" " + key.revealKeyFileLine() + "\n");
        String text = read.mint(EdgeToken.of(TokenKind.WEBSEED, TrustDomain.USER, SWARM, BUYER, EXPIRY));
        assertInstanceOf(TokenVerdict.Accepted.class, key.check(text, TokenKind.WEBSEED, NOW));
    }

    @Test
    void badKeyFileLinesAreRefusedWithoutShowingThem() {
        String good = key.revealKeyFileLine();
        for (String bad : List.of(
                "",
                good.substring(0, good.length() - 1),
                good + "A",
                good.replace("ssek1", "ssek2"),
                good.replace("edge-1", "Edge"),
                good.replace(".1.", ".65536."),
                good.replace(".1.", ".-1."),
                good.replace(".1.", ".1.1."),
                good + "\n" + good)) {
            IllegalArgumentException refusal =
                    assertThrows(IllegalArgumentException.class, () -> EdgeTokenKey.ofKeyFileLine(bad), bad);
            assertFalse(String.valueOf(refusal.getMessage()).contains(tail(good)));
        }
    }

    @Test
    void ringAcceptsItsGenerationsAndMintsWithTheNewest() {
        EdgeTokenKey next = root.derive(new EdgeName("edge-1"), 2);
        EdgeTokenRing ring = new EdgeTokenRing(List.of(key, next));
        EdgeToken token = EdgeToken.of(TokenKind.ANNOUNCE, TrustDomain.USER, SWARM, BUYER, EXPIRY);
        assertEquals(next.mint(token), ring.mint(token));
        assertEquals(new TokenVerdict.Accepted(token), ring.check(key.mint(token), TokenKind.ANNOUNCE, NOW));
        assertEquals(new TokenVerdict.Accepted(token), ring.check(next.mint(token), TokenKind.ANNOUNCE, NOW));
        String retired = root.derive(new EdgeName("edge-1"), 0).mint(token);
        assertEquals(new TokenVerdict.Refused(TokenRefusal.OTHER_EDGE), ring.check(retired, TokenKind.ANNOUNCE, NOW));
        assertEquals(new TokenVerdict.Refused(TokenRefusal.MALFORMED), ring.check("junk", TokenKind.OPS, NOW));
    }

    @Test
    void ringRefusesNoneTooManyTwiceAndForeignKeys() {
        List<EdgeTokenKey> four = IntStream.range(0, EdgeTokenRing.MAX_KEYS)
                .mapToObj(i -> root.derive(new EdgeName("e"), i))
                .toList();
        List<EdgeTokenKey> five = IntStream.range(0, EdgeTokenRing.MAX_KEYS + 1)
                .mapToObj(i -> root.derive(new EdgeName("e"), i))
                .toList();
        assertDoesNotThrow(() -> new EdgeTokenRing(four));
        assertThrows(IllegalArgumentException.class, () -> new EdgeTokenRing(five));
        assertThrows(IllegalArgumentException.class, () -> new EdgeTokenRing(List.of()));
        assertThrows(IllegalArgumentException.class, () -> new EdgeTokenRing(List.of(key, key)));
        EdgeTokenKey foreign = root.derive(new EdgeName("edge-9"), 0);
        assertThrows(IllegalArgumentException.class, () -> new EdgeTokenRing(List.of(key, foreign)));
    }

    @Test
    void nothingSecretIsPrinted() {
        assertEquals("EdgeTokenKey[edge-1, generation 1]", key.toString());
        assertEquals("EdgeTokenRoot[32 bytes]", root.toString());
    }

    @Test
    void tokenOutOfRangeCannotBeMade() {
        assertThrows(
                IllegalArgumentException.class,
                () -> EdgeToken.of(TokenKind.OPS, TrustDomain.EDGE, SWARM, BUYER, EXPIRY));
        assertThrows(
                IllegalArgumentException.class,
                () -> EdgeToken.of(TokenKind.WEBSEED, TrustDomain.USER, SwarmId.ALL, BUYER, EXPIRY));
        assertThrows(
                IllegalArgumentException.class,
                () -> EdgeToken.of(TokenKind.WEBSEED, TrustDomain.USER, SWARM, BUYER, 0));
        assertThrows(IllegalArgumentException.class, () -> new SwarmId("AB".repeat(20)));
        assertThrows(IllegalArgumentException.class, () -> SwarmId.of(new byte[32]));
        assertThrows(IllegalArgumentException.class, () -> EdgeTokenRoot.of(new byte[31]));
        for (String name : List.of("", "-a", "A", "a.b", "a b", "a".repeat(64))) {
            assertThrows(IllegalArgumentException.class, () -> new EdgeName(name), name);
        }
        assertTrue(new EdgeName("a".repeat(63)).text().startsWith("a"));
    }

    private static String tail(String line) {
        return line.substring(line.lastIndexOf('.') + 1);
    }
}
