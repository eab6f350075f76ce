package sealswarm.format.cipher;

import sealswarm.format.key.ContentKey;
import sealswarm.format.key.TrackKey;
import sealswarm.format.manifest.Track;
import sealswarm.format.problem.FormatException;
import sealswarm.format.problem.FormatProblem;
import sealswarm.overlay.merkle.Merkle;
import sealswarm.overlay.metainfo.PiecesRoot;

/** Decrypts verified blocks of one content, and nothing else. Safe for any thread, one at a time; closing it drops the key. */
public final class BlockDecryptor implements AutoCloseable {
    private final PiecesRoot root;
    private final CounterMode cipher;

    private BlockDecryptor(PiecesRoot root, CounterMode cipher) {
        this.root = root;
        this.cipher = cipher;
    }

    /**
     * A decryptor of {@code track}, if {@code key} is the one its manifest commits to; the key stays the caller's.
     *
     * @throws FormatException {@link FormatProblem#KEY_COMMITMENT} before anything is decrypted
     */
    public static BlockDecryptor open(Track track, TrackKey key) {
        try (ContentKey contentKey = key.contentKey(track.salt())) {
            if (!key.track().equals(track.id()) || !contentKey.commitment().equals(track.commitment())) {
                throw new FormatException(
                        FormatProblem.KEY_COMMITMENT, "track " + track.id() + ": the manifest commits to another key");
            }
            return new BlockDecryptor(track.root(), new CounterMode(contentKey));
        }
    }

    /**
     * The plain bytes of {@code block}.
     *
     * @throws IllegalArgumentException if the block was verified against another root
     */
    public synchronized byte[] decrypt(VerifiedBlock block) {
        if (!block.root().equals(root)) {
            throw new IllegalArgumentException("a block of another content");
        }
        byte[] plain = new byte[block.lengthBytes()];
        cipher.seek(Math.multiplyExact(block.index(), (long) Merkle.LEAF_SIZE));
        cipher.update(block.sealed(), 0, plain.length, plain, 0);
        return plain;
    }

    @Override
    public synchronized void close() {
        cipher.close();
    }
}
