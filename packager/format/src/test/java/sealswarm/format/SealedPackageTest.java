package sealswarm.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sealswarm.format.disk.DiskFile;
import sealswarm.format.disk.LocalDisk;
import sealswarm.format.envelope.KeyTrust;
import sealswarm.format.key.SigningKey;
import sealswarm.format.key.TitleKey;
import sealswarm.format.key.TrackId;
import sealswarm.format.key.TrackKey;
import sealswarm.format.manifest.Manifest;
import sealswarm.format.manifest.SealedKeys;
import sealswarm.format.manifest.Track;
import sealswarm.format.problem.FormatException;
import sealswarm.format.problem.FormatProblem;
import sealswarm.format.vectors.FormatVectors;
import sealswarm.format.vectors.SamplePackage;
import sealswarm.overlay.merkle.Merkle;

class SealedPackageTest {
    private static final TrackId HD = new TrackId("hd");

    private final SamplePackage sample = new SamplePackage();

    @TempDir
    Path temporary;

    @AfterEach
    void close() {
        sample.close();
    }

    @ParameterizedTest
    @ValueSource(
            ints = {1, 16, 16_383, 16_384, 16_385, 32_768, 65_535, 65_536, 65_537, 1_000_000, 8 << 20, (8 << 20) + 1})
    void whatIsPackedVerifiesAndUnsealsToTheSameBytes(int size) throws IOException {
        byte[] plain = SamplePackage.noise(size, size);
        SealedPackage sealed = sample.packOne(temporary.resolve("p"), plain);
        sealed.verify(sample.workers(), (range, length) -> {});
        assertArrayEquals(plain, unseal(sealed));
        byte[] data = Files.readAllBytes(sealed.layout().data(track(sealed)));
        assertEquals(size, data.length);
        assertEquals(Merkle.leafCount(size) * 32, Files.size(sealed.layout().leaves(track(sealed))));
    }

    @Test
    void ciphertextAndRootEqualTheWorkedValue() throws IOException {
        JsonNode worked = FormatVectors.read("package-v1/keys.json");
        byte[] salt = FormatVectors.hex(worked.get("salt"));
        try (TitleKey key = TitleKey.of(SamplePackage.TITLE, FormatVectors.secret(worked.get("titleKey")))) {
            var shape = sealswarm.format.cipher.TrackShape.forSize(
                    worked.get("zeroBytes").asInt());
            var ledger = new sealswarm.format.cipher.RangeLedger(shape);
            var draft = new PackageWriter.TrackDraft(
                    HD,
                    "HD",
                    sealswarm.format.manifest.TrackRole.VIDEO,
                    sealswarm.format.manifest.MediaType.OCTETS,
                    java.util.Optional.empty(),
                    java.util.OptionalLong.empty(),
                    sealswarm.format.key.TrackSalt.of(salt));
            PackageWriter writer = new PackageWriter(sample.disk(), sample.workers(), temporary.resolve("w"));
            writer.begin(
                    key,
                    new TreeMap<>(Map.of(HD, draft.salt())),
                    sample.studioKey(),
                    Map.of(
                            SealedKeys.Recipient.LICENSE_SERVER,
                            sample.serverKey().publicKey()));
            Path zeros = temporary.resolve("zeros");
            Files.write(zeros, new byte[40_000]);
            try (DiskFile in = new LocalDisk().open(zeros)) {
                writer.seal(key, draft, in, ledger, (range, length, cipher, leaves) -> {});
            }
            Track track = writer.complete(key, draft, ledger);
            assertEquals(worked.get("root").asText(), track.root().hash().hex());
            assertEquals(worked.get("commitment").asText(), track.commitment().hex());
            byte[] data = Files.readAllBytes(writer.layout().data(track));
            assertEquals(worked.get("ciphertextStart").asText(), FormatVectors.hex(java.util.Arrays.copyOf(data, 32)));
            assertEquals(
                    worked.get("ciphertextSha256").asText(),
                    FormatVectors.hex(sealswarm.format.key.Digests.sha256().digest(data)));
        }
    }

    @Test
    void twoPacksOfTheSameAreByteEqualButForTheRandomisedSeal() throws IOException {
        TreeMap<String, byte[]> contents = new TreeMap<>(
                Map.of("audio-en", SamplePackage.noise(1, 100_000), "hd", SamplePackage.noise(2, 9 << 20)));
        SealedPackage one = sample.pack(temporary.resolve("one"), contents);
        SealedPackage two = sample.pack(temporary.resolve("two"), contents);
        assertEquals(one.packageId(), two.packageId());
        List<Path> files = files(one.layout().directory());
        assertEquals(files, files(two.layout().directory()));
        assertEquals(10, files.size());
        for (Path file : files) {
            boolean same = Files.mismatch(
                            one.layout().directory().resolve(file),
                            two.layout().directory().resolve(file))
                    < 0;
            assertEquals(!file.toString().equals("keys.hpke"), same, file.toString());
        }
    }

