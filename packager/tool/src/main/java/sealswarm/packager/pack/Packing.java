package sealswarm.packager.pack;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import sealswarm.console.exit.Refusal;
import sealswarm.format.PackageWriter;
import sealswarm.format.SealedPackage;
import sealswarm.format.cipher.InputChangedException;
import sealswarm.format.cipher.RangeLedger;
import sealswarm.format.cipher.TrackShape;
import sealswarm.format.cipher.Workers;
import sealswarm.format.disk.Disk;
import sealswarm.format.disk.DiskFile;
import sealswarm.format.key.Id16;
import sealswarm.format.key.StudioId;
import sealswarm.format.key.TitleKey;
import sealswarm.format.key.TrackId;
import sealswarm.format.key.TrackKey;
import sealswarm.format.key.TrackSalt;
import sealswarm.format.manifest.Manifest;
import sealswarm.format.manifest.PublicFile;
import sealswarm.format.manifest.PublicPart;
import sealswarm.format.manifest.SealedKeys;
import sealswarm.format.manifest.Studio;
import sealswarm.format.manifest.Track;
import sealswarm.format.problem.FormatException;
import sealswarm.packager.pack.PackPlan.PlannedFile;
import sealswarm.packager.pack.PackPlan.PlannedTrack;

/** One run of a plan. Nothing has the package's name until everything is written, checked and durable. */
public final class Packing {
    /** Whether the package is read back before it gets its name. */
    public enum Readback {
        CHECK,
        SKIP
    }

    /**
     * What a run works with.
     *
     * @param createdAt date of the package; without it the time when it is finished
     * @param recordEvery how far the record for resuming may be behind; {@link #RECORD_EVERY} for people
     */
    public record Setup(
            Disk disk,
            Workers workers,
            InstantSource clock,
            Optional<Instant> createdAt,
            Readback readback,
            Duration recordEvery,
            PackReporter reporter) {}

    /** How much work a crash may cost. */
    public static final Duration RECORD_EVERY = Duration.ofSeconds(5);

    private static final String PARTIAL = ".partial";

    private final Setup setup;
    private final PackPlan plan;
    private final PackKeys keys;
    private final Path out;
    private final Optional<SealedPackage> previous;
    private final PackageWriter writer;
    private final Map<TrackId, RangeLedger> ledgers = new LinkedHashMap<>();
    private SortedMap<TrackId, TrackSalt> salts = new TreeMap<>();

    private Packing(Setup setup, PackPlan plan, PackKeys keys, Path out, Optional<SealedPackage> previous) {
        this.setup = setup;
        this.plan = plan;
        this.keys = keys;
        this.out = out;
        this.previous = previous;
        this.writer = new PackageWriter(setup.disk(), setup.workers(), out.resolveSibling(out.getFileName() + PARTIAL));
    }

    /**
     * Packs.
     *
     * @throws Refusal if something has the package's name, another process packs it, or an input changes
     */
    public static SealedPackage run(
            Setup setup, PackPlan plan, PackKeys keys, Path out, Optional<SealedPackage> previous) throws IOException {
        Path target = out.toAbsolutePath().normalize();
        if (setup.disk().exists(target)) {
            throw Refusal.failure("output-exists", out + " exists already", "choose another --out, or remove it first");
        }
        return new Packing(setup, plan, keys, target, previous).locked();
    }

    private SealedPackage locked() throws IOException {
        Disk disk = setup.disk();
        Path partial = writer.layout().directory();
        Path lockFile = partial.resolveSibling(partial.getFileName() + ".lock");
        Path parent = out.getParent();
        if (parent != null && !disk.isDirectory(parent)) {
            throw Refusal.notFound("directory-not-found", parent + ": no such directory", "make it first");
        }
        Disk.Lock held = disk.lock(lockFile)
                .orElseThrow(() -> Refusal.failure(
                        "already-packing", out + ": another process packs it", "wait for it, or stop it"));
        try {
            return packed();
        } finally {
            disk.delete(lockFile);
            held.close();
        }
    }

    private SealedPackage packed() throws IOException {
        try (TitleKey key = titleKey()) {
            Map<TrackId, Track> kept = unchanged(key);
            for (PlannedTrack track : plan.tracks()) {
                if (!kept.containsKey(track.id())) {
                    seal(key, track);
                }
            }
            if (setup.readback() == Readback.CHECK) {
                for (PlannedTrack track : plan.tracks()) {
                    if (!kept.containsKey(track.id())) {
                        check(key, track);
                    }
                }
            }
            return finished(key, kept);
        } catch (InputChangedException e) {
            setup.disk().deleteTree(writer.layout().directory());
            throw Refusal.failure(
                            "input-changed",
                            e.getMessage() + "; nothing was kept",
                            "pack it again when nobody writes to it any more")
                    .causedBy(e);
        }
    }

