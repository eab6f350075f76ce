package sealswarm.overlay.token;

import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * An Ed25519 public key of a peer (made for one track) or of an edge's certificate signer.
 *
 * @param hex 64 lower-case hex digits: a full-order point, small-order and mixed ones are refused
 */
public record PeerPublicKey(String hex) {
    /** Size in bytes. */
    public static final int SIZE_BYTES = 32;

    public PeerPublicKey {
        FixedHex.checked("peer key", SIZE_BYTES, hex);
        if (!Ed25519.validatePublicKeyFull(FixedHex.bytes(hex), 0)) {
            throw new IllegalArgumentException("peer key is no point of the prime-order group");
        }
    }

    /**
     * The key of exactly {@value #SIZE_BYTES} bytes.
     *
     * @throws IllegalArgumentException for another length or a bad point
     */
    public static PeerPublicKey of(byte[] bytes) {
        return new PeerPublicKey(FixedHex.of("peer key", SIZE_BYTES, bytes));
    }

    /** A fresh copy of the bytes. */
    public byte[] bytes() {
        return FixedHex.bytes(hex);
    }

    /** Whether {@code signature} is this key's over exactly {@code message}. Takes about 0.1 ms: not for an event loop. */
    public boolean verifies(byte[] message, Signature signature) {
        return Ed25519.verify(signature.bytes(), 0, bytes(), 0, message, 0, message.length);
    }

    @Override
    public String toString() {
        return hex;
    }
}
