package sealswarm.license.server.issuing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import sealswarm.license.server.revocation.MemoryRevocationStore;
import sealswarm.license.server.revocation.Revocation;

class RevocationEpochTest {
    private static final Instant NOON = Instant.parse("2031-04-05T12:00:00Z");

    private final MemoryRevocationStore store = new MemoryRevocationStore();
    private final RevocationEpoch epoch = new RevocationEpoch(store);

    private void revoke(String device) {
        store.append(new Revocation(Revocation.Kind.DEVICE, device, "test", "operator", NOON));
    }

    @Test
    void revocationIsSeenOnceTheRememberedEpochIsASecondOld() {
        assertEquals(0, epoch.epoch(NOON));
        revoke("d1");
        assertEquals(0, epoch.epoch(NOON.plus(RevocationEpoch.LIFE).minusMillis(1)));
        assertEquals(1, epoch.epoch(NOON.plus(RevocationEpoch.LIFE)));
    }

    @Test
    void clockSetBackReadsAgainInsteadOfRememberingForLong() {
        epoch.epoch(NOON.plusSeconds(3_600));
        revoke("d1");
        assertEquals(1, epoch.epoch(NOON));
        revoke("d2");
        assertEquals(2, epoch.epoch(NOON.plusSeconds(1)));
    }

    @Test
    void epochNeverFallsEvenIfAReplicaAnswersLate() {
        revoke("d1");
        revoke("d2");
        assertEquals(2, epoch.epoch(NOON));
        store.forgetNewest();
        assertEquals(2, epoch.epoch(NOON.plusSeconds(10)));
    }
}
