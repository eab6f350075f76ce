package sealswarm.overlay.token;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names an edge and a generation of its key inside a token: 6 bytes of a hash of the name, then the generation. */
record EdgeKeyId(String hex) {
    static final int SIZE_BYTES = 8;
    private static final int NAME_BYTES = 6;

    static EdgeKeyId of(EdgeName edge, int generation) {
        return of(SignedTuple.of("sealswarm/1/edge-name").text(edge.text()), generation);
    }

    /** Names the key by which {@code from} proves itself to {@code to}. */
    static EdgeKeyId ofSibling(EdgeName from, EdgeName to, int generation) {
        return of(
                SignedTuple.of("sealswarm/1/edge-sibling-name")
                        .text(from.text())
                        .text(to.text()),
                generation);
    }

    private static EdgeKeyId of(SignedTuple names, int generation) {
        if (generation < 0 || generation > EdgeTokenKey.MAX_GENERATION) {
            throw new IllegalArgumentException("generation out of range: " + generation);
        }
        byte[] name = names.bytes();
        try {
            return of(ByteBuffer.allocate(SIZE_BYTES)
                    .put(MessageDigest.getInstance("SHA-256").digest(name), 0, NAME_BYTES)
                    .putShort((short) generation)
                    .array());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    static EdgeKeyId of(byte[] bytes) {
        return new EdgeKeyId(HexFormat.of().formatHex(bytes));
    }

    byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }
}
