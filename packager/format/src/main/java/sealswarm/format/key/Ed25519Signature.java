package sealswarm.format.key;

import sealswarm.format.json.Base64Url;

/** An Ed25519 signature of 64 bytes, base64url in documents. */
public record Ed25519Signature(String text) {
    public static final int LENGTH_BYTES = 64;

    public Ed25519Signature {
        Base64Url.decode(text, LENGTH_BYTES);
    }

    public static Ed25519Signature of(byte[] bytes) {
        return new Ed25519Signature(Base64Url.encode(bytes));
    }

    public byte[] bytes() {
        return Base64Url.decode(text, LENGTH_BYTES);
    }
}
