package sealswarm.format.wrap;

import java.util.stream.Stream;
import org.bouncycastle.crypto.hpke.HPKE;
import sealswarm.format.key.KeyAlgorithm;
import sealswarm.format.problem.FormatException;
import sealswarm.format.problem.FormatProblem;

/** The HPKE suites of v1, named KEM.KDF.AEAD by RFC 9180's code points; KDF and AEAD are HKDF-SHA256 and AES-256-GCM in both. */
public enum HpkeSuite {
    /** X-Wing, hybrid of ML-KEM-768 and X25519: the default. */
    X_WING("647a.0001.0002", HPKE.kem_X_WING, KeyAlgorithm.X_WING, 1216, 1120),
    /** DHKEM(X25519, HKDF-SHA256): off by default, for tests and vectors. */
    X25519("0020.0001.0002", HPKE.kem_X25519_SHA256, KeyAlgorithm.X25519, 32, 32);

    /** Private keys of both suites are 32 bytes: a seed for X-Wing, a scalar for X25519. */
    public static final int PRIVATE_KEY_BYTES = 32;
    /** The AEAD's tag, by which a ciphertext is longer than its plaintext. */
    public static final int TAG_BYTES = 16;

    private final String id;
    private final short kem;
    private final KeyAlgorithm algorithm;
    private final int publicKeyBytes;
    private final int encapsulatedKeyBytes;

    HpkeSuite(String id, short kem, KeyAlgorithm algorithm, int publicKeyBytes, int encapsulatedKeyBytes) {
        this.id = id;
        this.kem = kem;
        this.algorithm = algorithm;
        this.publicKeyBytes = publicKeyBytes;
        this.encapsulatedKeyBytes = encapsulatedKeyBytes;
    }

    /**
     * The suite of this id.
     *
     * @throws FormatException {@link FormatProblem#SUITE_UNSUPPORTED}
     */
    public static HpkeSuite of(String id) {
        return Stream.of(values())
                .filter(suite -> suite.id.equals(id))
                .findFirst()
                .orElseThrow(() -> new FormatException(FormatProblem.SUITE_UNSUPPORTED, "HPKE suite not supported"));
    }

    public String id() {
        return id;
    }

    public KeyAlgorithm algorithm() {
        return algorithm;
    }

    public int publicKeyBytes() {
        return publicKeyBytes;
    }

    public int encapsulatedKeyBytes() {
        return encapsulatedKeyBytes;
    }

    HPKE hpke() {
        return new HPKE(HPKE.mode_base, kem, HPKE.kdf_HKDF_SHA256, HPKE.aead_AES_GCM256);
    }
}
