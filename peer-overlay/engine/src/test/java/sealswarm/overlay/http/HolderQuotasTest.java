package sealswarm.overlay.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import sealswarm.overlay.token.EdgeToken;
import sealswarm.overlay.token.Pseudonym;
import sealswarm.overlay.token.SwarmId;
import sealswarm.overlay.token.TokenKind;
import sealswarm.overlay.token.TrustDomain;

class HolderQuotasTest {
    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
    private static final Instant ONE = NOON.plus(Duration.ofHours(1));
    private static final long SIZE = 1_000_000;
    private final HolderQuotas quotas = new HolderQuotas();

    private static EdgeToken holder(int number, long expiry) {
        return EdgeToken.of(
                TokenKind.ANNOUNCE,
                TrustDomain.USER,
                new SwarmId("ab".repeat(20)),
                new Pseudonym(String.format("%032x", number + 1)),
                expiry);
    }

    @Test
    void aHolderTakesSoManyCopiesAnHourWithWhateverTokensAndThenWaits() {
        long most = HolderQuotas.COPIES * SIZE + HolderQuotas.SLACK_BYTES;
        assertTrue(quotas.takeBytes(holder(1, 100), most - 1, SIZE, NOON));
        assertTrue(quotas.takeBytes(holder(1, 200), 1, SIZE, NOON));
        assertFalse(quotas.takeBytes(holder(1, 300), 1, SIZE, ONE.minusMillis(1)));
        assertTrue(quotas.takeBytes(holder(2, 100), most, SIZE, NOON), "another holder's quota is its own");
        assertTrue(quotas.takeBytes(holder(1, 300), most, SIZE, ONE));
        assertEquals(Duration.ofMinutes(30), HolderQuotas.untilRenewed(NOON.plusSeconds(1800)));
    }

    @Test
    void announcesAndPeersNamedAreCountedByHolderAndHour() {
        for (int i = 0; i < HolderQuotas.MAX_ANNOUNCES; i++) {
            assertTrue(quotas.takeAnnounce(holder(1, 100), NOON));
        }
        assertFalse(quotas.takeAnnounce(holder(1, 100), NOON));
        assertTrue(quotas.takeAnnounce(holder(2, 100), NOON));
        quotas.named(holder(3, 100), HolderQuotas.MAX_PEERS_NAMED - 20, NOON);
        assertEquals(10, quotas.peersToName(holder(3, 100), 10, NOON));
        assertEquals(20, quotas.peersToName(holder(3, 100), 50, NOON));
        quotas.named(holder(3, 100), 20, NOON);
        assertEquals(0, quotas.peersToName(holder(3, 100), 50, NOON));
        assertEquals(50, quotas.peersToName(holder(3, 100), 50, ONE));
        assertTrue(quotas.takeAnnounce(holder(1, 100), ONE));
    }

    @Test
    void moreHoldersThanTheLimitAreServedUncounted() {
        for (int i = 0; i < HolderQuotas.MAX_HOLDERS; i++) {
            quotas.takeAnnounce(holder(i, 100), NOON);
        }
        EdgeToken beyond = holder(HolderQuotas.MAX_HOLDERS, 100);
        for (int i = 0; i <= HolderQuotas.MAX_ANNOUNCES; i++) {
            assertTrue(quotas.takeAnnounce(beyond, NOON));
        }
    }
}
