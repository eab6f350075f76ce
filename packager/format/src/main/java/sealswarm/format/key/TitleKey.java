package sealswarm.format.key;

import java.security.SecureRandom;
import sealswarm.format.secret.InsecureSecretAccess;
import sealswarm.format.secret.SecretBytes;

/** K_title, the root of a title's keys: 32 random bytes made at the first pack, held by studio and license server only. */
public final class TitleKey implements AutoCloseable {
    public static final int LENGTH_BYTES = 32;

    private final TitleId title;
    private final SecretBytes key;

    private TitleKey(TitleId title, SecretBytes key) {
        if (key.length() != LENGTH_BYTES) {
            throw new IllegalArgumentException("a title key of " + key.length() + " bytes");
        }
        this.title = title;
        this.key = key;
    }

    /** A key of these bytes, which this object closes from now on. */
    public static TitleKey of(TitleId title, SecretBytes key) {
        return new TitleKey(title, key);
    }

    public static TitleKey random(TitleId title, SecureRandom random) {
        return new TitleKey(title, SecretBytes.random(random, LENGTH_BYTES));
    }

    public TitleId title() {
        return title;
    }

    public KeyId keyId() {
        try (SecretBytes id =
                Hkdf.derive(key, new byte[0], Info.of("sealswarm/1/key-id", title.text()), Id16.LENGTH_BYTES)) {
            return KeyId.of(id.copy(InsecureSecretAccess.get()));
        }
    }

    /** K_track: what a license carries. The caller closes it. */
    public TrackKey trackKey(TrackId track) {
        return TrackKey.of(
                title,
                track,
                keyId(),
                Hkdf.derive(
                        key,
                        new byte[0],
                        Info.of("sealswarm/1/track", title.text(), track.text()),
                        TrackKey.LENGTH_BYTES));
    }

    /** The secret itself, to be sealed or stored wrapped; it lives as long as this key. */
    public SecretBytes secret() {
        return key;
    }

    @Override
    public void close() {
        key.close();
    }

    @Override
    public String toString() {
        return "TitleKey[" + title + ", redacted]";
    }
}
