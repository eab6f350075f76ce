package sealswarm.overlay.swarm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sealswarm.overlay.token.TrustDomain;

class UploadSharesTest {
    private final UploadShares shares = new UploadShares();

    @Test
    void strangersHaveAFifthAndNotAByteMore() {
        shares.sent(TrustDomain.USER, 8_000);
        shares.sent(TrustDomain.STOCK, 2_000);
        assertTrue(shares.hasRoomFor(TrustDomain.STOCK));
        shares.sent(TrustDomain.STOCK, 1);
        assertFalse(shares.hasRoomFor(TrustDomain.STOCK));
        shares.sent(TrustDomain.MANAGED, 4);
        assertTrue(shares.hasRoomFor(TrustDomain.STOCK));
    }

    @ParameterizedTest
    @EnumSource(value = TrustDomain.class, names = "STOCK", mode = EnumSource.Mode.EXCLUDE)
    void everyOtherDomainMayHaveAll(TrustDomain domain) {
        shares.sent(TrustDomain.STOCK, 1);
        shares.sent(domain, 1_000_000);
        assertTrue(shares.hasRoomFor(domain));
    }

    @Test
    void whatWasSentIsForgottenSoThatAPauseBringsNoDebt() {
        shares.sent(TrustDomain.STOCK, 1 << 20);
        assertFalse(shares.hasRoomFor(TrustDomain.STOCK));
        for (int i = 0; i < 120; i++) {
            shares.second();
        }
        shares.sent(TrustDomain.USER, 64);
        assertTrue(shares.hasRoomFor(TrustDomain.STOCK));
    }

    @Test
    void ofSlotsTheyHaveAFifthAndAlwaysOne() {
        assertEquals(1, UploadShares.strangersOf(0));
        assertEquals(1, UploadShares.strangersOf(9));
        assertEquals(2, UploadShares.strangersOf(10));
        assertEquals(100, UploadShares.strangersOf(500));
    }
}
