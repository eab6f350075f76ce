package sealswarm.format.key;

import sealswarm.format.secret.InsecureSecretAccess;
import sealswarm.format.secret.SecretBytes;

/** CK: the AES-256 key of exactly one content of one track. */
public final class ContentKey implements AutoCloseable {
    public static final int LENGTH_BYTES = 32;

    private final TitleId title;
    private final TrackId track;
    private final SecretBytes key;

    ContentKey(TitleId title, TrackId track, SecretBytes key) {
        this.title = title;
        this.track = track;
        this.key = key;
    }

    /** The public value a manifest holds, by which a wrong key is refused before anything is decrypted. */
    public KeyCommitment commitment() {
        Info info = Info.of("sealswarm/1/commit", title.text(), track.text());
        try (SecretBytes commitment = Hkdf.derive(key, new byte[0], info, KeyCommitment.LENGTH_BYTES)) {
            return KeyCommitment.of(commitment.copy(InsecureSecretAccess.get()));
        }
    }

    public TrackId track() {
        return track;
    }

    /** The secret itself, for the cipher; it lives as long as this key. */
    public SecretBytes secret() {
        return key;
    }

    @Override
    public void close() {
        key.close();
    }

    @Override
    public String toString() {
        return "ContentKey[" + title + "/" + track + ", redacted]";
    }
}