    @Test
    void aFlippedByteInAnyFileIsRefused() throws IOException {
        SealedPackage sealed = sample.packOne(temporary.resolve("p"), SamplePackage.noise(3, 200_000));
        Path directory = sealed.layout().directory();
        for (Path file : files(directory)) {
            Path path = directory.resolve(file);
            byte[] good = Files.readAllBytes(path);
            for (int i = 0; i < 9; i++) {
                byte[] bad = good.clone();
                int at = i * (good.length - 1) / 8;
                bad[at] ^= 0x10;
                Files.write(path, bad);
                assertThrows(FormatException.class, () -> verify(directory), file + " at " + at);
            }
            Files.write(path, good);
        }
        verify(directory);
    }

    @Test
    void namesTheFirstBadBlockAndTheFirstBadLeaf() throws IOException {
        SealedPackage sealed = sample.packOne(temporary.resolve("p"), SamplePackage.noise(3, 20 << 20));
        Track track = track(sealed);
        flip(sealed.layout().data(track), 1000L * 16_384 + 5);
        flip(sealed.layout().data(track), 777L * 16_384 + 16_383);
        assertEquals(
                "track hd: block 777 (byte 12730368) is not what the manifest says",
                refusal(sealed).getMessage());
        flip(sealed.layout().data(track), 1000L * 16_384 + 5);
        flip(sealed.layout().data(track), 777L * 16_384 + 16_383);
        flip(sealed.layout().leaves(track), 32 * 9 + 31);
        assertEquals(
                "track hd: leaf 9 of the leaf file is not what the manifest says",
                refusal(sealed).getMessage());
        flip(sealed.layout().data(track), 0);
        assertEquals(
                "track hd: ciphertext and leaf file are both not what the manifest says; they first differ at block 0",
                refusal(sealed).getMessage());
    }

    @Test
    void refusesCutExtendedForeignAndMissingFiles() throws IOException {
        SealedPackage sealed = sample.pack(
                temporary.resolve("p"),
                new TreeMap<>(Map.of("aa", SamplePackage.noise(1, 32_768), "bb", SamplePackage.noise(2, 32_768))));
        Path a = sealed.layout().data(sealed.manifest().tracks().get(0));
        Path b = sealed.layout().data(sealed.manifest().tracks().get(1));
        byte[] good = Files.readAllBytes(a);
        for (byte[] bad : List.of(
                java.util.Arrays.copyOf(good, 16_384),
                java.util.Arrays.copyOf(good, 32_769),
                new byte[0],
                Files.readAllBytes(b))) {
            Files.write(a, bad);
            assertEquals(FormatProblem.BLOCK_CORRUPT, refusal(sealed).problem());
        }
        Files.delete(a);
        assertThrows(NoSuchFileException.class, () -> verify(sealed.layout().directory()));
        Files.createSymbolicLink(a, b);
        assertThrows(NoSuchFileException.class, () -> verify(sealed.layout().directory()));
    }

    @Test
    void swappedOrCutBlocksAreRefusedBeforeAnyPlaintextLeaves() throws IOException {
        SealedPackage sealed = sample.packOne(temporary.resolve("p"), SamplePackage.noise(3, 200_000));
        byte[] data = Files.readAllBytes(sealed.layout().data(track(sealed)));
        byte[] swapped = data.clone();
        System.arraycopy(data, 0, swapped, 16_384, 16_384);
        System.arraycopy(data, 16_384, swapped, 0, 16_384);
        Files.write(sealed.layout().data(track(sealed)), swapped);
        FormatException refusal = assertThrows(FormatException.class, () -> unseal(sealed));
        assertEquals(FormatProblem.BLOCK_CORRUPT, refusal.problem());
        byte[] written = Files.readAllBytes(temporary.resolve("unsealed"));
        byte[] ofTheBadPiece = java.util.Arrays.copyOf(written, Math.min(written.length, 65_536));
        assertArrayEquals(new byte[ofTheBadPiece.length], ofTheBadPiece);
    }

    @Test
    void aWrongKeyIsRefusedByItsCommitment() throws IOException {
        SealedPackage sealed = sample.packOne(temporary.resolve("p"), SamplePackage.noise(3, 1000));
        try (TitleKey wrong = TitleKey.of(SamplePackage.TITLE, SamplePackage.fixed(99));
                TrackKey key = wrong.trackKey(HD);
                TrackKey sister = sample.titleKey().trackKey(new TrackId("sd"));
                DiskFile out = sample.disk().create(temporary.resolve("unsealed"))) {
            for (TrackKey bad : List.of(key, sister)) {
                FormatException refusal = assertThrows(
                        FormatException.class,
                        () -> sealed.unseal(sample.workers(), track(sealed), bad, out, (piece, length) -> {}));
                assertEquals(FormatProblem.KEY_COMMITMENT, refusal.problem());
            }
        }
    }

