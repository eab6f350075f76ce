package sealswarm.storefront.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static sealswarm.storefront.StoreOfTrial.await;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every store of sessions does. */
abstract class SessionStoreContract {
    private static final Instant NOW = Instant.parse("2026-11-20T08:00:00Z");

    private final SessionStore store = store();

    /** A store, perhaps with what other tests put there. */
    abstract SessionStore store();

    @Test
    void keepsASessionAsItIsUntilItIsRemoved() throws Exception {
        Session session = session("kept", NOW.plusMillis(1), 1).claimed(NOW.plusNanos(1000));
        await(store.add(session));
        assertEquals(Optional.of(session), await(store.find("kept")));
        await(store.remove("kept"));
        assertEquals(Optional.empty(), await(store.find("kept")));
        await(store.remove("kept"));
    }

    @Test
    void aKeyIsTakenOnce() throws Exception {
        Session first = session("taken", NOW, 1);
        await(store.add(first));
        assertThrows(Exception.class, () -> await(store.add(session("taken", NOW.plusSeconds(9), 1))));
        assertEquals(Optional.of(first), await(store.find("taken")));
    }

    @Test
    void onlyOneOfManyClaimsAtATimeWins() throws Exception {
        Session session = session("claimed", NOW, 1);
        await(store.add(session));
        List<Future<Boolean>> claims = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            claims.add(store.replace(session.claimed(NOW.plusSeconds(i))));
        }
        int won = 0;
        for (Future<Boolean> claim : claims) {
            won += await(claim) ? 1 : 0;
        }
        assertEquals(1, won);
        assertEquals(2, await(store.find("claimed")).orElseThrow().ver());
        assertFalse(await(store.replace(session("not-there", NOW, 2))));
        assertEquals(Optional.empty(), await(store.find("not-there")));
    }

    @Test
    void aBegunSignInIsTakenOnceEvenByManyAtATime() throws Exception {
        PendingSignIn pending = new PendingSignIn("visitor", "nonce", "verifier", "/library", NOW.plusSeconds(600));
        await(store.begin("state-1", pending));
        List<Future<Optional<PendingSignIn>>> takers = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            takers.add(store.take("state-1"));
        }
        List<PendingSignIn> got = new ArrayList<>();
        for (Future<Optional<PendingSignIn>> taker : takers) {
            await(taker).ifPresent(got::add);
        }
        assertEquals(List.of(pending), got);
        assertEquals(Optional.empty(), await(store.take("never-begun")));
    }

    @Test
    void aSweepRemovesWhatIsOverAndNothingElse() throws Exception {
        Instant late = Instant.parse("2040-01-01T00:00:00Z");
        await(store.sweep(late.minusSeconds(1)));
        await(store.add(session("over", late, 1)));
        await(store.add(session("going-on", late.plusMillis(1), 1)));
        await(store.begin("over", new PendingSignIn("v", "n", "p", "/", late)));
        await(store.begin("going-on", new PendingSignIn("v", "n", "p", "/", late.plusNanos(1000))));
        assertEquals(2, await(store.sweep(late)));
        assertEquals(Optional.empty(), await(store.find("over")));
        assertTrue(await(store.find("going-on")).isPresent());
        assertEquals(Optional.empty(), await(store.take("over")));
        assertTrue(await(store.take("going-on")).isPresent());
    }

    private static Session session(String key, Instant expiresAt, long ver) {
        return new Session(
                key, "anna", "Anna", List.of("buyer"), "access", "refresh", NOW.plusSeconds(300), expiresAt, null, ver);
    }
}
