package sealswarm.license.server.title;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static sealswarm.license.server.grant.SampleGrant.NOON;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import sealswarm.format.envelope.Envelope;
import sealswarm.format.manifest.Manifest;
import sealswarm.license.message.Titles.StudioKeyState;
import sealswarm.license.server.SampleTitle;
import sealswarm.license.server.keystore.KekId;
import sealswarm.license.server.keystore.Sealed;

/** What every {@link TitleStore} must do. */
abstract class TitleStoreContract {
    abstract TitleStore store();

    private static StudioAccount account(SampleTitle title, StudioKeyState state, long ver) {
        StudioAccount.Key key = new StudioAccount.Key(title.studioKey().verifyKey(), state, NOON);
        return new StudioAccount(title.studio(), Set.of("sue", "sam"), List.of(key), ver);
    }

    private static TitleRevision revision(SampleTitle title, long number) {
        Manifest manifest = title.manifest(number);
        Envelope envelope = manifest.sign(title.studioKey());
        Sealed sealed = new Sealed(new KekId("k1"), Buffer.buffer("sealed " + number));
        return TitleRegistrar.revision(envelope, manifest, sealed, NOON);
    }

    @Test
    void studioIsMadeOnceAndChangedVersionByVersion() {
        TitleStore store = store();
        try (SampleTitle title = new SampleTitle("a-studio", "film", "hd")) {
            assertEquals(Optional.empty(), store.studio(title.studio()));
            StudioAccount first = account(title, StudioKeyState.PENDING, 1);
            assertTrue(store.putStudio(first));
            assertFalse(store.putStudio(account(title, StudioKeyState.TRUSTED, 1)), "there is one");
            assertFalse(store.putStudio(account(title, StudioKeyState.TRUSTED, 3)), "it skips a version");
            assertEquals(Optional.of(first), store.studio(title.studio()));
            StudioAccount second = account(title, StudioKeyState.TRUSTED, 2);
            assertTrue(store.putStudio(second));
            assertFalse(store.putStudio(account(title, StudioKeyState.REVOKED, 2)), "it was changed meanwhile");
            assertEquals(Optional.of(second), store.studio(title.studio()));
        }
    }

    @Test
    void studiosAreListedByNameInPages() {
        TitleStore store = store();
        for (String name : List.of("c-studio", "a-studio", "b-studio")) {
            try (SampleTitle title = new SampleTitle(name, "film", "hd")) {
                store.putStudio(account(title, StudioKeyState.TRUSTED, 1));
            }
        }
        assertEquals(List.of("a-studio", "b-studio"), names(store.studios("", 2)));
        assertEquals(List.of("c-studio"), names(store.studios("b-studio", 2)));
        assertEquals(List.of(), names(store.studios("c-studio", 2)));
    }

    private static List<String> names(List<StudioAccount> studios) {
        return studios.stream().map(studio -> studio.id().text()).toList();
    }

    @Test
    void firstClaimOfATitleStaysAndItsNewestRevisionOnlyRises() {
        TitleStore store = store();
        try (SampleTitle title = new SampleTitle("a-studio", "film", "hd");
                SampleTitle other = new SampleTitle("b-studio", "film", "hd")) {
            TitleHead head = new TitleHead(
                    title.title(), title.studio(), title.titleKey().keyId(), 0, 1);
            store.raise(title.title(), 7);
            assertEquals(Optional.empty(), store.head(title.title()));
            assertEquals(head, store.claim(head));
            assertEquals(
                    head,
                    store.claim(new TitleHead(
                            title.title(), other.studio(), other.titleKey().keyId(), 0, 1)));
            store.raise(title.title(), 3);
            store.raise(title.title(), 2);
            assertEquals(3, store.head(title.title()).orElseThrow().latest());
            assertEquals(3, store.claim(head).latest());
        }
    }

    @Test
    void saltSealsOneContentOfOneTrackUnderOneKey() {
        TitleStore store = store();
        try (SampleTitle title = new SampleTitle("a-studio", "film", "hd", "sd");
                SampleTitle other = new SampleTitle("a-studio", "film", "hd")) {
            TitleTrack track = revision(title, 1).tracks().get(0);
            assertEquals(Optional.empty(), store.sealedRoot(title.titleKey().keyId(), track));
            assertTrue(store.seal(title.titleKey().keyId(), track));
            assertTrue(store.seal(title.titleKey().keyId(), track), "the same content again");
            title.changeContentKeepingTheSalt(track.id().text());
            TitleTrack changed = revision(title, 2).tracks().get(0);
            assertFalse(store.seal(title.titleKey().keyId(), changed));
            assertEquals(
                    Optional.of(track.root()), store.sealedRoot(title.titleKey().keyId(), changed));
            assertTrue(store.seal(other.titleKey().keyId(), changed), "another title key");
            assertTrue(store.seal(
                    title.titleKey().keyId(), revision(title, 2).tracks().get(1)));
            title.repack(track.id().text());
            assertTrue(store.seal(
                    title.titleKey().keyId(), revision(title, 3).tracks().get(0)));
        }
    }

    @Test
    void firstManifestOfARevisionStaysAndAllFollowsFromItsBytes() {
        TitleStore store = store();
        try (SampleTitle title = new SampleTitle("a-studio", "film", "hd", "audio-en")) {
            TitleRevision first = revision(title, 1);
            assertEquals(Optional.empty(), store.revision(title.title(), 1));
            assertEquals(first, store.insert(first));
            assertEquals(first, store.insert(revision(title, 1)));
            TitleRevision second = revision(title, 2);
            store.insert(second);
            assertEquals(Optional.of(first), store.revision(title.title(), 1));
            assertEquals(Optional.of(second), store.revision(title.title(), 2));
            assertEquals(Optional.empty(), store.revision(title.title(), 3));
        }
    }
}
