package sealswarm.license.server.metering;

import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import sealswarm.ledger.counting.Verdict;
import sealswarm.license.message.Licenses.UsageItem;
import sealswarm.license.message.Licenses.UsageUpload;
import sealswarm.license.problem.ProblemType;
import sealswarm.license.receipt.PlayEntry;
import sealswarm.license.receipt.Segment;
import sealswarm.license.server.device.DeviceDesk;
import sealswarm.license.server.device.DeviceStore;
import sealswarm.license.server.device.EnrolledDevice;
import sealswarm.license.server.device.EnrolledDevice.LogHint;
import sealswarm.license.server.grant.GrantDesk;
import sealswarm.license.server.grant.Holder;
import sealswarm.license.server.grant.StoredGrant;
import sealswarm.license.server.http.ProblemException;
import sealswarm.license.server.issuing.KeyRelease;
import sealswarm.license.server.issuing.ReleaseStore;
import sealswarm.license.server.metering.MeteringCheckpoints.Checkpoint;
import sealswarm.license.wire.Sha256Hex;
import sealswarm.license.wire.WireJson;

/**
 * Takes checked uploads into the server's copy of a device's log. Each step may be repeated: an upload that is known already
 * finishes what a crash cut off. Blocking: for a worker.
 */
final class ReceiptDesk {
    /** How long an upload waits for the entries before it, once the leases it names are over. */
    static final Duration GAP_LIFE = Duration.ofDays(7);

    private static final int TRIES = 16;

    /** The rooms this one stands on. */
    record Rooms(
            DeviceStore devices,
            DeviceDesk deviceDesk,
            ReleaseStore releases,
            GrantDesk grants,
            ClosedMonths closed,
            UseCharges charges) {}

    /** What became of an upload: an item per entry, and where the server's copy ends now. */
    record Taken(List<UsageItem> items, LogHint head) {}

    private final ReceiptStore store;
    private final DeviceLogs logs;
    private final ReceiptStream stream;
    private final StartedPlays startedPlays;
    private final Rooms rooms;
    private final InstantSource clock;
    private final MeteringCheckpoints checkpoints;

    ReceiptDesk(
            ReceiptStore store,
            DeviceLogs logs,
            ReceiptStream stream,
            Rooms rooms,
            InstantSource clock,
            MeteringCheckpoints checkpoints) {
        this.store = store;
        this.logs = logs;
        this.stream = stream;
        this.startedPlays = new StartedPlays(store, logs);
        this.rooms = rooms;
        this.clock = clock;
        this.checkpoints = checkpoints;
    }

    Taken take(EnrolledDevice device, Segment segment, UsageUpload upload) {
        if (segment.head().epoch() > device.epoch()) {
            throw ProblemException.malformed("head.epoch", "an epoch this server gave");
        }
        Instant now = clock.instant();
        for (int i = 0; i < TRIES; i++) {
            LogHint head = logs.head(device, segment.head().epoch());
            if (segment.head().firstSeq() > head.seq() + 1) {
                return hold(device, segment, upload, head, now);
            }
            Map<Long, UsageItem> items = new TreeMap<>();
            boolean forked = compareKnown(device, segment, head, items, now);
            List<Segment.Item> fresh = segment.items().stream()
                    .filter(item -> item.seq() > head.seq())
                    .toList();
            forked |= !fresh.isEmpty() && !joins(segment, head);
            if (forked) {
                return forked(device, segment, fresh, items, head, now);
            }
            if (fresh.isEmpty()) {
                finish(device, segment, head);
                return new Taken(List.copyOf(items.values()), joinHeld(device, head));
            }
            Optional<StoredSegment> stored = append(device, segment, fresh, head, now);
            if (stored.isPresent()) {
                stored.get().entries().forEach(entry -> items.put(entry.seq(), item(entry)));
                LogHint joined = joinHeld(device, end(stored.get()));
                return new Taken(List.copyOf(items.values()), joined);
            }
        }
        throw ProblemException.of(ProblemType.OVERLOADED, "the device's log is being extended; try again");
    }

