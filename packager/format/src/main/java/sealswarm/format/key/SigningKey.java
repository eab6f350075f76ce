package sealswarm.format.key;

import java.security.SecureRandom;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import sealswarm.format.secret.InsecureSecretAccess;
import sealswarm.format.secret.SecretBytes;

/** An Ed25519 key pair (RFC 8032), held as its 32-byte seed. Signing takes about 40 microseconds: off the event loop. */
public final class SigningKey implements AutoCloseable {
    public static final int SEED_BYTES = 32;

    private final SecretBytes seed;
    private final VerifyKey verifyKey;

    private SigningKey(SecretBytes seed) {
        if (seed.length() != SEED_BYTES) {
            throw new IllegalArgumentException("an Ed25519 seed of " + seed.length() + " bytes");
        }
        this.seed = seed;
        this.verifyKey = VerifyKey.of(publicHalf(seed));
    }

    /** The pair of this seed, which this object closes from now on. */
    public static SigningKey ofSeed(SecretBytes seed) {
        return new SigningKey(seed);
    }

    public static SigningKey random(SecureRandom random) {
        return new SigningKey(SecretBytes.random(random, SEED_BYTES));
    }

    public VerifyKey verifyKey() {
        return verifyKey;
    }

    public Kid kid() {
        return verifyKey.kid();
    }

    /** Signs exactly these bytes; equal bytes give an equal signature. */
    public Ed25519Signature sign(byte[] message) {
        byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
        // With the public half at hand: deriving it anew, as the signer object does, costs as much as the signature.
        byte[] known = verifyKey.bytes();
        seed.lend(InsecureSecretAccess.get(), bytes -> {
            Ed25519.sign(bytes, 0, known, 0, message, 0, message.length, signature, 0);
            return signature;
        });
        return Ed25519Signature.of(signature);
    }

    /** The seed, to be put into a keystore; it lives as long as this key. */
    public SecretBytes seed() {
        return seed;
    }

    @Override
    public void close() {
        seed.close();
    }

    @Override
    public String toString() {
        return "SigningKey[" + kid() + ", redacted]";
    }

    private static byte[] publicHalf(SecretBytes seed) {
        byte[] half = new byte[Ed25519.PUBLIC_KEY_SIZE];
        return seed.lend(InsecureSecretAccess.get(), bytes -> {
            Ed25519.generatePublicKey(bytes, 0, half, 0);
            return half;
        });
    }
}
