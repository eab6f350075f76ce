package sealswarm.format.key;

import sealswarm.format.json.LowerHex;

/** The public id of a title key: HKDF(K_title, "", info("sealswarm/1/key-id", titleId), 16), 32 lower-case hex digits. */
public record KeyId(String hex) {
    public KeyId {
        LowerHex.decode(hex, Id16.LENGTH_BYTES);
    }

    static KeyId of(byte[] bytes) {
        return new KeyId(LowerHex.encode(bytes));
    }

    /** The 16 bytes, as a key block carries them. */
    public byte[] bytes() {
        return LowerHex.decode(hex, Id16.LENGTH_BYTES);
    }

    @Override
    public String toString() {
        return hex;
    }
}
