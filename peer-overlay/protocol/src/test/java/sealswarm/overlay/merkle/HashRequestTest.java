package sealswarm.overlay.merkle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sealswarm.trial.Vectors;

class HashRequestTest {
    private final MerkleHasher hasher = new MerkleHasher();

    @Test
    void answersEqualTheVectorsAndProveTheTree() throws Exception {
        JsonNode vectors = Vectors.read("merkle/hash-requests.json");
        MerkleTree tree = tree(vectors.get("size").asInt());
        assertEquals(vectors.get("root").asText(), tree.root().hex());
        for (JsonNode vector : vectors.get("requests")) {
            HashRequest request = new HashRequest(
                    tree.root(),
                    vector.get("baseLayer").asInt(),
                    vector.get("index").asInt(),
                    vector.get("length").asInt(),
                    vector.get("proofLayers").asInt());
            assertTrue(request.isValidFor(tree.leafCount()), request::toString);
            MerkleLayer answer = request.answer(tree).orElseThrow();
            assertEquals(vector.get("count").asInt(), answer.size(), request::toString);
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(answer.packed());
            assertEquals(vector.get("answer").asText(), HexFormat.of().formatHex(digest), request::toString);
            HashRequest.ProvenNode proven =
                    request.prove(answer, tree.leafCount(), hasher).orElseThrow();
            assertEquals(tree.node(proven.height(), proven.index()), Optional.of(proven.hash()));
        }
    }

    @Test
    void everyChangedHashFailsTheProof() {
        MerkleTree tree = tree(13 * Merkle.LEAF_SIZE);
        HashRequest request = new HashRequest(tree.root(), 0, 8, 4, 3);
        byte[] packed = request.answer(tree).orElseThrow().packed();
        for (int i = 0; i < packed.length; i += 7) {
            byte[] bad = packed.clone();
            bad[i] ^= 1;
            Optional<HashRequest.ProvenNode> proven = request.prove(MerkleLayer.of(bad), tree.leafCount(), hasher);
            assertFalse(proven.isPresent()
                    && tree.node(proven.get().height(), proven.get().index())
                            .equals(Optional.of(proven.get().hash())));
        }
    }

    @Test
    void refusesRangesThatNoTrackHas() {
        long leaves = 13;
        assertTrue(request(0, 0, 16, 3).isValidFor(leaves));
        int huge = Integer.MIN_VALUE;
        for (int length : new int[] {0, 1, 3, 32, 513, huge, -2}) {
            assertFalse(request(0, 0, length, 0).isValidFor(leaves), () -> "length " + length);
        }
        for (int index : new int[] {1, 16, -2, huge, Integer.MAX_VALUE - 1}) {
            assertFalse(request(0, index, 2, 0).isValidFor(leaves), () -> "index " + index);
        }
        for (int layer : new int[] {-1, 4, 100, huge}) {
            assertFalse(request(layer, 0, 2, 0).isValidFor(leaves), () -> "layer " + layer);
        }
        for (int proof : new int[] {-1, 4, 100, huge}) {
            assertFalse(request(0, 0, 2, proof).isValidFor(leaves), () -> "proof " + proof);
        }
        assertFalse(request(0, 0, 2, 0).isValidFor(1));
    }

    @Test
    void limitsRequestsToTheirLongest() {
        long leaves = 1 << 20;
        assertTrue(request(0, 0, 8_192, 0).isValidFor(leaves));
        assertFalse(request(0, 0, 16_384, 0).isValidFor(leaves));
        assertTrue(request(1, 0, 512, 0).isValidFor(leaves));
        assertFalse(request(1, 0, 1_024, 0).isValidFor(leaves));
    }

    @Test
    void refusesAnswersOfAnotherSizeOrWithZerosForBlocks() {
        MerkleTree tree = tree(13 * Merkle.LEAF_SIZE);
        HashRequest request = new HashRequest(tree.root(), 0, 12, 4, 3);
        MerkleLayer answer = request.answer(tree).orElseThrow();
        assertTrue(request.prove(answer, 13, hasher).isPresent());
        assertTrue(request.prove(answer.slice(0, answer.size() - 1), 13, hasher).isEmpty());
        byte[] zeroed = answer.packed();
        Arrays.fill(zeroed, 0, 32, (byte) 0);
        assertTrue(request.prove(MerkleLayer.of(zeroed), 13, hasher).isEmpty());
        byte[] padded = answer.packed();
        padded[2 * 32] = 1;
        assertTrue(request.prove(MerkleLayer.of(padded), 13, hasher).isEmpty());
    }

    @Test
    void aTreeAbovePiecesCannotAnswerForLeaves() {
        MerkleTree whole = tree(13 * Merkle.LEAF_SIZE);
        byte[] packed = new byte[7 * 32];
        for (int i = 0; i < 7; i++) {
            whole.node(1, i).orElseThrow().copyTo(packed, i * 32);
        }
        MerkleTree upper = MerkleTree.ofLayer(MerkleLayer.of(packed), 1, 13);
        assertEquals(whole.root(), upper.root());
        assertTrue(new HashRequest(whole.root(), 0, 0, 2, 0).answer(upper).isEmpty());
        assertTrue(new HashRequest(whole.root(), 1, 0, 2, 0).answer(upper).isPresent());
    }

    private static HashRequest request(int layer, int index, int length, int proof) {
        return new HashRequest(MerkleHash.ZERO, layer, index, length, proof);
    }

    private MerkleTree tree(int size) {
        byte[] packed = new byte[(int) LeafSidecar.lengthBytes(size)];
        hasher.leaves(Vectors.content(size), 0, size, packed, 0);
        return MerkleTree.ofLeaves(MerkleLayer.of(packed));
    }
}
