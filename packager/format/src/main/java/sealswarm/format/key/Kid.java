package sealswarm.format.key;

import sealswarm.format.json.LowerHex;

/** The id of a public key: id16("sealswarm/1/kid", algorithm, public key), 32 lower-case hex digits. */
public record Kid(String hex) {
    public Kid {
        LowerHex.decode(hex, Id16.LENGTH_BYTES);
    }

    /** The id of {@code publicKey} in its use as {@code algorithm}. */
    public static Kid of(KeyAlgorithm algorithm, byte[] publicKey) {
        return new Kid(Id16.of(Info.of("sealswarm/1/kid", algorithm.label()).raw(publicKey)));
    }

    @Override
    public String toString() {
        return hex;
    }
}
