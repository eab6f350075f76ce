package sealswarm.format;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import sealswarm.format.cipher.BlockDecryptor;
import sealswarm.format.cipher.InputChangedException;
import sealswarm.format.cipher.RangeObserver;
import sealswarm.format.cipher.TrackAudit;
import sealswarm.format.cipher.TrackVerifier;
import sealswarm.format.cipher.VerifiedBlock;
import sealswarm.format.cipher.Workers;
import sealswarm.format.disk.Disk;
import sealswarm.format.disk.DiskFile;
import sealswarm.format.envelope.DocumentType;
import sealswarm.format.envelope.Envelope;
import sealswarm.format.envelope.KeyTrust;
import sealswarm.format.json.LowerHex;
import sealswarm.format.key.Digests;
import sealswarm.format.key.TrackKey;
import sealswarm.format.manifest.Manifest;
import sealswarm.format.manifest.PublicFile;
import sealswarm.format.manifest.SealedKeys;
import sealswarm.format.manifest.Track;
import sealswarm.format.problem.FormatException;
import sealswarm.format.problem.FormatProblem;
import sealswarm.overlay.merkle.Merkle;
import sealswarm.overlay.metainfo.Metainfo;
import sealswarm.overlay.metainfo.MetainfoException;
import sealswarm.overlay.metainfo.TrackHashes;

/**
 * A package in a directory. Opening it checks the manifest's signature; {@link #verify} checks every byte of it without a key. Safe for
 * any thread; everything here blocks on the disk.
 */
public final class SealedPackage {
    private final Disk disk;
    private final PackageLayout layout;
    private final Envelope envelope;
    private final Manifest manifest;

    private SealedPackage(Disk disk, PackageLayout layout, Envelope envelope, Manifest manifest) {
        this.disk = disk;
        this.layout = layout;
        this.envelope = envelope;
        this.manifest = manifest;
    }

    /**
     * Opens a package whose manifest is signed by the key it names, whoever that is.
     *
     * @throws NoSuchFileException if there is no manifest
     * @throws FormatException if the manifest is refused
     */
    public static SealedPackage open(Disk disk, Path directory) throws IOException {
        PackageLayout layout = new PackageLayout(directory);
        Envelope envelope = envelope(disk, layout.manifest(), Manifest.TYPE);
        return new SealedPackage(disk, layout, envelope, Manifest.selfSigned(envelope));
    }

    /** As {@link #open(Disk, Path)}, for a manifest signed by a key of {@code trust}. */
    public static SealedPackage open(Disk disk, Path directory, KeyTrust trust) throws IOException {
        PackageLayout layout = new PackageLayout(directory);
        Envelope envelope = envelope(disk, layout.manifest(), Manifest.TYPE);
        return new SealedPackage(disk, layout, envelope, Manifest.verified(envelope, trust));
    }

    public PackageLayout layout() {
        return layout;
    }

    public Manifest manifest() {
        return manifest;
    }

    /** The manifest's envelope, exactly as the studio signed it. */
    public Envelope envelope() {
        return envelope;
    }

    /** SHA-256 of the manifest's payload: the package's identity. */
    public String packageId() {
        return envelope.payloadSha256();
    }

    /** The envelope of {@code keys.hpke}. */
    public Envelope keysEnvelope() throws IOException {
        return envelope(disk, layout.keys(), SealedKeys.TYPE);
    }

    /**
     * The sealed title key, signed by the studio key of the manifest.
     *
     * @throws FormatException if its signature or form is refused, or it is of another title
     */
    public SealedKeys sealedKeys() throws IOException {
        SealedKeys keys = SealedKeys.verified(
                keysEnvelope(),
                KeyTrust.of(SealedKeys.TYPE.typ(), manifest.studio().key()));
        if (!keys.titleId().equals(manifest.titleId()) || !keys.keyId().equals(manifest.keyId())) {
            throw new FormatException(FormatProblem.KEY_MISMATCH, "keys.hpke: of another title or title key");
        }
        return keys;
    }

    /** Bytes that {@link #verify} reads, for progress. */
    public long sizeBytes() {
        return manifest.tracks().stream().mapToLong(Track::sizeBytes).sum();
    }

    /**
     * Checks everything but the secret: sealed keys' signature, and of each track size, root, leaves and both metainfos, and the public
     * files.
     *
     * @throws FormatException naming the first thing that is wrong
     * @throws NoSuchFileException if a file of the package is missing
     */
    public void verify(Workers workers, RangeObserver observer) throws IOException {
        sealedKeys();
        for (Track track : manifest.tracks()) {
            TrackHashes hashes;
            try (DiskFile data = open(layout.data(track));
                    DiskFile leaves = open(layout.leaves(track))) {
                hashes = TrackAudit.audit(workers, track, data, leaves, observer);
            }
            TrackMetainfos due = TrackMetainfos.of(track.fileName(), hashes);
            verifyMetainfo(track, layout.torrent(track.id()), due.hybrid());
            verifyMetainfo(track, layout.torrentV1(track.id()), due.v1Only());
            verifyInfoHashes(track, due);
        }
        for (PublicFile file : manifest.publicPart().files()) {
            verifyPublic(file);
        }
    }