    /** The key of this run, and with it the salts: resumed, that of the previous revision, given, or fresh. */
    private TitleKey titleKey() throws IOException {
        Optional<TitleKey> resumed = resumedKey();
        if (resumed.isPresent()) {
            return resumed.get();
        }
        setup.disk().deleteTree(writer.layout().directory());
        TitleKey key = freshKey();
        for (PlannedTrack track : plan.tracks()) {
            salts.put(track.id(), freshSalt(track.id()));
            ledgers.put(
                    track.id(), new RangeLedger(TrackShape.forSize(track.stamp().sizeBytes())));
        }
        return key;
    }

    private TitleKey freshKey() throws IOException {
        if (previous.isPresent()) {
            TitleKey key = previous.get()
                    .sealedKeys()
                    .open(
                            SealedKeys.Recipient.ESCROW,
                            keys.studio().escrow(),
                            previous.get().manifest());
            if (keys.titleKey().isPresent() && !keys.titleKey().get().sameAs(key.secret())) {
                key.close();
                throw Refusal.usage(
                        "key-mismatch", "--title-key is not the key of the previous package", "leave it out");
            }
            return key;
        }
        return keys.titleKey()
                .map(secret -> TitleKey.of(plan.titleId(), secret.duplicate()))
                .orElseGet(() -> TitleKey.random(plan.titleId(), keys.random()));
    }

    private TrackSalt freshSalt(TrackId track) {
        return keys.saltSeed()
                .map(seed -> TrackSalt.fromSeed(seed, track))
                .orElseGet(() -> TrackSalt.random(keys.random()));
    }

    private Optional<TitleKey> resumedKey() throws IOException {
        Path directory = writer.layout().directory();
        if (!setup.disk().exists(directory)) {
            return Optional.empty();
        }
        Optional<byte[]> record = setup.disk().read(directory.resolve(ResumeRecord.FILE), ResumeRecord.MAX_BYTES);
        Optional<byte[]> sealed = setup.disk().read(writer.layout().keys(), SealedKeys.TYPE.maxEnvelopeBytes());
        if (record.isEmpty() || sealed.isEmpty()) {
            setup.reporter().remark("an earlier run left nothing to go on from; packing afresh with new salts");
            return Optional.empty();
        }
        try {
            Optional<TitleKey> key = Resumption.key(record.get(), sealed.get(), keys, job(), plan, this::restore);
            if (key.isEmpty()) {
                setup.reporter().remark("an earlier run was about another job or input; packing afresh with new salts");
            }
            return key;
        } catch (FormatException e) {
            setup.reporter()
                    .remark("what an earlier run left cannot be believed (" + e.getMessage()
                            + "); packing afresh with new salts");
            return Optional.empty();
        }
    }

    private void restore(ResumeRecord record) {
        salts = new TreeMap<>(record.salts());
        long bytes = 0;
        for (PlannedTrack track : plan.tracks()) {
            RangeLedger ledger =
                    new RangeLedger(TrackShape.forSize(track.stamp().sizeBytes()));
            for (RangeLedger.Entry entry : record.ranges().getOrDefault(track.id(), List.of())) {
                ledger.restore(entry);
                bytes += ledger.shape().rangeLength(entry.range());
            }
            ledgers.put(track.id(), ledger);
        }
        setup.reporter().remark("going on where an earlier run stopped");
        setup.reporter().sealed(bytes);
    }

    /** Tracks of the previous revision whose plain bytes are those of the input; they are taken over as they are. */
    private Map<TrackId, Track> unchanged(TitleKey key) throws IOException {
        Map<TrackId, Track> kept = new TreeMap<>();
        if (previous.isPresent()) {
            for (PlannedTrack planned : plan.tracks()) {
                Optional<Track> old = previous.get().manifest().track(planned.id());
                if (old.isPresent()
                        && old.get().sizeBytes() == planned.stamp().sizeBytes()
                        && sameContent(key, old.get(), planned)) {
                    kept.put(planned.id(), old.get());
                    salts.put(planned.id(), old.get().salt());
                    setup.reporter().remark("track " + planned.id() + " is unchanged and taken over");
                    setup.reporter().sealed(planned.stamp().sizeBytes());
                }
            }
        }
        // Before the first data byte: whoever finds the ciphertext later also finds the key that opens it.
        writer.begin(key, salts, keys.studio().signing(), keys.recipients());
        return kept;
    }

    private boolean sameContent(TitleKey key, Track old, PlannedTrack planned) throws IOException {
        try (TrackKey trackKey = key.trackKey(planned.id());
                DiskFile input = setup.disk().open(planned.input())) {
            previous.orElseThrow()
                    .unseal(setup.workers(), old, trackKey, new ComparingFile(input), (piece, length) -> {});
            return true;
        } catch (ComparingFile.Difference e) {
            return false;
        }
    }

