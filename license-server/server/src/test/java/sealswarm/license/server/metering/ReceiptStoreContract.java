package sealswarm.license.server.metering;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static sealswarm.license.server.grant.SampleGrant.NOON;
import static sealswarm.license.server.grant.SampleGrant.device;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import sealswarm.ledger.counting.Verdict;
import sealswarm.license.device.DeviceId;
import sealswarm.license.server.metering.ReceiptStore.Held;
import sealswarm.license.server.metering.ReceiptStore.Waiting;
import sealswarm.license.wire.Sha256Hex;

/** What every {@link ReceiptStore} must do. */
abstract class ReceiptStoreContract {
    abstract ReceiptStore store();

    private static StoredSegment segment(DeviceId device, long firstSeq, String stream, long n, long... seqs) {
        List<StoredEntry> entries = new ArrayList<>();
        for (long seq : seqs) {
            Verdict verdict = seq == firstSeq ? Verdict.ACCEPTED : Verdict.OVERRUN;
            entries.add(new StoredEntry(
                    seq, Buffer.buffer("entry " + seq), new Sha256Hex("c".repeat(64)), verdict, "why", NOON));
        }
        return new StoredSegment(device, 1, firstSeq, entries, 0, Buffer.buffer("head"), NOON, stream, n);
    }

    @Test
    void findsASegmentByItsPlaceInTheLog() {
        ReceiptStore store = store();
        StoredSegment first = segment(device(1), 1, "s", 1, 1, 2);
        StoredSegment behindAHole = segment(device(1), 3, "s", 2, 7, 8);
        assertTrue(store.insert(first));
        assertTrue(store.insert(behindAHole));
        assertEquals(Optional.of(first), store.find(device(1), 1, 1));
        assertEquals(Optional.of(behindAHole), store.find(device(1), 1, 3));
        assertEquals(Optional.empty(), store.find(device(1), 1, 7));
        assertEquals(Optional.empty(), store.find(device(1), 2, 1));
        assertEquals(Optional.empty(), store.find(device(2), 1, 1));
    }

    @Test
    void placesInLogAndStreamAreTakenOnce() {
        ReceiptStore store = store();
        assertTrue(store.insert(segment(device(1), 1, "s", 1, 1)));
        assertFalse(store.insert(segment(device(1), 1, "s", 2, 1, 2)), "the place in the log");
        assertFalse(store.insert(segment(device(2), 1, "s", 1, 1)), "the place in the stream");
        assertTrue(store.insert(segment(device(1), 2, "t", 1, 2)));
    }

    @Test
    void readsStreamsInOrderAndInPages() {
        ReceiptStore store = store();
        assertEquals(List.of(), store.streams());
        assertEquals(0, store.last("s"));
        for (int n = 1; n <= 5; n++) {
            store.insert(segment(device(n), 1, "s", n, 1));
        }
        store.insert(segment(device(9), 1, "t", 1, 1));
        assertEquals(Set.of("s", "t"), new HashSet<>(store.streams()));
        assertEquals(5, store.last("s"));
        assertEquals(List.of(3L, 4L), numbers(store.after("s", 2, 2)));
        assertEquals(List.of(5L), numbers(store.after("s", 4, 2)));
        assertEquals(List.of(), numbers(store.after("s", 5, 2)));
    }

    private static List<Long> numbers(List<StoredSegment> segments) {
        return segments.stream().map(StoredSegment::n).toList();
    }

    private static Held held(DeviceId device, long firstSeq, String upload) {
        return new Held(device, 1, firstSeq, Buffer.buffer(upload), NOON);
    }

    @Test
    void firstUploadThatWaitsAtAPlaceStaysUntilItIsDropped() {
        ReceiptStore store = store();
        store.hold(held(device(1), 5, "first"));
        store.hold(held(device(1), 5, "second"));
        assertEquals(Optional.of(held(device(1), 5, "first")), store.held(device(1), 1, 5));
        assertEquals(Optional.empty(), store.held(device(1), 1, 6));
        store.drop(held(device(1), 5, "first"));
        store.drop(held(device(1), 5, "first"));
        assertEquals(Optional.empty(), store.held(device(1), 1, 5));
    }

    @Test
    void everyWaitingPlaceIsOnOnePage() {
        ReceiptStore store = store();
        Set<Waiting> places = new HashSet<>();
        for (int i = 1; i <= 7; i++) {
            long place = 4L * i;
            store.hold(held(device(i % 3), place, "upload"));
            places.add(new Waiting(device(i % 3), 1, place));
        }
        Set<Waiting> seen = new HashSet<>();
        int pages = 0;
        List<Waiting> page = store.waiting(Optional.empty(), 3);
        while (!page.isEmpty()) {
            pages++;
            page.forEach(place -> assertTrue(seen.add(place), "twice: " + place));
            page = store.waiting(Optional.of(page.get(page.size() - 1)), 3);
        }
        assertEquals(places, seen);
        assertEquals(3, pages);
    }

    @Test
    void sameEvidenceIsKeptOnce() {
        ReceiptStore store = store();
        ReceiptStore.Fork fork = new ReceiptStore.Fork(
                device(1), 1, 3, "d".repeat(64), Buffer.buffer("entry"), Buffer.buffer("head"), NOON);
        store.fork(fork);
        store.fork(fork);
        assertEquals(1, evidence(store));
    }

    /** How many pieces of evidence the store keeps. */
    abstract long evidence(ReceiptStore store);
}
