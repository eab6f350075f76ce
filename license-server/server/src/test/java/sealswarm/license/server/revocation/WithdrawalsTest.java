package sealswarm.license.server.revocation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class WithdrawalsTest {
    private static final Instant NOON = Instant.parse("2031-04-05T12:00:00Z");

    private final MemoryRevocationStore store = new MemoryRevocationStore();
    private Instant now = NOON;
    private final Withdrawals withdrawals = new Withdrawals(store, () -> now);

    private long epochAt(Instant time) {
        now = time;
        return withdrawals.epoch();
    }

    private void revoke(String device) {
        store.append(new Revocation(Revocation.Kind.DEVICE, device, "test", "operator", NOON));
    }

    @Test
    void revocationIsSeenOnceTheRememberedEpochIsASecondOld() {
        assertEquals(0, epochAt(NOON));
        revoke("d1");
        assertEquals(0, epochAt(NOON.plus(Withdrawals.LIFE).minusMillis(1)));
        assertEquals(1, epochAt(NOON.plus(Withdrawals.LIFE)));
    }

    @Test
    void clockSetBackReadsAgainInsteadOfRememberingForLong() {
        epochAt(NOON.plusSeconds(3_600));
        revoke("d1");
        assertEquals(1, epochAt(NOON));
        revoke("d2");
        assertEquals(2, epochAt(NOON.plusSeconds(1)));
    }

    @Test
    void epochNeverFallsEvenIfAReplicaAnswersLate() {
        revoke("d1");
        revoke("d2");
        assertEquals(2, epochAt(NOON));
        store.forgetNewest();
        assertEquals(2, epochAt(NOON.plusSeconds(10)));
    }
}
