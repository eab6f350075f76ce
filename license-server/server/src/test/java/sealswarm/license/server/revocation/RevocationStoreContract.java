package sealswarm.license.server.revocation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import sealswarm.license.server.revocation.Revocation.Kind;

/** What every {@link RevocationStore} must do. */
abstract class RevocationStoreContract {
    /** A store over the same data each time. */
    abstract RevocationStore store();

    private static Revocation of(Kind kind, String target) {
        return new Revocation(kind, target, "stolen", "olga", Instant.parse("2031-04-05T12:00:00Z"));
    }

    @Test
    void epochsCountFromOneWithoutHoles() {
        RevocationStore store = store();
        assertEquals(0, store.epoch());
        assertEquals(List.of(), store.after(0, 10));
        assertEquals(1, store.append(of(Kind.DEVICE, "d1")));
        assertEquals(2, store.append(of(Kind.LICENSE, "d1")));
        assertEquals(2, store.epoch());
        assertEquals(
                List.of(
                        new RevocationStore.Entry(1, of(Kind.DEVICE, "d1")),
                        new RevocationStore.Entry(2, of(Kind.LICENSE, "d1"))),
                store.after(0, 10));
    }

    @Test
    void sameThingRevokedAgainKeepsItsEpoch() {
        RevocationStore store = store();
        store.append(of(Kind.DEVICE, "d1"));
        store.append(of(Kind.PACKAGE, "p1"));
        Revocation later = new Revocation(Kind.DEVICE, "d1", "again", "otto", Instant.parse("2032-01-01T00:00:00Z"));
        assertEquals(1, store.append(later));
        assertEquals(2, store.epoch());
        assertEquals("stolen", store.after(0, 1).get(0).revocation().reason());
    }

    @Test
    void deltasComeInPages() {
        RevocationStore store = store();
        for (int i = 1; i <= 5; i++) {
            store.append(of(Kind.STUDIO_KEY, "k" + i));
        }
        assertEquals(
                List.of(3L, 4L), store.after(2, 2).stream().map(e -> e.epoch()).toList());
        assertEquals(List.of(5L), store.after(4, 2).stream().map(e -> e.epoch()).toList());
        assertEquals(List.of(), store.after(5, 2));
        assertEquals(List.of(), store.after(9, 2));
    }

    @Test
    void storeOpenedAnewGoesOnWhereTheOtherOneIs() {
        RevocationStore first = store();
        first.append(of(Kind.DEVICE, "d1"));
        RevocationStore second = store();
        assertEquals(1, second.epoch());
        assertEquals(2, second.append(of(Kind.DEVICE, "d2")));
        assertEquals(2, first.epoch());
        assertEquals(3, first.append(of(Kind.DEVICE, "d3")));
    }

    @Test
    void racingWritersGetAnEpochEach() throws Exception {
        RevocationStore store = store();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Future<Long>> epochs = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            String target = "d" + i;
            epochs.add(threads.submit(() -> store.append(of(Kind.DEVICE, target))));
        }
        Set<Long> given = new TreeSet<>();
        for (Future<Long> epoch : epochs) {
            given.add(epoch.get());
        }
        threads.shutdown();
        assertEquals(LongStream.rangeClosed(1, 40).boxed().collect(Collectors.toSet()), given);
        assertEquals(40, store.after(0, 100).size());
    }
}