    @Test
    void bothRecipientsOpenTheSealedTitleKeyAndNobodyElse() throws IOException {
        SealedPackage sealed = sample.packOne(temporary.resolve("p"), SamplePackage.noise(3, 1000));
        SealedKeys keys = sealed.sealedKeys();
        try (TitleKey server = keys.open(SealedKeys.Recipient.LICENSE_SERVER, sample.serverKey(), sealed.manifest());
                TitleKey escrow = keys.open(SealedKeys.Recipient.ESCROW, sample.escrowKey(), sealed.manifest())) {
            assertTrue(server.secret().sameAs(sample.titleKey().secret()));
            assertTrue(escrow.secret().sameAs(sample.titleKey().secret()));
        }
        FormatException refusal = assertThrows(
                FormatException.class,
                () -> keys.open(SealedKeys.Recipient.LICENSE_SERVER, sample.escrowKey(), sealed.manifest()));
        assertEquals(FormatProblem.WRAP_INVALID, refusal.problem());
    }

    @Test
    void aManifestOfAnotherStudioIsUntrusted() throws IOException {
        SealedPackage sealed = sample.packOne(temporary.resolve("p"), SamplePackage.noise(3, 1000));
        try (SigningKey other = SigningKey.ofSeed(SamplePackage.fixed(50))) {
            FormatException refusal = assertThrows(
                    FormatException.class,
                    () -> SealedPackage.open(
                            sample.disk(),
                            sealed.layout().directory(),
                            KeyTrust.of(Manifest.TYPE.typ(), other.verifyKey())));
            assertEquals(FormatProblem.MANIFEST_UNTRUSTED, refusal.problem());
        }
        SealedPackage.open(
                sample.disk(),
                sealed.layout().directory(),
                KeyTrust.of(Manifest.TYPE.typ(), sample.studioKey().verifyKey()));
    }

    @Test
    void publishingOverSomethingChangesNothing() throws IOException {
        Path target = temporary.resolve("p");
        SealedPackage first = sample.packOne(target, SamplePackage.noise(3, 1000));
        assertThrows(
                FileAlreadyExistsException.class,
                () -> sample.pack(target, new TreeMap<>(Map.of("hd", SamplePackage.noise(4, 1000)))));
        assertEquals(
                first.packageId(), SealedPackage.open(sample.disk(), target).packageId());
    }

    @Test
    void noFileHoldsTheTitleKeyOrTrackKeyInClear() throws IOException {
        SealedPackage sealed = sample.packOne(temporary.resolve("p"), SamplePackage.noise(3, 100_000));
        try (TrackKey trackKey = sample.titleKey().trackKey(HD);
                var contentKey = trackKey.contentKey(SamplePackage.salt(HD))) {
            List<String> secrets = List.of(
                    FormatVectors.hex(sample.titleKey().secret()),
                    FormatVectors.hex(trackKey.secret()),
                    FormatVectors.hex(contentKey.secret()));
            for (Path file : files(sealed.layout().directory())) {
                String hex = FormatVectors.hex(
                        Files.readAllBytes(sealed.layout().directory().resolve(file)));
                secrets.forEach(secret -> assertFalse(hex.contains(secret), file.toString()));
            }
        }
    }

    private FormatException refusal(SealedPackage sealed) {
        return assertThrows(FormatException.class, () -> verify(sealed.layout().directory()));
    }

    private void verify(Path directory) throws IOException {
        SealedPackage.open(sample.disk(), directory).verify(sample.workers(), (range, length) -> {});
    }

    private byte[] unseal(SealedPackage sealed) throws IOException {
        Path out = temporary.resolve("unsealed");
        try (TrackKey key = sample.titleKey().trackKey(HD);
                DiskFile file = sample.disk().create(out)) {
            sealed.unseal(sample.workers(), track(sealed), key, file, (piece, length) -> {});
        }
        return Files.readAllBytes(out);
    }

    private static Track track(SealedPackage sealed) {
        return sealed.manifest().track(HD).orElseThrow();
    }

    private static void flip(Path file, long at) throws IOException {
        try (DiskFile open = new LocalDisk().create(file)) {
            byte[] one = new byte[1];
            open.read(at, one, 0, 1);
            one[0] ^= 1;
            open.write(at, one, 0, 1);
        }
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> walk = Files.walk(directory)) {
            return walk.filter(Files::isRegularFile)
                    .map(directory::relativize)
                    .sorted()
                    .toList();
        }
    }
}
