package sealswarm.overlay.merkle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import sealswarm.overlay.metainfo.PieceLength;
import sealswarm.trial.Cases;
import sealswarm.trial.Vectors;

class MerkleTest {
    private final MerkleHasher hasher = new MerkleHasher();

    @Test
    void rootsAndPieceLayersEqualTheVectors() throws Exception {
        byte[] content = Vectors.content(1 << 21);
        for (JsonNode vector : Vectors.read("metainfo/info-hashes.json").get("cases")) {
            int size = vector.get("size").asInt();
            int pieceHeight = Merkle.pieceHeight(vector.get("pieceLength").asInt());
            MerkleAccumulator accumulator = accumulate(content, size, pieceHeight);
            assertEquals(vector.get("root").asText(), accumulator.root().hex(), vector::toString);
            assertEquals(vector.get("pieces").asInt(), accumulator.pieceLayer().size());
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(accumulator.pieceLayer().packed());
            assertEquals(vector.get("pieceLayerSha256").asText(), HexFormat.of().formatHex(digest));
        }
    }

    @Test
    void rootOfTheWorkedCiphertextIsTheSpecs() throws Exception {
        Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
        byte[] key = HexFormat.of().parseHex("6140f39b15a5a4755d902f97b2b787ce1d8851fd7fa3c0a19832c365e66ddef5");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(new byte[16]));
        byte[] ciphertext = cipher.doFinal(new byte[40_000]);
        assertEquals("fb63b93d7e6d37df302611aaef52df34", HexFormat.of().formatHex(ciphertext, 0, 16));
        assertEquals(
                "2bbe28300bcc5865008aa0886614065e650de856cc5109ecb16600350155eaae",
                accumulate(ciphertext, ciphertext.length, 2).root().hex());
    }

    @Test
    void leavesSubtreesAndWholeTreesAgreeForAnySize() {
        Cases.forAll(52, 200, random -> {
            int leaves = 1 + random.nextInt(70);
            int pieceHeight = random.nextInt(5);
            byte[] packed = new byte[leaves * MerkleHash.LENGTH];
            random.nextBytes(packed);
            MerkleAccumulator one = new MerkleAccumulator(pieceHeight);
            for (int i = 0; i < leaves; i++) {
                one.add(MerkleHash.of(packed, i * MerkleHash.LENGTH));
            }
            MerkleAccumulator bulk = new MerkleAccumulator(pieceHeight);
            int split = random.nextInt(leaves + 1);
            bulk.addLeaves(packed, 0, split);
            bulk.addLeaves(packed, split * MerkleHash.LENGTH, leaves - split);
            MerkleTree tree = MerkleTree.ofLeaves(MerkleLayer.of(packed));
            assertEquals(tree.root(), one.root());
            assertEquals(tree.root(), bulk.root());
            assertEquals(one.pieceLayer(), bulk.pieceLayer());
            if (leaves > 1 << pieceHeight) {
                assertEquals(
                        tree.root(),
                        MerkleTree.ofLayer(one.pieceLayer(), pieceHeight, leaves)
                                .root());
                assertEquals(Merkle.width(leaves, pieceHeight), one.pieceLayer().size());
            } else {
                assertEquals(0, one.pieceLayer().size());
            }
        });
    }

    @Test
    void hashersOfArraysAndBuffersAgree() {
        byte[] content = Vectors.content(Merkle.LEAF_SIZE + 3);
        byte[] packed = new byte[3 * MerkleHash.LENGTH];
        assertEquals(2, hasher.leaves(content, 0, content.length, packed, MerkleHash.LENGTH));
        assertEquals(MerkleHash.of(packed, 32), hasher.leaf(content, 0, Merkle.LEAF_SIZE));
        assertEquals(MerkleHash.of(packed, 64), hasher.leaf(ByteBuffer.wrap(content, Merkle.LEAF_SIZE, 3)));
        assertTrue(hasher.leaf(content, 0, Merkle.LEAF_SIZE).matches(packed, 32));
    }

    @Test
    void refusesBlocksOutsideTheirLimits() {
        byte[] data = new byte[Merkle.LEAF_SIZE + 1];
        assertThrows(IllegalArgumentException.class, () -> hasher.leaf(data, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> hasher.leaf(data, 0, Merkle.LEAF_SIZE + 1));
        assertThrows(IllegalArgumentException.class, () -> hasher.leaf(ByteBuffer.wrap(data)));
    }

    @Test
    void refusesSizesOutsideOneByteToOneTebibyte() {
        assertEquals(1, Merkle.leafCount(1));
        assertEquals(1L << 26, Merkle.leafCount(Merkle.MAX_SIZE_BYTES));
        assertEquals(Merkle.MAX_HEIGHT, Merkle.height(1L << 26));
        assertThrows(IllegalArgumentException.class, () -> Merkle.leafCount(0));
        assertThrows(IllegalArgumentException.class, () -> Merkle.leafCount(Merkle.MAX_SIZE_BYTES + 1));
        assertThrows(IllegalArgumentException.class, () -> Merkle.height(0));
    }

    @Test
    void refusesASubtreeThatDoesNotFollow() {
        MerkleAccumulator accumulator = new MerkleAccumulator(2);
        accumulator.add(MerkleHash.ZERO);
        assertThrows(IllegalArgumentException.class, () -> accumulator.addSubtree(1, MerkleHash.ZERO));
        assertThrows(IllegalArgumentException.class, () -> accumulator.addSubtree(3, MerkleHash.ZERO));
        assertEquals(1, accumulator.leafCount());
        assertThrows(IllegalStateException.class, () -> new MerkleAccumulator(2).root());
    }

    @Test
    void blockLengthsEndWithTheTrack() {
        assertEquals(Merkle.LEAF_SIZE, Merkle.blockLength(Merkle.LEAF_SIZE + 1, 0));
        assertEquals(1, Merkle.blockLength(Merkle.LEAF_SIZE + 1, 1));
        assertThrows(IllegalArgumentException.class, () -> Merkle.blockLength(Merkle.LEAF_SIZE + 1, 2));
        assertThrows(IllegalArgumentException.class, () -> Merkle.blockLength(1, -1));
    }

    @Test
    void sidecarsHoldThirtyTwoBytesPerBlock() {
        assertEquals(32, LeafSidecar.lengthBytes(1));
        assertEquals(64, LeafSidecar.lengthBytes(Merkle.LEAF_SIZE + 1));
        assertEquals(96, LeafSidecar.offset(3));
    }

    @Test
    void sidecarLeavesAreCheckedAgainstTheirNode() {
        byte[] packed = new byte[3 * MerkleHash.LENGTH];
        hasher.leaves(Vectors.content(3 * Merkle.LEAF_SIZE), 0, 3 * Merkle.LEAF_SIZE, packed, 0);
        MerkleLayer leaves = MerkleLayer.of(packed);
        MerkleHash node = leaves.subtree(hasher, 0, 2);
        assertTrue(LeafSidecar.matches(leaves, 2, node, hasher));
        assertFalse(LeafSidecar.matches(leaves.slice(0, 2), 2, node, hasher));
        assertFalse(LeafSidecar.matches(MerkleLayer.EMPTY, 2, node, hasher));
        assertFalse(LeafSidecar.matches(leaves, 1, node, hasher));
    }

    @Test
    void packedHashesHaveWholeLengths() {
        assertThrows(IllegalArgumentException.class, () -> MerkleLayer.of(new byte[33]));
        assertThrows(IllegalArgumentException.class, () -> MerkleHash.of(new byte[31]));
        assertThrows(IllegalArgumentException.class, () -> MerkleHash.of(new byte[40], 9));
        assertThrows(IllegalArgumentException.class, () -> MerkleLayer.EMPTY.slice(0, 1));
    }

    private MerkleAccumulator accumulate(byte[] content, int size, int pieceHeight) {
        byte[] packed = new byte[(int) LeafSidecar.lengthBytes(size)];
        int leaves = hasher.leaves(content, 0, size, packed, 0);
        MerkleAccumulator accumulator = new MerkleAccumulator(pieceHeight);
        accumulator.addLeaves(packed, 0, leaves);
        return accumulator;
    }

    @Test
    void pieceLengthsFollowTheSizeOfTheTrack() {
        assertEquals(64 << 10, PieceLength.forSize(1).bytes());
        assertEquals(64 << 10, PieceLength.forSize(131_072_000L).bytes());
        assertEquals(128 << 10, PieceLength.forSize(131_072_001L).bytes());
        assertEquals(1 << 20, PieceLength.forSize(10L << 30).bytes());
        assertEquals(1 << 20, PieceLength.forSize(128L << 30).bytes());
        assertEquals(8 << 20, PieceLength.forSize(1L << 40).bytes());
        assertThrows(IllegalArgumentException.class, () -> PieceLength.forSize(0));
    }
}
