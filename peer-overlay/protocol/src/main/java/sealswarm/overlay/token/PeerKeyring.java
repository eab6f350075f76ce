package sealswarm.overlay.token;

import java.util.Arrays;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.HKDFParameters;

/**
 * One secret of an installation from which its peer keys are made, one for each track, so that nobody can tell by a key that two
 * tracks are held by one buyer, and none has to be kept. Thread-safe until closed; closing wipes it.
 */
public final class PeerKeyring implements AutoCloseable {
    /** Size of the secret in bytes. */
    public static final int SIZE_BYTES = 32;

    private final byte[] secret;

    private PeerKeyring(byte[] secret) {
        this.secret = secret;
    }

    /**
     * The ring of a copy of exactly {@value #SIZE_BYTES} uniformly random bytes.
     *
     * @throws IllegalArgumentException for another length
     */
    public static PeerKeyring of(byte[] secret) {
        if (secret.length != SIZE_BYTES) {
            throw new IllegalArgumentException("a keyring's secret is 32 bytes, not " + secret.length);
        }
        return new PeerKeyring(secret.clone());
    }

    /** The key for a track: HKDF-SHA256 of the secret, bound to the track's name among this installation's. The caller closes it. */
    public PeerSigningKey key(String track) {
        HKDFBytesGenerator hkdf = new HKDFBytesGenerator(SHA256Digest.newInstance());
        hkdf.init(new HKDFParameters(
                secret, null, SignedTuple.of("sealswarm/1/peer-key").text(track).bytes()));
        byte[] seed = new byte[PeerSigningKey.SEED_BYTES];
        try {
            hkdf.generateBytes(seed, 0, seed.length);
            return PeerSigningKey.ofSeed(seed);
        } finally {
            Arrays.fill(seed, (byte) 0);
        }
    }

    @Override
    public void close() {
        Arrays.fill(secret, (byte) 0);
    }

    @Override
    public String toString() {
        return "PeerKeyring[32 bytes]";
    }
}
