package sealswarm.format.key;

import java.security.SecureRandom;
import sealswarm.format.json.Base64Url;
import sealswarm.format.problem.FormatException;
import sealswarm.format.secret.InsecureSecretAccess;
import sealswarm.format.secret.SecretBytes;

/** The 32 public random bytes that make the content key of one content of one track its own. Base64url in documents. */
public record TrackSalt(String text) {
    public static final int LENGTH_BYTES = 32;

    public TrackSalt {
        Base64Url.decode(text, LENGTH_BYTES);
    }

    public static TrackSalt of(byte[] bytes) {
        if (bytes.length != LENGTH_BYTES) {
            throw FormatException.malformed("a salt of " + bytes.length + " bytes, 32 are due");
        }
        return new TrackSalt(Base64Url.encode(bytes));
    }

    public static TrackSalt random(SecureRandom random) {
        byte[] bytes = new byte[LENGTH_BYTES];
        random.nextBytes(bytes);
        return of(bytes);
    }

    /** The salt of {@code track} that follows from a seed: HKDF(seed, "", info("sealswarm/1/track-salt", trackId), 32). */
    public static TrackSalt fromSeed(SecretBytes seed, TrackId track) {
        try (SecretBytes salt =
                Hkdf.derive(seed, new byte[0], Info.of("sealswarm/1/track-salt", track.text()), LENGTH_BYTES)) {
            return of(salt.copy(InsecureSecretAccess.get()));
        }
    }

    public byte[] bytes() {
        return Base64Url.decode(text, LENGTH_BYTES);
    }

    @Override
    public String toString() {
        return text;
    }
}
