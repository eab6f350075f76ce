package sealswarm.overlay.ack;

import java.util.Arrays;
import java.util.Optional;
import sealswarm.overlay.token.PeerCertificate;
import sealswarm.overlay.token.Signature;

/**
 * A peer's certificate and its signature over a {@link Meeting}, which says what it is worth.
 *
 * @param certificate an edge's word for a key
 * @param signature by that key
 */
public record AuthProof(PeerCertificate certificate, Signature signature) {
    /** Bytes of the binary form. */
    public static final int SIZE_BYTES = PeerCertificate.SIZE_BYTES + Signature.SIZE_BYTES;

    /** The binary form, {@value #SIZE_BYTES} bytes. */
    public byte[] bytes() {
        byte[] bytes = Arrays.copyOf(certificate.bytes(), SIZE_BYTES);
        System.arraycopy(signature.bytes(), 0, bytes, PeerCertificate.SIZE_BYTES, Signature.SIZE_BYTES);
        return bytes;
    }

    /** The proof of exactly these bytes, worth nothing yet; nothing if they are none. */
    public static Optional<AuthProof> parse(byte[] bytes) {
        if (bytes.length != SIZE_BYTES) {
            return Optional.empty();
        }
        Signature signature = Signature.of(Arrays.copyOfRange(bytes, PeerCertificate.SIZE_BYTES, SIZE_BYTES));
        return PeerCertificate.parse(Arrays.copyOf(bytes, PeerCertificate.SIZE_BYTES))
                .map(certificate -> new AuthProof(certificate, signature));
    }
}
