package sealswarm.overlay.reach;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class AnnouncedTest {
    private static final Optional<Observed> FORWARDED = Optional.of(new Observed("198.51.100.7", 40_000));

    private static Optional<Reach> seen(NatClass nat, String host) {
        return Optional.of(new Reach(nat, new Observed(host, 50_000)));
    }

    @Test
    void aForwardedPortMakesEveryNatOpenForWhoSeesUsAtItsAddress() {
        for (NatClass nat : NatClass.values()) {
            assertEquals(
                    new Announced(NatClass.OPEN, 40_000), Announced.of(6881, seen(nat, "198.51.100.7"), FORWARDED));
        }
    }

    @Test
    void aForwardedPortBehindAFurtherNatOrSeenByANeighbourCountsForNothing() {
        assertEquals(
                new Announced(NatClass.CONE, 50_000),
                Announced.of(6881, seen(NatClass.CONE, "198.51.100.8"), FORWARDED));
        assertEquals(
                new Announced(NatClass.SYMMETRIC, 6881),
                Announced.of(6881, seen(NatClass.SYMMETRIC, "198.51.100.8"), FORWARDED));
        assertEquals(
                new Announced(NatClass.OPEN, 6881), Announced.of(6881, seen(NatClass.OPEN, "192.168.1.20"), FORWARDED));
    }

    @Test
    void whoeverHasNotBeenSeenShowsWhatIsForwardedOrElseWhereItListens() {
        assertEquals(new Announced(NatClass.UNKNOWN, 40_000), Announced.of(6881, Optional.empty(), FORWARDED));
        assertEquals(new Announced(NatClass.UNKNOWN, 6881), Announced.of(6881, Optional.empty(), Optional.empty()));
    }
}
