package sealswarm.license.server.title;

import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BiPredicate;
import sealswarm.format.envelope.Envelope;
import sealswarm.format.key.KeyId;
import sealswarm.format.key.Kid;
import sealswarm.format.key.TitleKey;
import sealswarm.format.manifest.Manifest;
import sealswarm.format.manifest.SealedKeys;
import sealswarm.format.manifest.SealedKeys.Recipient;
import sealswarm.format.problem.FormatException;
import sealswarm.format.problem.FormatProblem;
import sealswarm.format.wrap.WrapKeyPair;
import sealswarm.license.message.Titles.StudioKeyState;
import sealswarm.license.problem.ProblemType;
import sealswarm.license.server.http.Caller;
import sealswarm.license.server.http.ProblemException;
import sealswarm.license.server.keystore.KeyGate;
import sealswarm.license.server.keystore.Sealed;

/**
 * Registers revisions. Order of checks: who signed, who calls, who owns the title, newer than what is there; only then is the
 * sealed key opened and compared with every track's commitment, and only then is anything stored. Repeating a registration
 * finishes it. Blocking and CPU work: for a worker.
 */
final class TitleRegistrar {
    private final TitleStore store;
    private final KeyGate keys;
    private final InstantSource clock;

    TitleRegistrar(TitleStore store, KeyGate keys, InstantSource clock) {
        this.store = store;
        this.keys = keys;
        this.clock = clock;
    }

    /** What a registration names in its path, and its two envelopes. */
    record Registration(String title, long revision, Envelope manifest, Envelope keys) {}

    TitleRevision register(Caller caller, Registration registration) {
        Manifest claimed = Manifest.selfSigned(registration.manifest());
        StudioAccount studio = store.studio(claimed.studio().id())
                .filter(account -> account.members().contains(caller.subject()))
                .orElseThrow(() -> ProblemException.of(
                        ProblemType.ROLE_MISSING,
                        "this account does not act for studio "
                                + claimed.studio().id() + "; enrol the studio's key first"));
        requireTrusted(studio, claimed.studio().kid());
        Manifest manifest = Manifest.verified(registration.manifest(), studio.trust(Manifest.TYPE.typ()));
        SealedKeys sealed = SealedKeys.verified(registration.keys(), studio.trust(SealedKeys.TYPE.typ()));
        checkPath(registration, manifest);
        checkOwner(manifest);
        String packageId = registration.manifest().payloadSha256();
        TitleRevision known =
                store.revision(manifest.titleId(), manifest.revision()).orElse(null);
        if (known != null) {
            requireSame(known, packageId);
            // A crash may have come between storing the revision and naming it the newest.
            store.raise(known.title(), known.revision());
            return known;
        }
        requireNewer(manifest);
        requireFreshSalts(manifest.keyId(), TitleTrack.of(manifest), (key, track) -> store.sealedRoot(key, track)
                .map(track.root()::equals)
                .orElse(true));
        Sealed wrapped = openAndWrap(sealed, manifest);
        return store(registration.manifest(), manifest, wrapped);
    }

    private static void requireTrusted(StudioAccount studio, Kid kid) {
        StudioKeyState state = studio.find(kid).map(StudioAccount.Key::state).orElse(null);
        if (state == StudioKeyState.TRUSTED) {
            return;
        }
        String why = state == null
                ? "was never enrolled: enrol it first"
                : state == StudioKeyState.PENDING
                        ? "waits for an operator: sign its enrolment with an older key too, or ask for it to be confirmed"
                        : "was revoked: sign with another one";
        throw ProblemException.of(ProblemType.BAD_SIGNATURE, "key " + kid + " of studio " + studio.id() + " " + why);
    }

    private static void checkPath(Registration registration, Manifest manifest) {
        if (!manifest.titleId().text().equals(registration.title())) {
            throw ProblemException.malformed("path.titleId", "the manifest's title " + manifest.titleId());
        }
        if (manifest.revision() != registration.revision()) {
            throw ProblemException.malformed("path.revision", "the manifest's revision " + manifest.revision());
        }
    }

