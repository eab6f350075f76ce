package sealswarm.license.server.grant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static sealswarm.license.server.grant.SampleGrant.NOON;
import static sealswarm.license.server.grant.SampleGrant.device;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import sealswarm.format.key.TitleId;
import sealswarm.license.LicenseState;
import sealswarm.license.message.Grants.GrantState;
import sealswarm.license.rights.Limit;
import sealswarm.license.rights.Rental;
import sealswarm.license.rights.Rights.OnExceed;

/** What every {@link GrantStore} must do. */
abstract class GrantStoreContract {
    abstract GrantStore store();

    @Test
    void givesBackEveryMemberAsItWas() {
        StoredGrant rich = SampleGrant.unlimited()
                .rental(new Rental.Terms(NOON.plusSeconds(60), 7_200, "2031-04-05T11:00:00Z"))
                .plays(Limit.of(5))
                .devices(3, 2)
                .streams(2, OnExceed.STOP_OLDEST)
                .territories("DE", "AT")
                .used(2)
                .holder(device(2), LicenseState.ACTIVE)
                .with(SampleGrant.holding(device(3), LicenseState.RETURNED, Instant.MAX, 1))
                .stream(device(2), NOON, NOON.plusSeconds(300))
                .stream(device(3), NOON, Instant.MAX)
                .swap(NOON.minus(Duration.ofDays(3)))
                .get();
        GrantStore store = store();
        store.insert(rich);
        assertEquals(Optional.of(rich), store.find(rich.id()));
        StoredGrant played =
                rich.played(device(2), NOON, 1, new Holder.Mark(1, 7)).next();
        assertTrue(store.replace(played));
        assertEquals(Optional.of(played), store.find(rich.id()));
    }

    @Test
    void firstGrantOfAnIdStays() {
        GrantStore store = store();
        StoredGrant first = SampleGrant.fresh("o1", "anna");
        assertEquals(first, store.insert(first));
        assertEquals(first, store.insert(SampleGrant.fresh("o1", "bert")));
    }

    @Test
    void grantOfAnotherSubjectIsNotThere() {
        GrantStore store = store();
        StoredGrant grant = store.insert(SampleGrant.fresh("o1", "anna"));
        assertEquals(Optional.of(grant), store.find(grant.id(), "anna"));
        assertEquals(Optional.empty(), store.find(grant.id(), "bert"));
        assertEquals(Optional.empty(), store.find("g-" + "0".repeat(32)));
    }

    @Test
    void changeOfAnOldVersionIsLost() {
        GrantStore store = store();
        StoredGrant first = store.insert(SampleGrant.fresh("o1", "anna"));
        assertTrue(store.replace(first.next()));
        assertFalse(store.replace(first.revoked().next()), "it was changed meanwhile");
        assertFalse(store.replace(SampleGrant.fresh("o2", "anna").next()), "there is none");
        assertEquals(GrantState.ACTIVE, store.find(first.id()).orElseThrow().state());
    }

    @Test
    void oneOfManyRacingChangesOfAVersionWins() throws Exception {
        GrantStore store = store();
        StoredGrant first = store.insert(SampleGrant.fresh("o1", "anna"));
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Future<Boolean>> changes = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            Instant swap = NOON.plusSeconds(i);
            changes.add(threads.submit(
                    () -> store.replace(first.withSwap(swap, List.of()).next())));
        }
        int won = 0;
        for (Future<Boolean> change : changes) {
            won += change.get() ? 1 : 0;
        }
        threads.shutdown();
        assertEquals(1, won);
        assertEquals(2, store.find(first.id()).orElseThrow().ver());
    }

    @Test
    void listsByEachFilterInPages() {
        GrantStore store = store();
        for (int i = 0; i < 5; i++) {
            store.insert(SampleGrant.fresh("a" + i, "anna"));
        }
        StoredGrant berts = store.insert(SampleGrant.fresh("b", "bert"));
        store.replace(berts.revoked().next());
        StoredGrant held =
                store.find(store.insert(SampleGrant.fresh("a0", "anna")).id()).orElseThrow();
        store.replace(held.with(SampleGrant.holding(device(1), LicenseState.ACTIVE, Instant.MAX, 0))
                .with(SampleGrant.holding(device(2), LicenseState.RETURNED, Instant.MAX, 0))
                .next());
        assertEquals(6, store.list(query().get()).size());
        List<String> annas = ids(store.list(query().subject("anna").get()));
        assertEquals(5, annas.size());
        assertEquals(annas.stream().sorted().toList(), annas);
        assertEquals(
                annas.subList(0, 2),
                ids(store.list(query().subject("anna").limit(2).get())));
        assertEquals(
                annas.subList(2, 5),
                ids(store.list(query().subject("anna").after(annas.get(1)).get())));
        assertEquals(
                List.of(berts.id()),
                ids(store.list(query().state(GrantState.REVOKED).get())));
        assertEquals(List.of(held.id()), ids(store.list(query().devices(1).get())));
        assertEquals(5, store.list(query().devices(0).get()).size());
        assertEquals(List.of(), store.list(query().title("other-film").get()));
        assertEquals(6, store.list(query().title("demo-film").get()).size());
        assertEquals(
                List.of(),
                store.list(query().subject("bert").state(GrantState.ACTIVE).get()));
    }

    @Test
    void holdsATitleWhileTheGrantStands() {
        GrantStore store = store();
        TitleId film = new TitleId("demo-film");
        assertFalse(store.holds("anna", film));
        StoredGrant grant = store.insert(SampleGrant.fresh("o1", "anna"));
        assertTrue(store.holds("anna", film));
        assertFalse(store.holds("bert", film));
        assertFalse(store.holds("anna", new TitleId("other-film")));
        store.replace(grant.revoked().next());
        assertFalse(store.holds("anna", film));
        store.insert(SampleGrant.fresh("o2", "anna"));
        assertTrue(store.holds("anna", film));
    }

    private static List<String> ids(List<StoredGrant> grants) {
        return grants.stream().map(StoredGrant::id).toList();
    }

    private static Wanted query() {
        return new Wanted(
                new GrantStore.Query(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), "", 100));
    }

    /** A query made step by step. */
    private record Wanted(GrantStore.Query get) {
        Wanted subject(String subject) {
            return new Wanted(new GrantStore.Query(
                    Optional.of(subject), get.title(), get.state(), get.devices(), get.after(), get.limit()));
        }

        Wanted title(String title) {
            return new Wanted(new GrantStore.Query(
                    get.subject(),
                    Optional.of(new TitleId(title)),
                    get.state(),
                    get.devices(),
                    get.after(),
                    get.limit()));
        }

        Wanted state(GrantState state) {
            return new Wanted(new GrantStore.Query(
                    get.subject(), get.title(), Optional.of(state), get.devices(), get.after(), get.limit()));
        }

        Wanted devices(int devices) {
            return new Wanted(new GrantStore.Query(
                    get.subject(), get.title(), get.state(), Optional.of(devices), get.after(), get.limit()));
        }

        Wanted after(String id) {
            return new Wanted(
                    new GrantStore.Query(get.subject(), get.title(), get.state(), get.devices(), id, get.limit()));
        }

        Wanted limit(int limit) {
            return new Wanted(
                    new GrantStore.Query(get.subject(), get.title(), get.state(), get.devices(), get.after(), limit));
        }
    }
}
