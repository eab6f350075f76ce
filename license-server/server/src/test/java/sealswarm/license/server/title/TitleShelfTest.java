package sealswarm.license.server.title;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static sealswarm.license.server.grant.SampleGrant.NOON;

import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import sealswarm.format.key.KeyId;
import sealswarm.format.key.StudioId;
import sealswarm.format.key.TitleId;
import sealswarm.format.manifest.Manifest;
import sealswarm.license.message.Titles.StudioKeyState;
import sealswarm.license.server.SampleTitle;
import sealswarm.license.server.keystore.KekId;
import sealswarm.license.server.keystore.Sealed;
import sealswarm.license.server.revocation.MemoryRevocationStore;
import sealswarm.license.server.revocation.Withdrawals;

class TitleShelfTest {
    private final MemoryTitleStore store = new MemoryTitleStore();
    private final AtomicInteger reads = new AtomicInteger();
    private Instant now = NOON;
    private final MemoryRevocationStore revocations = new MemoryRevocationStore();
    private final TitleShelf shelf = new TitleShelf(new Counting(), new Withdrawals(revocations, () -> now), () -> now);

    /** Counts how often a title's head is read. */
    private final class Counting implements TitleStore {
        @Override
        public Optional<TitleHead> head(TitleId title) {
            reads.incrementAndGet();
            return store.head(title);
        }

        @Override
        public Optional<StudioAccount> studio(StudioId id) {
            return store.studio(id);
        }

        @Override
        public List<StudioAccount> studios(String after, int limit) {
            return store.studios(after, limit);
        }

        @Override
        public boolean putStudio(StudioAccount studio) {
            return store.putStudio(studio);
        }

        @Override
        public TitleHead claim(TitleHead head) {
            return store.claim(head);
        }

        @Override
        public void raise(TitleId title, long revision) {
            store.raise(title, revision);
        }

        @Override
        public Optional<String> sealedRoot(KeyId keyId, TitleTrack track) {
            return store.sealedRoot(keyId, track);
        }

        @Override
        public boolean seal(KeyId keyId, TitleTrack track) {
            return store.seal(keyId, track);
        }

        @Override
        public TitleRevision insert(TitleRevision revision) {
            return store.insert(revision);
        }

        @Override
        public Optional<TitleRevision> revision(TitleId title, long revision) {
            return store.revision(title, revision);
        }
    }

    private void register(SampleTitle title, long revision) {
        Manifest manifest = title.manifest(revision);
        store.claim(
                new TitleHead(title.title(), title.studio(), title.titleKey().keyId(), 0, 1));
        store.insert(TitleRegistrar.revision(
                manifest.sign(title.studioKey()), manifest, new Sealed(new KekId("k1"), Buffer.buffer("s")), NOON));
        store.raise(title.title(), revision);
        StudioAccount.Key key = new StudioAccount.Key(title.studioKey().verifyKey(), StudioKeyState.TRUSTED, NOON);
        store.putStudio(new StudioAccount(title.studio(), Set.of("sue"), List.of(key), 1));
    }

    private long newest(SampleTitle title) {
        return shelf.find(title.title()).orElseThrow().revision().revision();
    }

    @Test
    void newerRevisionIsSeenOnceTheOldOneIsTwoSecondsOld() {
        try (SampleTitle title = new SampleTitle("a-studio", "film", "hd")) {
            register(title, 1);
            assertEquals(1, newest(title));
            register(title, 2);
            now = NOON.plus(TitleShelf.LIFE).minusMillis(1);
            assertEquals(1, newest(title));
            assertEquals(1, reads.get());
            now = NOON.plus(TitleShelf.LIFE);
            assertEquals(2, newest(title));
        }
    }

    @Test
    void clockSetBackRemembersNothing() {
        try (SampleTitle title = new SampleTitle("a-studio", "film", "hd")) {
            register(title, 1);
            newest(title);
            register(title, 2);
            now = NOON.minusSeconds(3_600);
            assertEquals(2, newest(title));
        }
    }

    @Test
    void titleWithoutARevisionIsNotThereAndIsAskedForAgain() {
        try (SampleTitle title = new SampleTitle("a-studio", "film", "hd")) {
            assertEquals(Optional.empty(), shelf.find(title.title()));
            store.claim(new TitleHead(
                    title.title(), title.studio(), title.titleKey().keyId(), 0, 1));
            assertEquals(Optional.empty(), shelf.find(title.title()));
            register(title, 1);
            assertEquals(1, newest(title));
        }
    }

    @Test
    void asManyTitlesAreRememberedAsTheLimitSaysAndTheLongestUnusedGoes() {
        try (SampleTitle title = new SampleTitle("a-studio", "film", "hd")) {
            register(title, 1);
            TitleRevision revision = store.revision(title.title(), 1).orElseThrow();
            for (int i = 0; i <= TitleShelf.MAX_TITLES; i++) {
                copy(revision, new TitleId("film-" + i));
            }
            for (int i = 0; i < TitleShelf.MAX_TITLES; i++) {
                shelf.find(new TitleId("film-" + i));
            }
            reads.set(0);
            shelf.find(new TitleId("film-0"));
            assertEquals(0, reads.get());
            shelf.find(new TitleId("film-" + TitleShelf.MAX_TITLES));
            reads.set(0);
            shelf.find(new TitleId("film-0"));
            assertEquals(0, reads.get());
            shelf.find(new TitleId("film-1"));
            assertEquals(1, reads.get());
        }
    }

    private void copy(TitleRevision like, TitleId title) {
        store.claim(new TitleHead(title, like.studio(), like.keyId(), 1, 1));
        store.insert(new TitleRevision(
                title,
                1,
                like.studio(),
                like.signer(),
                like.keyId(),
                like.packageId(),
                like.name(),
                like.tracks(),
                like.sealedKey(),
                like.manifest(),
                like.registeredAt()));
    }
}
