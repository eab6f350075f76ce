package sealswarm.license.server.title;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import sealswarm.format.key.KeyId;
import sealswarm.format.key.StudioId;
import sealswarm.format.key.TitleId;

/** {@link TitleStore} in memory. */
public final class MemoryTitleStore implements TitleStore {
    private final TreeMap<String, StudioAccount> studios = new TreeMap<>();
    private final Map<TitleId, TitleHead> heads = new HashMap<>();
    private final Map<String, TitleRevision> revisions = new HashMap<>();
    private final Map<String, String> seals = new HashMap<>();

    @Override
    public synchronized Optional<StudioAccount> studio(StudioId id) {
        return Optional.ofNullable(studios.get(id.text()));
    }

    @Override
    public synchronized List<StudioAccount> studios(String after, int limit) {
        return studios.tailMap(after, false).values().stream().limit(limit).toList();
    }

    @Override
    public synchronized boolean putStudio(StudioAccount studio) {
        if (studio(studio.id()).map(StudioAccount::ver).orElse(0L) != studio.ver() - 1) {
            return false;
        }
        studios.put(studio.id().text(), studio);
        return true;
    }

    @Override
    public synchronized Optional<TitleHead> head(TitleId title) {
        return Optional.ofNullable(heads.get(title));
    }

    @Override
    public synchronized TitleHead claim(TitleHead head) {
        TitleHead before = heads.putIfAbsent(head.title(), head);
        return before == null ? head : before;
    }

    @Override
    public synchronized void raise(TitleId title, long revision) {
        heads.computeIfPresent(
                title,
                (same, head) -> new TitleHead(
                        title, head.studio(), head.keyId(), Math.max(head.latest(), revision), head.minRevision()));
    }

    @Override
    public synchronized Optional<String> sealedRoot(KeyId keyId, TitleTrack track) {
        return Optional.ofNullable(seals.get(sealId(keyId, track)));
    }

    @Override
    public synchronized boolean seal(KeyId keyId, TitleTrack track) {
        String before = seals.putIfAbsent(sealId(keyId, track), track.root());
        return before == null || before.equals(track.root());
    }

    private static String sealId(KeyId keyId, TitleTrack track) {
        return keyId + ":" + track.id() + ":" + track.salt() + ":" + track.nonce();
    }

    @Override
    public synchronized TitleRevision insert(TitleRevision revision) {
        TitleRevision before = revisions.putIfAbsent(revision.title() + ":" + revision.revision(), revision);
        return before == null ? revision : before;
    }

    @Override
    public synchronized Optional<TitleRevision> revision(TitleId title, long revision) {
        return Optional.ofNullable(revisions.get(title + ":" + revision));
    }
}