    /** Entries the server has: the same is a duplicate, another one is a second log; what comes for a closed gap is late. */
    private boolean compareKnown(
            EnrolledDevice device, Segment segment, LogHint head, Map<Long, UsageItem> items, Instant now) {
        boolean forked = false;
        for (Segment.Item item : segment.items()) {
            if (item.seq() > head.seq()) {
                break;
            }
            Optional<Sha256Hex> stored = logs.hashAt(device.id(), head, item.seq());
            if (stored.isEmpty()) {
                items.put(item.seq(), new UsageItem(item.seq(), Verdict.GAP.text(), "the gap it fills was closed"));
                continue;
            }
            boolean same = stored.get().equals(item.hash());
            items.put(
                    item.seq(),
                    same
                            ? new UsageItem(item.seq(), Verdict.DUPLICATE.text(), null)
                            : new UsageItem(item.seq(), Verdict.FORK.text(), "another entry stands at its place"));
            if (!same) {
                keepFork(device, segment, item, now);
                forked = true;
            }
        }
        return forked;
    }

    /** Whether the first new entry names the last one we hold. */
    private static boolean joins(Segment segment, LogHint head) {
        if (segment.head().firstSeq() == head.seq() + 1) {
            return segment.prev().equals(head.hash());
        }
        long index = head.seq() - segment.head().firstSeq();
        return segment.items().get((int) index).hash().equals(head.hash());
    }

    private Taken forked(
            EnrolledDevice device,
            Segment segment,
            List<Segment.Item> fresh,
            Map<Long, UsageItem> items,
            LogHint head,
            Instant now) {
        for (Segment.Item item : fresh) {
            keepFork(device, segment, item, now);
            items.put(item.seq(), new UsageItem(item.seq(), Verdict.FORK.text(), "it follows another log than ours"));
        }
        rooms.deviceDesk().quarantine(device.id());
        return new Taken(List.copyOf(items.values()), head);
    }

    private void keepFork(EnrolledDevice device, Segment segment, Segment.Item item, Instant now) {
        store.fork(new ReceiptStore.Fork(
                device.id(),
                segment.head().epoch(),
                item.seq(),
                item.hash().hex(),
                Buffer.buffer(item.bytes()),
                Buffer.buffer(WireJson.write(segment.head())),
                now));
    }

    private Taken hold(EnrolledDevice device, Segment segment, UsageUpload upload, LogHint head, Instant now) {
        store.hold(new ReceiptStore.Held(
                device.id(),
                segment.head().epoch(),
                segment.head().firstSeq(),
                Buffer.buffer(WireJson.write(upload)),
                now));
        List<UsageItem> items = segment.items().stream()
                .map(item -> new UsageItem(item.seq(), "held", "entries before it have not come yet"))
                .toList();
        return new Taken(items, head);
    }

    /** Uploads that came too early join once the gap before them is filled. */
    private LogHint joinHeld(EnrolledDevice device, LogHint end) {
        LogHint head = end;
        Optional<ReceiptStore.Held> waiting = store.held(device.id(), head.epoch(), head.seq() + 1);
        while (waiting.isPresent()) {
            Segment segment = Segment.verified(upload(waiting.get()), device.signing());
            if (!joins(segment, head)) {
                segment.items().forEach(item -> keepFork(device, segment, item, waitingSince(device, segment)));
                rooms.deviceDesk().quarantine(device.id());
                return head;
            }
            Optional<StoredSegment> stored =
                    append(device, segment, segment.items(), head, waiting.get().receivedAt());
            if (stored.isEmpty()) {
                return logs.head(device, head.epoch());
            }
            store.drop(waiting.get());
            head = end(stored.get());
            waiting = store.held(device.id(), head.epoch(), head.seq() + 1);
        }
        return head;
    }

