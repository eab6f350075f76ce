package sealswarm.format.key;

import sealswarm.format.secret.SecretBytes;

/** K_track: opens every content of one track, whatever its salt. A license holds those of the bought tracks. */
public final class TrackKey implements AutoCloseable {
    public static final int LENGTH_BYTES = 32;

    private final TitleId title;
    private final TrackId track;
    private final KeyId keyId;
    private final SecretBytes key;

    private TrackKey(TitleId title, TrackId track, KeyId keyId, SecretBytes key) {
        if (key.length() != LENGTH_BYTES) {
            throw new IllegalArgumentException("a track key of " + key.length() + " bytes");
        }
        this.title = title;
        this.track = track;
        this.keyId = keyId;
        this.key = key;
    }

    /** A key of these bytes, as read from a key block; this object closes them from now on. */
    public static TrackKey of(TitleId title, TrackId track, KeyId keyId, SecretBytes key) {
        return new TrackKey(title, track, keyId, key);
    }

    public TitleId title() {
        return title;
    }

    public TrackId track() {
        return track;
    }

    /** The id of the title key this key came from. */
    public KeyId keyId() {
        return keyId;
    }

    /** CK of the content with this salt. The caller closes it. */
    public ContentKey contentKey(TrackSalt salt) {
        return new ContentKey(
                title,
                track,
                Hkdf.derive(
                        key,
                        salt.bytes(),
                        Info.of("sealswarm/1/ck", title.text(), track.text()),
                        ContentKey.LENGTH_BYTES));
    }

    /** The secret itself, to be put into a key block; it lives as long as this key. */
    public SecretBytes secret() {
        return key;
    }

    @Override
    public void close() {
        key.close();
    }

    @Override
    public String toString() {
        return "TrackKey[" + title + "/" + track + ", redacted]";
    }
}
