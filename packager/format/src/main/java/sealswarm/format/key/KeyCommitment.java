package sealswarm.format.key;

import sealswarm.format.json.LowerHex;

/** The public commitment to a content key: HKDF(CK, "", info("sealswarm/1/commit", titleId, trackId), 32), lower-case hex. */
public record KeyCommitment(String hex) {
    public static final int LENGTH_BYTES = 32;

    public KeyCommitment {
        LowerHex.decode(hex, LENGTH_BYTES);
    }

    static KeyCommitment of(byte[] bytes) {
        return new KeyCommitment(LowerHex.encode(bytes));
    }

    @Override
    public String toString() {
        return hex;
    }
}
