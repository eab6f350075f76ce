package sealswarm.overlay.reach;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class NatClassTest {
    private static final Observed HERE = new Observed("192.0.2.1", 6_881);

    @Test
    void twoLooksTellTheClass() {
        Observed elsewhere = new Observed("192.0.2.1", 6_882);
        assertEquals(NatClass.OPEN, NatClass.of(HERE, HERE, NatClass.Own.YES));
        assertEquals(NatClass.CONE, NatClass.of(HERE, HERE, NatClass.Own.NO));
        assertEquals(NatClass.SYMMETRIC, NatClass.of(HERE, elsewhere, NatClass.Own.NO));
    }

    @Test
    void everyWordIsReadAgainAndNoOther() {
        for (NatClass each : NatClass.values()) {
            assertEquals(Optional.of(each), NatClass.of(each.word()));
        }
        assertTrue(NatClass.of("Cone").isEmpty());
    }

    @Test
    void whoCannotMeetIsNotTried() {
        assertFalse(NatClass.canMeet(NatClass.SYMMETRIC, NatClass.SYMMETRIC));
        assertFalse(NatClass.canMeet(NatClass.CONE, NatClass.SYMMETRIC));
        assertTrue(NatClass.canMeet(NatClass.UNKNOWN, NatClass.SYMMETRIC));
        for (NatClass one : NatClass.values()) {
            for (NatClass other : NatClass.values()) {
                assertEquals(NatClass.canMeet(one, other), NatClass.canMeet(other, one));
            }
        }
    }
}
