package sealswarm.overlay.edge;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class NetworkQuotaTest {
    private Instant now = Instant.parse("2026-11-20T18:10:00Z");
    private final NetworkQuota quota = new NetworkQuota(2, () -> now);

    @Test
    void aNetworkAsksSoOftenAnHourWhateverAddressesItHas() {
        assertTrue(quota.admit("192.0.2.1"));
        assertTrue(quota.admit("192.0.2.2"));
        assertFalse(quota.admit("192.0.2.3"));
        assertTrue(quota.admit("192.0.3.1"), "another network");
        assertTrue(quota.admit("2001:db8:1::1"));
        assertTrue(quota.admit("2001:db8:1:ffff::2"));
        assertFalse(quota.admit("2001:db8:1:2::3"));
        now = now.plusSeconds(3_600);
        assertTrue(quota.admit("192.0.2.3"), "the next hour");
    }

    @Test
    void thisMachineIsExemptAndNamesAreRefused() {
        for (int i = 0; i < 9; i++) {
            assertTrue(quota.admit("127.0.0.1"));
            assertTrue(quota.admit("::1"));
        }
        assertFalse(quota.admit("no such name!"));
    }

    @Test
    void noMoreThanSoManyNetworksAreRemembered() {
        NetworkQuota busy = new NetworkQuota(2, () -> now);
        for (int i = 0; i < NetworkQuota.MAX_NETWORKS; i++) {
            assertTrue(busy.admit((1 + (i >> 16)) + "." + (i >> 8 & 0xFF) + "." + (i & 0xFF) + ".1"));
        }
        assertFalse(busy.admit("200.0.0.1"), "one network too many");
        assertTrue(busy.admit("1.0.0.2"), "a known one goes on");
    }
}
