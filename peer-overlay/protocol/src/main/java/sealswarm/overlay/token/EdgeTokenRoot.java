package sealswarm.overlay.token;

import java.util.Arrays;
import java.util.function.Function;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.HKDFParameters;

/**
 * The license server's root of all edge token keys: 32 bytes that no edge ever sees. Thread-safe until closed; closing wipes it.
 */
public final class EdgeTokenRoot implements AutoCloseable {
    /** Size of the root in bytes. */
    public static final int SIZE_BYTES = 32;

    private final byte[] root;

    private EdgeTokenRoot(byte[] root) {
        this.root = root;
    }

    /**
     * Takes a copy of exactly {@value #SIZE_BYTES} uniformly random bytes.
     *
     * @throws IllegalArgumentException for another length
     */
    public static EdgeTokenRoot of(byte[] bytes) {
        if (bytes.length != SIZE_BYTES) {
            throw new IllegalArgumentException("edge token root must be 32 bytes, not " + bytes.length);
        }
        return new EdgeTokenRoot(bytes.clone());
    }

    /** The key of one edge and generation: HKDF-SHA256 of the root, bound to both. */
    public EdgeTokenKey derive(EdgeName edge, int generation) {
        SignedTuple info =
                SignedTuple.of("sealswarm/1/edge-token").text(edge.text()).u32(generation);
        return expand(info, key -> new EdgeTokenKey(edge, generation, key));
    }

    /**
     * The key by which edge {@code from} proves itself to edge {@code to}, and by nothing else: bound to both names, their order and
     * the generation of {@code to}'s keys.
     */
    public EdgeSiblingKey deriveSibling(EdgeName from, EdgeName to, int generation) {
        SignedTuple info = SignedTuple.of("sealswarm/1/edge-sibling")
                .text(from.text())
                .text(to.text())
                .u32(generation);
        return expand(info, key -> EdgeSiblingKey.of(from, to, generation, key));
    }

    private <T> T expand(SignedTuple info, Function<byte[], T> use) {
        HKDFBytesGenerator hkdf = new HKDFBytesGenerator(SHA256Digest.newInstance());
        hkdf.init(new HKDFParameters(root, null, info.bytes()));
        byte[] key = new byte[EdgeTokenKey.KEY_BYTES];
        try {
            hkdf.generateBytes(key, 0, key.length);
            return use.apply(key);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    @Override
    public void close() {
        Arrays.fill(root, (byte) 0);
    }

    @Override
    public String toString() {
        return "EdgeTokenRoot[32 bytes]";
    }
}