    private void seal(TitleKey key, PlannedTrack track) throws IOException {
        RangeLedger ledger = ledger(track.id());
        if (ledger.isComplete()) {
            return;
        }
        Checkpoints checkpoints =
                new Checkpoints(setup, writer.layout().directory().resolve(ResumeRecord.FILE), () -> record(key));
        try (DiskFile plain = setup.disk().open(track.input())) {
            writer.seal(key, draft(track), plain, ledger, (range, length, cipher, leaves) -> {
                setup.reporter().sealed(length);
                checkpoints.sealed(cipher, leaves);
            });
        }
        Optional<Disk.Stamp> now = setup.disk().stamp(track.input());
        if (now.isEmpty() || !now.get().equals(track.stamp())) {
            throw new InputChangedException(track.input() + ": changed while it was packed");
        }
    }

    private Checkpoints.Snapshot record(TitleKey key) {
        Map<TrackId, List<RangeLedger.Entry>> ranges = new TreeMap<>();
        ledgers.forEach((id, ledger) -> ranges.put(id, ledger.entries()));
        ResumeRecord record = new ResumeRecord(job(), salts, ranges);
        return () -> record.bytes(key);
    }

    private void check(TitleKey key, PlannedTrack track) throws IOException {
        writer.check(key, draft(track), ledger(track.id()), (range, length) -> setup.reporter()
                .checked(length));
    }

    private SealedPackage finished(TitleKey key, Map<TrackId, Track> kept) throws IOException {
        List<Track> tracks = new ArrayList<>();
        for (PlannedTrack planned : plan.tracks()) {
            Track old = kept.get(planned.id());
            if (old != null) {
                writer.adopt(previous.orElseThrow(), old);
                tracks.add(relabelled(old, planned));
            } else {
                tracks.add(writer.complete(key, draft(planned), ledger(planned.id())));
            }
        }
        List<PublicFile> files = new ArrayList<>();
        for (PlannedFile file : plan.publicFiles()) {
            files.add(writer.addPublic(file.input(), file.path(), file.mediaType(), file.use()));
        }
        Manifest manifest = new Manifest(
                plan.titleId(),
                plan.revision(),
                plan.supersedes(),
                setup.createdAt().orElseGet(() -> setup.clock().instant()),
                new Studio(studioId(), keys.studio().signing().verifyKey()),
                key.keyId(),
                tracks,
                new PublicPart(plan.title(), plan.summary(), files));
        refuseSaltReuse(manifest);
        setup.disk().delete(writer.layout().directory().resolve(ResumeRecord.FILE));
        writer.finish(manifest, keys.studio().signing());
        return writer.publish(out);
    }

    private void refuseSaltReuse(Manifest manifest) throws IOException {
        if (previous.isEmpty()) {
            return;
        }
        try {
            manifest.refuseSaltReuse(previous.get().manifest());
        } catch (FormatException e) {
            setup.disk().deleteTree(writer.layout().directory());
            throw e;
        }
    }

    /** The same bytes under what the job says of them now. */
    private static Track relabelled(Track old, PlannedTrack planned) {
        return new Track(
                old.id(),
                planned.label(),
                planned.role(),
                planned.mediaType(),
                planned.lang(),
                old.sizeBytes(),
                old.root(),
                old.salt(),
                old.commitment(),
                old.pieceLength(),
                old.infoHashes(),
                planned.durationMs());
    }

    private StudioId studioId() {
        return plan.studioId()
                .orElseGet(() -> new StudioId(
                        "studio-" + keys.studio().signing().kid().hex().substring(0, 8)));
    }

    private PackageWriter.TrackDraft draft(PlannedTrack track) {
        TrackSalt salt = salts.get(track.id());
        if (salt == null) {
            throw new IllegalStateException("no salt for track " + track.id());
        }
        return new PackageWriter.TrackDraft(
                track.id(), track.label(), track.role(), track.mediaType(), track.lang(), track.durationMs(), salt);
    }

    private RangeLedger ledger(TrackId track) {
        RangeLedger ledger = ledgers.get(track);
        if (ledger == null) {
            throw new IllegalStateException("no ledger for track " + track);
        }
        return ledger;
    }

    /** What a run is about, as one text: another input or job does not resume. */
    private String job() {
        StringBuilder job = new StringBuilder(
                plan.titleId() + "/" + plan.revision() + "/" + plan.supersedes().orElse("none"));
        for (PlannedTrack track : plan.tracks()) {
            job.append('\n')
                    .append(track.id())
                    .append(' ')
                    .append(track.stamp().sizeBytes())
                    .append(' ')
                    .append(track.stamp().modifiedMillis());
        }
        keys.saltSeed().ifPresent(seed -> job.append("\nsalts ")
                .append(plan.tracks().stream()
                        .map(track -> TrackSalt.fromSeed(seed, track.id()).text())
                        .toList()));
        return Id16.of("sealswarm/1/job", job.toString());
    }
}