    /**
     * Settles the first upload that waits of a log. Where its gap was filled meanwhile it joins as any upload does. Where nobody
     * can fill it any more it is stored behind the hole: it counts nothing, but the log goes on after it.
     *
     * @return whether it waits no more
     */
    boolean settle(EnrolledDevice device, ReceiptStore.Held waiting) {
        UsageUpload upload = upload(waiting);
        Segment segment = Segment.verified(upload, device.signing());
        LogHint head = logs.head(device, waiting.epoch());
        if (waiting.firstSeq() <= head.seq() + 1) {
            take(device, segment, upload);
            store.drop(waiting);
            return true;
        }
        if (clock.instant().isBefore(closesAt(segment, waiting.receivedAt()))) {
            return false;
        }
        List<StoredEntry> uncounted = segment.items().stream()
                .map(item -> uncounted(item, waiting.receivedAt()))
                .toList();
        Optional<StoredSegment> stored = join(device, segment, uncounted, head);
        if (stored.isEmpty()) {
            return false;
        }
        store.drop(waiting);
        joinHeld(device, end(stored.get()));
        return true;
    }

    private static UsageUpload upload(ReceiptStore.Held waiting) {
        return WireJson.readRequest(waiting.upload().getBytes(), UsageUpload.class, WireJson.MAX_USAGE_BYTES);
    }

    /** When nobody waits for the entries before it any longer: seven days after it came and after the last lease it names. */
    private Instant closesAt(Segment segment, Instant receivedAt) {
        Instant last = receivedAt;
        for (Segment.Item item : segment.items()) {
            Optional<Instant> leaseEnd = item.entry()
                    .flatMap(entry -> rooms.releases().find(entry.licenseId(), entry.licenseRev()))
                    .map(KeyRelease::leaseUntil)
                    .filter(end -> !end.equals(Instant.MAX));
            last = leaseEnd.filter(last::isBefore).orElse(last);
        }
        return last.plus(GAP_LIFE);
    }

    private static StoredEntry uncounted(Segment.Item item, Instant receivedAt) {
        Verdict verdict = item.entry().isPresent() ? Verdict.GAP : Verdict.MALFORMED;
        Instant at = item.entry()
                .map(PlayEntry::startedAt)
                .filter(receivedAt::isAfter)
                .orElse(receivedAt);
        return new StoredEntry(
                item.seq(), Buffer.buffer(item.bytes()), item.hash(), verdict, "entries before it never came", at);
    }

    private Instant waitingSince(EnrolledDevice device, Segment segment) {
        return store.held(device.id(), segment.head().epoch(), segment.head().firstSeq())
                .map(ReceiptStore.Held::receivedAt)
                .orElse(clock.instant());
    }

    private Optional<StoredSegment> append(
            EnrolledDevice device, Segment segment, List<Segment.Item> fresh, LogHint head, Instant receivedAt) {
        Optional<StoredSegment> stored = join(device, segment, judged(device, fresh, head, receivedAt), head);
        stored.ifPresent(done -> {
            checkpoints.reached(Checkpoint.SEGMENT_STORED);
            apply(device, done);
        });
        return stored;
    }

    private Optional<StoredSegment> join(
            EnrolledDevice device, Segment segment, List<StoredEntry> entries, LogHint head) {
        StoredSegment wanted = new StoredSegment(
                device.id(),
                segment.head().epoch(),
                head.seq() + 1,
                entries,
                head.firstSeq(),
                Buffer.buffer(WireJson.write(segment.head())),
                clock.instant(),
                stream.id(),
                1);
        return stream.append(wanted, store);
    }

