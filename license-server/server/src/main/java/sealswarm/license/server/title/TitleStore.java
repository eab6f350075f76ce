package sealswarm.license.server.title;

import java.util.List;
import java.util.Optional;
import sealswarm.format.key.KeyId;
import sealswarm.format.key.StudioId;
import sealswarm.format.key.TitleId;

/**
 * Collections {@code studios}, {@code titleHeads}, {@code titles}, {@code trackSeals}. Blocking; thread-safe; what returns is
 * durable.
 */
public interface TitleStore {
    Optional<StudioAccount> studio(StudioId id);

    /**
     * Stores a studio if its stored version is {@code studio.ver() - 1}, or if there is none and it is 1.
     *
     * @return whether it did
     */
    boolean putStudio(StudioAccount studio);

    /** Studios by id, those after {@code after}, at most {@code limit}; the empty text is before all. */
    List<StudioAccount> studios(String after, int limit);

    Optional<TitleHead> head(TitleId title);

    /** Makes the title's head unless it is there; returns what is there afterwards. */
    TitleHead claim(TitleHead head);

    /** Raises the newest revision; never lowers it. */
    void raise(TitleId title, long revision);

    /** The root of the content that a (title key, track, salt, nonce) is known to encrypt. */
    Optional<String> sealedRoot(KeyId keyId, TitleTrack track);

    /**
     * Records which content a (title key, track, salt, nonce) encrypts.
     *
     * @return whether it is this content, now or before
     */
    boolean seal(KeyId keyId, TitleTrack track);

    /** Stores a revision unless it is there; returns what is there afterwards. */
    TitleRevision insert(TitleRevision revision);

    Optional<TitleRevision> revision(TitleId title, long revision);
}
