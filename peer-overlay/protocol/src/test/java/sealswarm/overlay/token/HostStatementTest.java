package sealswarm.overlay.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HostStatementTest {
    private static final PeerSigningKey EDGE = PeerSigningKey.ofSeed(new byte[32]);
    private static final HostStatement STATEMENT = new HostStatement(
            new EdgeName("edge-1"),
            "https://shop.example",
            "abuse@shop.example",
            new SwarmId("ab".repeat(20)),
            123_456,
            Instant.parse("2026-11-20T18:00:00Z"));

    @Test
    void saysWhoAnswersForTheBytesAndProvesIt() {
        String text = STATEMENT.signed(EDGE);
        assertEquals(Optional.of(STATEMENT), HostStatement.verified(text, EDGE.publicKey()));
        assertEquals(Optional.of(EDGE.publicKey()), HostStatement.unverifiedKey(text));
        assertTrue(text.contains("abuse-contact: abuse@shop.example\n"), text);
        assertTrue(text.contains("ciphertext"), text);
        assertTrue(text.length() < HostStatement.MAX_BYTES);
    }

    @Test
    void eachChangedCharacterIsRefused() {
        String text = STATEMENT.signed(EDGE);
        for (int i = 0; i < text.length(); i++) {
            char other = text.charAt(i) == '1' ? '2' : '1';
            String changed = text.substring(0, i) + other + text.substring(i + 1);
            assertEquals(Optional.empty(), HostStatement.verified(changed, EDGE.publicKey()), "character " + i);
        }
        for (String changed : new String[] {
            "", text + "\n", text.stripTrailing(), "edge: x\n" + text, text.replace("\n", "\r\n"), text + text
        }) {
            assertEquals(Optional.empty(), HostStatement.verified(changed, EDGE.publicKey()));
        }
    }

    @Test
    void aStatementOfAnotherKeyIsRefused() {
        byte[] seed = new byte[32];
        seed[0] = 1;
        PeerSigningKey other = PeerSigningKey.ofSeed(seed);
        assertEquals(Optional.empty(), HostStatement.verified(STATEMENT.signed(other), EDGE.publicKey()));
        String swapped = STATEMENT
                .signed(other)
                .replace(other.publicKey().hex(), EDGE.publicKey().hex());
        assertEquals(Optional.empty(), HostStatement.verified(swapped, EDGE.publicKey()));
    }

    @Test
    void addressesAreOneLineOfBoundedLength() {
        assertTrue(HostStatement.isAddress("a".repeat(HostStatement.MAX_ADDRESS)));
        for (String bad : new String[] {"", "a b", "a\nb", "ä", "a".repeat(HostStatement.MAX_ADDRESS + 1)}) {
            assertThrows(IllegalArgumentException.class, () -> with(bad, 1), bad);
        }
        assertThrows(IllegalArgumentException.class, () -> with("a", 0));
        assertThrows(
                IllegalArgumentException.class,
                () -> new HostStatement(
                        STATEMENT.edge(), "a", "b", STATEMENT.swarmId(), 1, Instant.ofEpochMilli(1_500)));
    }

    private static HostStatement with(String contact, long sizeBytes) {
        return new HostStatement(
                STATEMENT.edge(), "shop", contact, STATEMENT.swarmId(), sizeBytes, STATEMENT.issuedAt());
    }
}