    private List<StoredEntry> judged(
            EnrolledDevice device, List<Segment.Item> fresh, LogHint head, Instant receivedAt) {
        List<StoredEntry> entries = new ArrayList<>();
        Map<String, Optional<KeyRelease>> releases = new LinkedHashMap<>();
        Map<String, Long> started = new LinkedHashMap<>();
        for (Segment.Item item : fresh) {
            Optional<PlayEntry> entry = item.entry();
            String key = entry.map(found -> found.licenseId() + ":" + found.licenseRev())
                    .orElse("");
            Optional<KeyRelease> release = entry.isEmpty()
                    ? Optional.empty()
                    : releases.computeIfAbsent(key, ignored -> rooms.releases()
                            .find(entry.get().licenseId(), entry.get().licenseRev()));
            long before = release.isEmpty() || !isStart(entry)
                    ? 0
                    : started.computeIfAbsent(key, ignored -> startedPlays.under(release.get(), device, head));
            EntryJudge.Judgement judgement = EntryJudge.judge(
                    device.id(), entry, new EntryJudge.Known(release, before, receivedAt, rooms.closed()));
            if (judgement.verdict().counts() && isStart(entry)) {
                started.merge(key, 1L, Long::sum);
            }
            entries.add(new StoredEntry(
                    item.seq(),
                    Buffer.buffer(item.bytes()),
                    item.hash(),
                    judgement.verdict(),
                    judgement.reason(),
                    judgement.occurredAt()));
        }
        return entries;
    }

    private static boolean isStart(Optional<PlayEntry> entry) {
        return entry.map(found -> found.reason() == PlayEntry.Reason.START).orElse(false);
    }

    /**
     * Finishes what a crash cut off after the segments of this upload, and those that it had let in, were stored. The device sends
     * what it was let in with no more, as the head it is told lies beyond; that it still waits says that it is not finished.
     */
    private void finish(EnrolledDevice device, Segment segment, LogHint head) {
        long seq = segment.head().firstSeq();
        while (seq <= head.seq()) {
            Optional<ReceiptStore.Held> joined = store.held(device.id(), head.epoch(), seq);
            if (seq > segment.head().lastSeq() && joined.isEmpty()) {
                return;
            }
            StoredSegment stored = logs.segmentWith(device.id(), head, seq)
                    .orElseThrow(() -> new IllegalStateException("a known entry has no segment"));
            apply(device, stored);
            joined.ifPresent(store::drop);
            seq = stored.lastSeq() + 1;
        }
    }

    /** Tells grants and charging what was played; the grants' marks make this idempotent. */
    private void apply(EnrolledDevice device, StoredSegment segment) {
        Map<String, List<StoredEntry>> byGrant = new LinkedHashMap<>();
        for (StoredEntry entry : segment.entries()) {
            if (entry.verdict().counts()) {
                PlayEntry play = PlayEntry.read(entry.bytes().getBytes());
                if (play.reason() == PlayEntry.Reason.START) {
                    byGrant.computeIfAbsent(play.grantId(), id -> new ArrayList<>())
                            .add(entry);
                }
            }
        }
        byGrant.forEach(
                (grantId, starts) -> rooms.grants().change(grantId, grant -> played(grant, device, segment, starts)));
        checkpoints.reached(Checkpoint.GRANTS_UPDATED);
        rooms.charges().charge(segment);
        checkpoints.reached(Checkpoint.CHARGED);
        rooms.devices().hint(device.id(), end(segment), segment.receivedAt());
    }

    private static StoredGrant played(
            StoredGrant grant, EnrolledDevice device, StoredSegment segment, List<StoredEntry> starts) {
        Optional<Holder> held = grant.holder(device.id());
        if (held.isEmpty()) {
            return grant;
        }
        List<StoredEntry> after = starts.stream()
                .filter(start -> held.get().counted().isBefore(segment.epoch(), start.seq()))
                .toList();
        return after.isEmpty()
                ? grant
                : grant.played(
                        device.id(),
                        after.get(0).occurredAt(),
                        after.size(),
                        new Holder.Mark(
                                segment.epoch(), after.get(after.size() - 1).seq()));
    }

    private static LogHint end(StoredSegment segment) {
        return new LogHint(segment.epoch(), segment.lastSeq(), segment.lastHash(), segment.firstSeq());
    }

    private static UsageItem item(StoredEntry entry) {
        return new UsageItem(entry.seq(), entry.verdict().text(), entry.reason().isEmpty() ? null : entry.reason());
    }
}