    private void checkOwner(Manifest manifest) {
        store.head(manifest.titleId()).ifPresent(head -> {
            if (!head.studio().equals(manifest.studio().id())) {
                throw taken(manifest);
            }
            if (!head.keyId().equals(manifest.keyId())) {
                throw ProblemException.of(
                        ProblemType.KEY_MISMATCH,
                        "a revision keeps the title key of the first: pack it with --previous");
            }
        });
    }

    private void requireNewer(Manifest manifest) {
        long latest = store.head(manifest.titleId()).map(TitleHead::latest).orElse(0L);
        if (manifest.revision() <= latest) {
            throw ProblemException.of(ProblemType.REVISION_NOT_NEWER, "revision " + latest + " is registered already")
                    .with("latest", latest);
        }
    }

    private static TitleRevision requireSame(TitleRevision known, String packageId) {
        if (!known.packageId().equals(packageId)) {
            throw ProblemException.of(
                            ProblemType.REVISION_NOT_NEWER, "this revision was registered with another manifest")
                    .with("latest", known.revision());
        }
        return known;
    }

    private Sealed openAndWrap(SealedKeys sealed, Manifest manifest) {
        for (WrapKeyPair pair : keys.require().sealing()) {
            try (TitleKey key = sealed.open(Recipient.LICENSE_SERVER, pair, manifest)) {
                return keys.require().wrap(key);
            } catch (FormatException refused) {
                // Sealed to another generation of our key, perhaps: the next one is tried; a wrong key is final.
                if (refused.problem() != FormatProblem.WRAP_INVALID) {
                    throw refused;
                }
            }
        }
        throw ProblemException.of(
                ProblemType.KEY_MISMATCH, "keys.hpke is not sealed to this server, studio, title and salts");
    }

    private TitleRevision store(Envelope envelope, Manifest manifest, Sealed wrapped) {
        TitleRevision revision = revision(envelope, manifest, wrapped, clock.instant());
        TitleHead head =
                store.claim(new TitleHead(manifest.titleId(), manifest.studio().id(), manifest.keyId(), 0, 1));
        if (!head.studio().equals(manifest.studio().id()) || !head.keyId().equals(manifest.keyId())) {
            throw taken(manifest);
        }
        // Looked at before, without writing; asked again because another registration may run beside this one.
        requireFreshSalts(manifest.keyId(), revision.tracks(), store::seal);
        TitleRevision stored = requireSame(store.insert(revision), revision.packageId());
        store.raise(manifest.titleId(), manifest.revision());
        return stored;
    }

    private static void requireFreshSalts(
            KeyId key, List<TitleTrack> tracks, BiPredicate<KeyId, TitleTrack> isThisContent) {
        List<String> reused = tracks.stream()
                .filter(track -> !isThisContent.test(key, track))
                .map(track -> track.id().text())
                .toList();
        if (!reused.isEmpty()) {
            throw ProblemException.of(
                            ProblemType.SALT_REUSE, "these tracks use the salt of other content: pack them anew")
                    .with("trackIds", reused);
        }
    }

    private static ProblemException taken(Manifest manifest) {
        return ProblemException.of(
                ProblemType.TITLE_TAKEN, "title " + manifest.titleId() + " belongs to another studio");
    }

    static TitleRevision revision(Envelope envelope, Manifest manifest, Sealed sealed, Instant at) {
        return new TitleRevision(
                manifest.titleId(),
                manifest.revision(),
                manifest.studio().id(),
                manifest.studio().key(),
                manifest.keyId(),
                envelope.payloadSha256(),
                manifest.publicPart().title(),
                TitleTrack.of(manifest),
                sealed,
                Buffer.buffer(envelope.bytes()),
                at);
    }
}
