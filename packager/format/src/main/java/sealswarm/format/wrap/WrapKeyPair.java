package sealswarm.format.wrap;

import java.security.SecureRandom;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import sealswarm.format.key.Kid;
import sealswarm.format.secret.InsecureSecretAccess;
import sealswarm.format.secret.SecretBytes;

/** A recipient's key pair, held as its 32-byte private key (seed of X-Wing, scalar of X25519). */
public final class WrapKeyPair implements AutoCloseable {
    private final HpkeSuite suite;
    private final SecretBytes privateKey;
    private final WrapPublicKey publicKey;

    private WrapKeyPair(HpkeSuite suite, SecretBytes privateKey) {
        if (privateKey.length() != HpkeSuite.PRIVATE_KEY_BYTES) {
            throw new IllegalArgumentException("a private key of " + privateKey.length() + " bytes");
        }
        this.suite = suite;
        this.privateKey = privateKey;
        this.publicKey = WrapPublicKey.of(
                suite, suite.hpke().serializePublicKey(keyPair().getPublic()));
    }

    /** The pair of this private key, which this object closes from now on. */
    public static WrapKeyPair of(HpkeSuite suite, SecretBytes privateKey) {
        return new WrapKeyPair(suite, privateKey);
    }

    public static WrapKeyPair random(HpkeSuite suite, SecureRandom random) {
        return new WrapKeyPair(suite, SecretBytes.random(random, HpkeSuite.PRIVATE_KEY_BYTES));
    }

    public HpkeSuite suite() {
        return suite;
    }

    public WrapPublicKey publicKey() {
        return publicKey;
    }

    public Kid kid() {
        return publicKey.kid();
    }

    /** The private key, to be put into a keystore; it lives as long as this pair. */
    public SecretBytes privateKey() {
        return privateKey;
    }

    AsymmetricCipherKeyPair keyPair() {
        return privateKey.lend(InsecureSecretAccess.get(), bytes -> suite.hpke().deserializePrivateKey(bytes, null));
    }

    @Override
    public void close() {
        privateKey.close();
    }

    @Override
    public String toString() {
        return "WrapKeyPair[" + suite + ", " + kid() + ", redacted]";
    }
}
