package sealswarm.format.cipher;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sealswarm.format.SealedPackage;
import sealswarm.format.key.TrackId;
import sealswarm.format.key.TrackKey;
import sealswarm.format.manifest.Track;
import sealswarm.format.problem.FormatException;
import sealswarm.format.problem.FormatProblem;
import sealswarm.format.vectors.SamplePackage;
import sealswarm.overlay.merkle.Merkle;
import sealswarm.overlay.merkle.MerkleLayer;

class TrackVerifierTest {
    private static final int SIZE = 5 * 65_536 + 20_000;

    private final SamplePackage sample = new SamplePackage();
    private final byte[] plain = SamplePackage.noise(8, SIZE);
    private final SealedPackage sealed;
    private final Track track;
    private final byte[] data;
    private final MerkleLayer leaves;
    private final Path temporary;

    TrackVerifierTest(@TempDir Path temporary) throws IOException {
        this.temporary = temporary;
        sealed = sample.packOne(temporary.resolve("p"), plain);
        track = sealed.manifest().tracks().get(0);
        data = Files.readAllBytes(sealed.layout().data(track));
        leaves = MerkleLayer.of(Files.readAllBytes(sealed.layout().leaves(track)));
    }

    @AfterEach
    void close() {
        sample.close();
    }

    @Test
    void everyBlockVerifiesAndDecryptsToItsPlainBytesInAnyOrder() {
        TrackVerifier verifier = TrackVerifier.ofLeaves(track, leaves);
        try (TrackKey key = sample.titleKey().trackKey(new TrackId("hd"));
                BlockDecryptor decryptor = BlockDecryptor.open(track, key)) {
            for (int index = leaves.size() - 1; index >= 0; index--) {
                VerifiedBlock block = verifier.verify(pieceLeaves(verifier, index), index, block(index));
                assertArrayEquals(
                        Arrays.copyOfRange(plain, index * 16_384, index * 16_384 + block.lengthBytes()),
                        decryptor.decrypt(block));
            }
        }
    }

    @Test
    void aSwappedCutLongOrChangedBlockIsCorrupt() {
        TrackVerifier verifier = TrackVerifier.ofLeaves(track, leaves);
        PieceLeaves ofPiece = pieceLeaves(verifier, 4);
        byte[] changed = block(4);
        changed[100] ^= 1;
        for (byte[] bad : List.of(
                block(5), Arrays.copyOf(block(4), 16_383), Arrays.copyOf(block(4), 16_385), new byte[0], changed)) {
            FormatException refusal = assertThrows(FormatException.class, () -> verifier.verify(ofPiece, 4, bad));
            assertEquals(FormatProblem.BLOCK_CORRUPT, refusal.problem());
        }
    }

    @Test
    void twoLeavesOfferedAsABlockAreCorrupt() {
        TrackVerifier verifier = TrackVerifier.ofLeaves(track, leaves);
        byte[] node = leaves.slice(0, 2).packed();
        assertThrows(FormatException.class, () -> verifier.verify(pieceLeaves(verifier, 0), 0, node));
    }

    @Test
    void aBlockThatChangesAfterTheCheckDoesNotChangeTheVerifiedOne() {
        TrackVerifier verifier = TrackVerifier.ofLeaves(track, leaves);
        byte[] block = block(0);
        VerifiedBlock verified = verifier.verify(pieceLeaves(verifier, 0), 0, block);
        Arrays.fill(block, (byte) 0);
        try (TrackKey key = sample.titleKey().trackKey(new TrackId("hd"));
                BlockDecryptor decryptor = BlockDecryptor.open(track, key)) {
            assertArrayEquals(Arrays.copyOf(plain, 16_384), decryptor.decrypt(verified));
        }
    }

    @Test
    void leavesAndPieceLayersThatDoNotAddUpAreCorrupt() throws IOException {
        byte[] packed = leaves.packed();
        packed[40] ^= 1;
        assertThrows(FormatException.class, () -> TrackVerifier.ofLeaves(track, MerkleLayer.of(packed)));
        assertThrows(FormatException.class, () -> TrackVerifier.ofLeaves(track, leaves.slice(0, leaves.size() - 1)));
        assertThrows(FormatException.class, () -> TrackVerifier.ofPieceLayer(track, MerkleLayer.EMPTY));
        TrackVerifier verifier = sealed.verifier(track);
        assertThrows(FormatException.class, () -> verifier.leaves(1, leaves.slice(0, 4)));
        assertThrows(FormatException.class, () -> verifier.leaves(0, leaves.slice(0, 3)));
        assertEquals(0, verifier.leaves(0, leaves.slice(0, 4)).piece());
    }

    @Test
    void aWholePieceVerifiesWithoutLeaves() throws IOException {
        TrackVerifier verifier = sealed.verifier(track);
        assertEquals(6, verifier.pieces());
        byte[] last = Arrays.copyOfRange(data, 5 * 65_536, SIZE);
        assertEquals(2, verifier.verifyPiece(5, last).size());
        last[0] ^= 1;
        assertThrows(FormatException.class, () -> verifier.verifyPiece(5, last));
        assertThrows(FormatException.class, () -> verifier.verifyPiece(5, Arrays.copyOf(last, last.length - 1)));
    }

    @Test
    void aBlockOfAnotherContentIsNotDecrypted() throws IOException {
        SealedPackage other = sample.packOne(temporary.resolve("other"), SamplePackage.noise(9, SIZE));
        Track otherTrack = other.manifest().tracks().get(0);
        VerifiedBlock foreign = other.verifier(otherTrack)
                .verifyPiece(0, Arrays.copyOf(Files.readAllBytes(other.layout().data(otherTrack)), 65_536))
                .get(0);
        try (TrackKey key = sample.titleKey().trackKey(new TrackId("hd"));
                BlockDecryptor decryptor = BlockDecryptor.open(track, key)) {
            assertThrows(IllegalArgumentException.class, () -> decryptor.decrypt(foreign));
        }
    }

    @Test
    void aClosedDecryptorDecryptsNothing() {
        TrackVerifier verifier = TrackVerifier.ofLeaves(track, leaves);
        VerifiedBlock block = verifier.verify(pieceLeaves(verifier, 0), 0, block(0));
        try (TrackKey key = sample.titleKey().trackKey(new TrackId("hd"))) {
            BlockDecryptor decryptor = BlockDecryptor.open(track, key);
            decryptor.close();
            assertThrows(IllegalStateException.class, () -> decryptor.decrypt(block));
        }
    }

    @Test
    void noPublicMethodOfTheDecryptorTakesRawBytesAndNoBlockCanBeMadeOutside() {
        for (Method method : BlockDecryptor.class.getDeclaredMethods()) {
            if (Modifier.isPublic(method.getModifiers())) {
                assertTrue(
                        Arrays.stream(method.getParameterTypes()).noneMatch(byte[].class::equals), method.toString());
            }
        }
        assertEquals(0, VerifiedBlock.class.getConstructors().length);
        assertEquals(0, PieceLeaves.class.getConstructors().length);
        assertTrue(!Modifier.isPublic(CounterMode.class.getModifiers()));
    }

    private PieceLeaves pieceLeaves(TrackVerifier verifier, int index) {
        int piece = verifier.pieceOf(index);
        return verifier.leaves(piece, leaves.slice(piece * 4, Math.min(4, leaves.size() - piece * 4)));
    }

    private byte[] block(int index) {
        return Arrays.copyOfRange(data, index * 16_384, index * 16_384 + Merkle.blockLength(SIZE, index));
    }
}
