package sealswarm.format.wrap;

import org.bouncycastle.crypto.InvalidCipherTextException;
import sealswarm.format.json.Base64Url;
import sealswarm.format.key.Info;
import sealswarm.format.problem.FormatException;
import sealswarm.format.problem.FormatProblem;
import sealswarm.format.secret.InsecureSecretAccess;
import sealswarm.format.secret.SecretBytes;

/**
 * HPKE (RFC 9180) in base mode, one context per message. Whatever is wrong with a message to open ends in the same refusal without
 * detail, {@link FormatProblem#WRAP_INVALID}.
 */
public final class Hpke {
    private Hpke() {}

    /** As {@link #seal(WrapPublicKey, byte[], byte[], SecretBytes)} for a structured info. */
    public static Wrapped seal(WrapPublicKey recipient, Info info, byte[] aad, SecretBytes plaintext) {
        return seal(recipient, info.bytes(), aad, plaintext);
    }

    /** Seals {@code plaintext}, bound to {@code info} and {@code aad}; randomised, so never equal twice. */
    public static Wrapped seal(WrapPublicKey recipient, byte[] info, byte[] aad, SecretBytes plaintext) {
        HpkeSuite suite = recipient.suite();
        byte[][] sealed = plaintext.lend(InsecureSecretAccess.get(), bytes -> seal(recipient, info, aad, bytes));
        // Bouncy Castle returns the ciphertext first and the encapsulated key second.
        return new Wrapped(suite, recipient.kid(), Base64Url.encode(sealed[1]), Base64Url.encode(sealed[0]));
    }

    /** As {@link #open(WrapKeyPair, byte[], byte[], Wrapped)} for a structured info. */
    public static SecretBytes open(WrapKeyPair recipient, Info info, byte[] aad, Wrapped wrapped) {
        return open(recipient, info.bytes(), aad, wrapped);
    }

    /**
     * The plaintext, which the caller closes.
     *
     * @throws FormatException {@link FormatProblem#WRAP_INVALID} for another recipient, info, aad or any altered byte
     */
    public static SecretBytes open(WrapKeyPair recipient, byte[] info, byte[] aad, Wrapped wrapped) {
        if (wrapped.suite() != recipient.suite() || !wrapped.kid().equals(recipient.kid())) {
            throw invalid();
        }
        byte[] enc = Base64Url.decode(wrapped.enc());
        byte[] ct = Base64Url.decode(wrapped.ct());
        try {
            return SecretBytes.take(
                    recipient.suite().hpke().open(enc, recipient.keyPair(), info, aad, ct, null, null, null),
                    InsecureSecretAccess.get());
        } catch (InvalidCipherTextException | IllegalArgumentException | IllegalStateException e) {
            throw invalid();
        }
    }

    private static byte[][] seal(WrapPublicKey recipient, byte[] info, byte[] aad, byte[] plaintext) {
        var hpke = recipient.suite().hpke();
        try {
            return hpke.seal(hpke.deserializePublicKey(recipient.bytes()), info, aad, plaintext, null, null, null);
        } catch (InvalidCipherTextException | IllegalArgumentException | IllegalStateException e) {
            throw invalid();
        }
    }

    private static FormatException invalid() {
        return new FormatException(FormatProblem.WRAP_INVALID, "wrapped key does not open");
    }
}