    private void verifyMetainfo(Track track, Path file, byte[] due) throws IOException {
        byte[] found = disk.read(file, Metainfo.MAX_BYTES).orElseThrow(() -> new NoSuchFileException(file.toString()));
        if (!Arrays.equals(found, due)) {
            throw corrupt(
                    "track " + track.id() + ": metainfo " + file.getFileName() + " is not that of its ciphertext");
        }
    }

    private static void verifyInfoHashes(Track track, TrackMetainfos due) {
        if (!due.infoHashes().equals(track.infoHashes())) {
            throw corrupt("track " + track.id() + ": the manifest names other info-hashes than its metainfos have");
        }
    }

    private void verifyPublic(PublicFile file) throws IOException {
        Path path = layout.publicFile(file);
        try (DiskFile in = open(path)) {
            if (in.sizeBytes() != file.sizeBytes()
                    || !sha256(in, file.sizeBytes()).equals(file.sha256())) {
                throw corrupt("public/" + file.path() + " is not what the manifest says");
            }
        }
    }

    /** SHA-256 of a file of {@code sizeBytes} in hex; a shorter one gives the hash of what is there. */
    static String sha256(DiskFile in, long sizeBytes) throws IOException {
        MessageDigest digest = Digests.sha256();
        byte[] chunk = new byte[64 * 1024];
        for (long at = 0; at < sizeBytes; at += chunk.length) {
            int got = in.read(at, chunk, 0, (int) Math.min(chunk.length, sizeBytes - at));
            digest.update(chunk, 0, got);
        }
        return LowerHex.encode(digest.digest());
    }

    /**
     * A verifier of {@code track} by the package's own metainfo, whose piece layer is checked against the root.
     *
     * @throws FormatException if the metainfo is not the track's
     */
    public TrackVerifier verifier(Track track) throws IOException {
        Path file = layout.torrent(track.id());
        byte[] bytes = disk.read(file, Metainfo.MAX_BYTES).orElseThrow(() -> new NoSuchFileException(file.toString()));
        try {
            return TrackVerifier.ofPieceLayer(
                    track,
                    Metainfo.parse(bytes)
                            .pieceLayer()
                            .orElseThrow(() -> corrupt("track " + track.id() + ": metainfo without piece layer")));
        } catch (MetainfoException e) {
            throw new FormatException(FormatProblem.BLOCK_CORRUPT, "track " + track.id() + ": " + e.getMessage(), e);
        }
    }

    /**
     * Writes the plain bytes of {@code track}, each piece verified before it is decrypted.
     *
     * @throws FormatException {@link FormatProblem#KEY_COMMITMENT} or {@link FormatProblem#BLOCK_CORRUPT}; what was written before is
     *     intact
     */
    public void unseal(Workers workers, Track track, TrackKey key, DiskFile out, RangeObserver observer)
            throws IOException {
        TrackVerifier verifier = verifier(track);
        // A wrong key is refused here, before a worker begins.
        BlockDecryptor.open(track, key).close();
        try (DiskFile data = open(layout.data(track))) {
            workers.run(
                    verifier.pieces(),
                    piece -> true,
                    () -> new Unsealing(track, verifier, BlockDecryptor.open(track, key), data, out, observer));
        }
    }

    private record Unsealing(
            Track track,
            TrackVerifier verifier,
            BlockDecryptor decryptor,
            DiskFile data,
            DiskFile out,
            RangeObserver observer)
            implements Workers.RangeTask {
        @Override
        public void run(int piece) throws IOException {
            int length = verifier.pieceLengthBytes(piece);
            long start = (long) piece * track.pieceLength().bytes();
            byte[] sealed = new byte[length];
            if (data.read(start, sealed, 0, length) != length) {
                throw new InputChangedException("track " + track.id() + ": ciphertext is cut short");
            }
            byte[] plain = new byte[length];
            for (VerifiedBlock block : verifier.verifyPiece(piece, sealed)) {
                byte[] bytes = decryptor.decrypt(block);
                System.arraycopy(bytes, 0, plain, (int) (block.index() * Merkle.LEAF_SIZE - start), bytes.length);
            }
            out.write(start, plain, 0, length);
            observer.finished(piece, length);
        }

        @Override
        public void close() {
            decryptor.close();
        }
    }

    private DiskFile open(Path file) throws IOException {
        if (disk.stamp(file).isEmpty()) {
            throw new NoSuchFileException(file.toString(), null, "no regular file");
        }
        return disk.open(file);
    }

    private static Envelope envelope(Disk disk, Path file, DocumentType type) throws IOException {
        Optional<byte[]> bytes = disk.read(file, type.maxEnvelopeBytes());
        return Envelope.parse(bytes.orElseThrow(() -> new NoSuchFileException(file.toString())), type);
    }

    private static FormatException corrupt(String message) {
        return new FormatException(FormatProblem.BLOCK_CORRUPT, message);
    }
}
