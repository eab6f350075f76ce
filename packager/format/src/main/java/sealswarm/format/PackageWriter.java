package sealswarm.format;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import sealswarm.format.cipher.InputChangedException;
import sealswarm.format.cipher.RangeLedger;
import sealswarm.format.cipher.RangeObserver;
import sealswarm.format.cipher.SealCheck;
import sealswarm.format.cipher.TrackSealer;
import sealswarm.format.cipher.Workers;
import sealswarm.format.disk.Disk;
import sealswarm.format.disk.DiskFile;
import sealswarm.format.envelope.Envelope;
import sealswarm.format.key.ContentKey;
import sealswarm.format.key.KeyCommitment;
import sealswarm.format.key.SigningKey;
import sealswarm.format.key.TitleKey;
import sealswarm.format.key.TrackId;
import sealswarm.format.key.TrackKey;
import sealswarm.format.key.TrackSalt;
import sealswarm.format.manifest.LanguageTag;
import sealswarm.format.manifest.Manifest;
import sealswarm.format.manifest.MediaType;
import sealswarm.format.manifest.PublicFile;
import sealswarm.format.manifest.SealedKeys;
import sealswarm.format.manifest.Track;
import sealswarm.format.manifest.TrackRole;
import sealswarm.format.wrap.WrapPublicKey;
import sealswarm.overlay.merkle.LeafSidecar;
import sealswarm.overlay.metainfo.TrackHashes;

/**
 * Writes a package into a directory that nobody else sees until {@link #publish} renames it. Steps in order: {@link #begin}, one {@link
 * #seal} or {@link #adopt} per track, {@link #addPublic}, {@link #finish}, {@link #publish}. Belongs to one thread; ranges of a track run
 * on the workers.
 */
public final class PackageWriter {
    private final Disk disk;
    private final Workers workers;
    private final PackageLayout layout;

    /** A writer into {@code partial}, which it creates. */
    public PackageWriter(Disk disk, Workers workers, Path partial) {
        this.disk = disk;
        this.workers = workers;
        this.layout = new PackageLayout(partial);
    }

    /** What is known of a track before its bytes are read. */
    public record TrackDraft(
            TrackId id,
            String label,
            TrackRole role,
            MediaType mediaType,
            Optional<LanguageTag> lang,
            OptionalLong durationMs,
            TrackSalt salt) {}

    public PackageLayout layout() {
        return layout;
    }

    /** Creates the directories and writes {@code keys.hpke} durably, before the first data byte. */
    public void begin(
            TitleKey key,
            SortedMap<TrackId, TrackSalt> salts,
            SigningKey studio,
            Map<SealedKeys.Recipient, WrapPublicKey> recipients)
            throws IOException {
        disk.createDirectories(layout.dataDirectory());
        disk.createDirectories(layout.torrentsDirectory());
        disk.createDirectories(layout.publicDirectory());
        disk.replace(
                layout.keys(), SealedKeys.seal(key, salts, studio, recipients).bytes());
    }

    /** The ciphertext of a track while it is written, before its name is known. */
    public Path sealing(TrackId track) {
        return layout.dataDirectory().resolve(track.text() + ".sealing");
    }

    /** The leaves of a track while they are written. */
    public Path sealingLeaves(TrackId track) {
        return layout.dataDirectory().resolve(track.text() + ".sealing" + LeafSidecar.SUFFIX);
    }

    /**
     * Encrypts and hashes every range of {@code plain} that {@code ledger} does not hold, without naming the files yet. They are durable
     * when this returns.
     *
     * @throws sealswarm.format.cipher.InputChangedException if the input is shorter than the ledger says
     */
    public void seal(TitleKey key, TrackDraft draft, DiskFile plain, RangeLedger ledger, SealObserver observer)
            throws IOException {
        try (TrackKey trackKey = key.trackKey(draft.id());
                ContentKey contentKey = trackKey.contentKey(draft.salt());
                DiskFile cipher = disk.create(sealing(draft.id()));
                DiskFile leaves = disk.create(sealingLeaves(draft.id()))) {
            TrackSealer.seal(
                    workers,
                    contentKey,
                    new TrackSealer.Files(plain, cipher, leaves),
                    ledger,
                    (range, length) -> observer.sealed(range, length, cipher, leaves));
            // A record of a later track may say that this one is finished.
            cipher.force();
            leaves.force();
        }
    }

    /** Is told of each sealed range, with the files to force should it keep a record; safe for any thread. */
    @FunctionalInterface
    public interface SealObserver {
        void sealed(int range, int lengthBytes, DiskFile cipher, DiskFile leaves) throws IOException;
    }

