package sealswarm.license.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import sealswarm.license.server.http.RequestStore.Claim;
import sealswarm.license.server.http.RequestStore.ClaimState;
import sealswarm.license.server.http.RequestStore.StoredReply;

/** What every {@link RequestStore} must do. */
abstract class RequestStoreContract {
    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
    private static final Instant STALE = NOW.minusSeconds(60);
    private static final StoredReply REPLY = new StoredReply(201, "application/json", Buffer.buffer("{\"a\":1}"));

    abstract RequestStore store();

    @Test
    void firstClaimIsMineAndTheSecondFindsItBusy() {
        RequestStore store = store();
        assertEquals(ClaimState.MINE, store.claim("r:s:k", "h", NOW, STALE).state());
        assertEquals(ClaimState.BUSY, store.claim("r:s:k", "h", NOW, STALE).state());
    }

    @Test
    void finishedClaimGivesTheStoredReply() {
        RequestStore store = store();
        store.claim("r:s:k", "h", NOW, STALE);
        store.finish("r:s:k", REPLY);
        assertEquals(new Claim(ClaimState.DONE, "h", Optional.of(REPLY)), store.claim("r:s:k", "h", NOW, STALE));
    }

    @Test
    void claimTellsTheHashOfTheFirstRequest() {
        RequestStore store = store();
        store.claim("r:s:k", "first", NOW, STALE);
        assertEquals("first", store.claim("r:s:k", "second", NOW, STALE).requestHash());
    }

    @Test
    void releasedClaimMayBeMadeAgainButAFinishedOneStays() {
        RequestStore store = store();
        store.claim("r:s:k", "h", NOW, STALE);
        store.release("r:s:k");
        assertEquals(ClaimState.MINE, store.claim("r:s:k", "h", NOW, STALE).state());
        store.finish("r:s:k", REPLY);
        store.release("r:s:k");
        assertEquals(ClaimState.DONE, store.claim("r:s:k", "h", NOW, STALE).state());
    }

    @Test
    void staleClaimPassesToTheNextCallerWithTheSameRequestOnly() {
        RequestStore store = store();
        store.claim("r:s:k", "h", NOW, STALE);
        Instant later = NOW.plusSeconds(61);
        assertEquals(
                ClaimState.BUSY,
                store.claim("r:s:k", "other", later, later.minusSeconds(60)).state());
        assertEquals(
                ClaimState.MINE,
                store.claim("r:s:k", "h", later, later.minusSeconds(60)).state());
        assertEquals(
                ClaimState.BUSY,
                store.claim("r:s:k", "h", later, later.minusSeconds(60)).state());
    }

    @Test
    void claimExactlyAsOldAsTheLimitIsNotStale() {
        RequestStore store = store();
        store.claim("r:s:k", "h", NOW, STALE);
        assertEquals(
                ClaimState.BUSY,
                store.claim("r:s:k", "h", NOW.plusSeconds(60), NOW).state());
    }

    @Test
    void oneOfManyRacingClaimsWins() throws InterruptedException {
        RequestStore store = store();
        AtomicInteger mine = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        for (int i = 0; i < 32; i++) {
            threads.execute(() -> {
                if (store.claim("r:s:k", "h", NOW, STALE).state() == ClaimState.MINE) {
                    mine.incrementAndGet();
                }
            });
        }
        threads.shutdown();
        threads.awaitTermination(30, TimeUnit.SECONDS);
        assertEquals(1, mine.get());
    }
}
