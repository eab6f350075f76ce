package sealswarm.license.key;

import sealswarm.format.json.Base64Url;
import sealswarm.format.key.Kid;
import sealswarm.format.key.VerifyKey;
import sealswarm.format.wrap.HpkeSuite;
import sealswarm.format.wrap.WrapPublicKey;

/**
 * One public key of the license server. Its kid is computed, never read.
 *
 * @param use its one purpose
 * @param alg {@code Ed25519}, or the HPKE suite's id for {@link KeyUse#SEAL}
 * @param pub the raw public key, base64url
 */
public record ServerKey(KeyUse use, String alg, String pub) {
    private static final String ED25519 = "Ed25519";

    public ServerKey {
        if (use == KeyUse.SEAL) {
            new WrapPublicKey(HpkeSuite.of(alg), pub);
        } else if (alg.equals(ED25519)) {
            VerifyKey.of(Base64Url.decode(pub));
        } else {
            throw new IllegalArgumentException("alg must be Ed25519");
        }
    }

    /** A signing key's public half. */
    public static ServerKey of(KeyUse use, VerifyKey key) {
        return new ServerKey(use, ED25519, Base64Url.encode(key.bytes()));
    }

    /** The key that title keys are sealed to. */
    public static ServerKey sealing(WrapPublicKey key) {
        return new ServerKey(KeyUse.SEAL, key.suite().id(), key.text());
    }

    /** The key for checking signatures; not for {@link KeyUse#SEAL}. */
    public VerifyKey verifyKey() {
        if (use == KeyUse.SEAL) {
            throw new IllegalStateException("a sealing key checks no signatures");
        }
        return VerifyKey.of(Base64Url.decode(pub));
    }

    /** The key for sealing; only for {@link KeyUse#SEAL}. */
    public WrapPublicKey wrapKey() {
        if (use != KeyUse.SEAL) {
            throw new IllegalStateException("a signing key seals nothing");
        }
        return new WrapPublicKey(HpkeSuite.of(alg), pub);
    }

    public Kid kid() {
        return use == KeyUse.SEAL ? wrapKey().kid() : verifyKey().kid();
    }
}