    /** Reads the sealed track back and compares it with what was read from the input. */
    public void check(TitleKey key, TrackDraft draft, RangeLedger ledger, RangeObserver observer) throws IOException {
        try (TrackKey trackKey = key.trackKey(draft.id());
                ContentKey contentKey = trackKey.contentKey(draft.salt());
                DiskFile cipher = disk.open(located(sealing(draft.id()), named(ledger, "")));
                DiskFile leaves = disk.open(located(sealingLeaves(draft.id()), named(ledger, LeafSidecar.SUFFIX)))) {
            SealCheck.check(workers, contentKey, cipher, leaves, ledger, observer);
        }
    }

    /** Gives the finished track its name and writes both metainfos; doing it again changes nothing. */
    public Track complete(TitleKey key, TrackDraft draft, RangeLedger ledger) throws IOException {
        TrackHashes hashes = ledger.hashes();
        String name = hashes.root().fileName();
        TrackMetainfos metainfos = TrackMetainfos.of(name, hashes);
        KeyCommitment commitment;
        try (TrackKey trackKey = key.trackKey(draft.id());
                ContentKey contentKey = trackKey.contentKey(draft.salt())) {
            commitment = contentKey.commitment();
        }
        Track track = new Track(
                draft.id(),
                draft.label(),
                draft.role(),
                draft.mediaType(),
                draft.lang(),
                hashes.lengthBytes(),
                hashes.root(),
                draft.salt(),
                commitment,
                hashes.pieceLength(),
                metainfos.infoHashes(),
                draft.durationMs());
        name(sealing(draft.id()), layout.data(track));
        name(sealingLeaves(draft.id()), layout.leaves(track));
        disk.replace(layout.torrent(draft.id()), metainfos.hybrid());
        disk.replace(layout.torrentV1(draft.id()), metainfos.v1Only());
        return track;
    }

    /** Takes an unchanged track over from an earlier package: data, leaves and metainfos byte for byte. */
    public void adopt(SealedPackage previous, Track track) throws IOException {
        copy(previous.layout().data(track), layout.data(track));
        copy(previous.layout().leaves(track), layout.leaves(track));
        copy(previous.layout().torrent(track.id()), layout.torrent(track.id()));
        copy(previous.layout().torrentV1(track.id()), layout.torrentV1(track.id()));
    }

    /** Copies a clear file into the package. */
    public PublicFile addPublic(Path source, String path, MediaType mediaType, String use) throws IOException {
        Path target = layout.publicFile(path);
        Path parent = target.getParent();
        if (parent != null) {
            disk.createDirectories(parent);
        }
        copy(source, target);
        try (DiskFile in = disk.open(target)) {
            long size = in.sizeBytes();
            return new PublicFile(path, size, SealedPackage.sha256(in, size), mediaType, use);
        }
    }

    /** Signs and writes the manifest, and forces every directory of the package. */
    public void finish(Manifest manifest, SigningKey studio) throws IOException {
        Envelope envelope = manifest.sign(studio);
        disk.replace(layout.manifest(), envelope.bytes());
        List<Path> directories = new ArrayList<>(List.of(
                layout.dataDirectory(), layout.torrentsDirectory(), layout.publicDirectory(), layout.directory()));
        for (Path directory : directories) {
            disk.forceDirectory(directory);
        }
    }

    /**
     * Shows the finished package under its name, atomically.
     *
     * @throws FileAlreadyExistsException if something has that name; nothing is changed then
     */
    public SealedPackage publish(Path target) throws IOException {
        if (disk.exists(target)) {
            throw new FileAlreadyExistsException(target.toString());
        }
        disk.rename(layout.directory(), target);
        Path parent = target.toAbsolutePath().getParent();
        if (parent != null) {
            disk.forceDirectory(parent);
        }
        return SealedPackage.open(disk, target);
    }

    private Path named(RangeLedger ledger, String suffix) {
        return layout.dataDirectory().resolve(ledger.hashes().root().fileName() + suffix);
    }

    private Path located(Path sealing, Path named) {
        return disk.exists(sealing) ? sealing : named;
    }

    private void name(Path sealing, Path named) throws IOException {
        if (disk.exists(sealing)) {
            disk.rename(sealing, named);
        }
    }

    private void copy(Path from, Path to) throws IOException {
        byte[] chunk = new byte[1 << 20];
        try (DiskFile in = disk.open(from);
                DiskFile out = disk.create(to)) {
            long size = in.sizeBytes();
            out.truncate(0);
            for (long at = 0; at < size; at += chunk.length) {
                int length = (int) Math.min(chunk.length, size - at);
                if (in.read(at, chunk, 0, length) != length) {
                    throw new InputChangedException("file became shorter while read: " + from);
                }
                out.write(at, chunk, 0, length);
            }
            out.force();
        }
    }
}
