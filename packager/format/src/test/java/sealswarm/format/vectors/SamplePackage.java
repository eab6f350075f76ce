package sealswarm.format.vectors;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import sealswarm.format.PackageWriter;
import sealswarm.format.SealedPackage;
import sealswarm.format.cipher.RangeLedger;
import sealswarm.format.cipher.TrackShape;
import sealswarm.format.cipher.Workers;
import sealswarm.format.disk.Disk;
import sealswarm.format.disk.DiskFile;
import sealswarm.format.disk.LocalDisk;
import sealswarm.format.key.SigningKey;
import sealswarm.format.key.StudioId;
import sealswarm.format.key.TitleId;
import sealswarm.format.key.TitleKey;
import sealswarm.format.key.TrackId;
import sealswarm.format.key.TrackSalt;
import sealswarm.format.manifest.Manifest;
import sealswarm.format.manifest.MediaType;
import sealswarm.format.manifest.PublicPart;
import sealswarm.format.manifest.SealedKeys;
import sealswarm.format.manifest.Studio;
import sealswarm.format.manifest.Track;
import sealswarm.format.manifest.TrackRole;
import sealswarm.format.secret.InsecureSecretAccess;
import sealswarm.format.secret.SecretBytes;
import sealswarm.format.wrap.HpkeSuite;
import sealswarm.format.wrap.WrapKeyPair;

/**
 * A small real package with fixed keys, for tests of every module that reads packages: title {@code demo-film}, one track per given content,
 * its title key sealed to {@link #serverKey()} and to {@link #escrowKey()}.
 */
public final class SamplePackage implements AutoCloseable {
    public static final TitleId TITLE = new TitleId("demo-film");
    public static final StudioId STUDIO = new StudioId("demo-studio");

    private final ExecutorService pool = Executors.newFixedThreadPool(2);
    private final Workers workers = new Workers(pool, 2);
    private final Disk disk;
    private final SigningKey studioKey = SigningKey.ofSeed(fixed(1));
    private final WrapKeyPair serverKey = WrapKeyPair.of(HpkeSuite.X_WING, fixed(2));
    private final WrapKeyPair escrowKey = WrapKeyPair.of(HpkeSuite.X_WING, fixed(3));
    private final TitleKey titleKey = TitleKey.of(TITLE, fixed(4));

    public SamplePackage() {
        this(new LocalDisk());
    }

    public SamplePackage(Disk disk) {
        this.disk = disk;
    }

    /** {@code sizeBytes} of noise that follows from {@code seed}. */
    public static byte[] noise(int seed, int sizeBytes) {
        byte[] bytes = new byte[sizeBytes];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    /** 32 fixed secret bytes. */
    public static SecretBytes fixed(int seed) {
        return SecretBytes.take(noise(seed, 32), InsecureSecretAccess.get());
    }

    /** A secret of its own copy of {@code bytes}. */
    public static SecretBytes secret(byte[] bytes) {
        return SecretBytes.copyOf(bytes, InsecureSecretAccess.get());
    }

    public Workers workers() {
        return workers;
    }

    public Disk disk() {
        return disk;
    }

    public SigningKey studioKey() {
        return studioKey;
    }

    public WrapKeyPair serverKey() {
        return serverKey;
    }

    public WrapKeyPair escrowKey() {
        return escrowKey;
    }

    public TitleKey titleKey() {
        return titleKey;
    }

    /** The fixed salt of a track. */
    public static TrackSalt salt(TrackId track) {
        return TrackSalt.of(noise(track.hashCode(), 32));
    }

    /** A draft of a video track. */
    public static PackageWriter.TrackDraft draft(TrackId id) {
        return new PackageWriter.TrackDraft(
                id,
                "Track " + id,
                TrackRole.VIDEO,
                new MediaType("video/webm"),
                Optional.empty(),
                OptionalLong.empty(),
                salt(id));
    }

    /** Packs {@code contents} (track id to plain bytes) into {@code target}. */
    public SealedPackage pack(Path target, SortedMap<String, byte[]> contents) throws IOException {
        PackageWriter writer =
                new PackageWriter(disk, workers, target.resolveSibling(target.getFileName() + ".partial"));
        TreeMap<TrackId, TrackSalt> salts = new TreeMap<>();
        contents.keySet().forEach(id -> salts.put(new TrackId(id), salt(new TrackId(id))));
        writer.begin(
                titleKey,
                salts,
                studioKey,
                Map.of(
                        SealedKeys.Recipient.LICENSE_SERVER, serverKey.publicKey(),
                        SealedKeys.Recipient.ESCROW, escrowKey.publicKey()));
        List<Track> tracks = new ArrayList<>();
        for (var content : contents.entrySet()) {
            tracks.add(seal(writer, draft(new TrackId(content.getKey())), content.getValue()));
        }
        writer.finish(manifest(tracks), studioKey);
        return writer.publish(target);
    }

    private Track seal(PackageWriter writer, PackageWriter.TrackDraft draft, byte[] plain) throws IOException {
        Path input = Files.createTempFile("sample", ".plain");
        try {
            Files.write(input, plain);
            RangeLedger ledger = new RangeLedger(TrackShape.forSize(plain.length));
            try (DiskFile in = new LocalDisk().open(input)) {
                writer.seal(titleKey, draft, in, ledger, (range, length, cipher, leaves) -> {});
            }
            writer.check(titleKey, draft, ledger, (range, length) -> {});
            return writer.complete(titleKey, draft, ledger);
        } finally {
            Files.delete(input);
        }
    }

    /** A manifest of {@code tracks}, revision 1. */
    public Manifest manifest(List<Track> tracks) {
        return new Manifest(
                TITLE,
                1,
                Optional.empty(),
                Instant.parse("2026-01-02T03:04:05Z"),
                new Studio(STUDIO, studioKey.verifyKey()),
                titleKey.keyId(),
                tracks,
                new PublicPart("Demo film", Optional.of("A film."), List.of()));
    }

    /** Packs one track {@code hd} without an exception to declare. */
    public SealedPackage packOne(Path target, byte[] plain) {
        try {
            return pack(target, new TreeMap<>(Map.of("hd", plain)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        pool.shutdownNow();
        studioKey.close();
        serverKey.close();
        escrowKey.close();
        titleKey.close();
    }
}
