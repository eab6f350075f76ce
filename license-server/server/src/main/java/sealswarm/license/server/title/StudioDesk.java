package sealswarm.license.server.title;

import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import sealswarm.format.envelope.Envelope;
import sealswarm.format.envelope.KeyTrust;
import sealswarm.format.key.Kid;
import sealswarm.format.key.StudioId;
import sealswarm.format.key.VerifyKey;
import sealswarm.format.problem.FormatException;
import sealswarm.license.key.StudioKey;
import sealswarm.license.message.Titles.StudioKeyState;
import sealswarm.license.problem.ProblemType;
import sealswarm.license.server.http.Caller;
import sealswarm.license.server.http.ProblemException;
import sealswarm.license.server.http.Role;

/**
 * Enrols manifest keys. The first key of a studio nobody has claimed is trusted: its account got the role from an operator and
 * no title is at stake yet. Any later key needs a trusted one of the studio, or an operator, who also takes keys back for good.
 * Blocking: for a worker.
 */
public final class StudioDesk {
    private static final int TRIES = 8;

    private final TitleStore store;
    private final InstantSource clock;

    public StudioDesk(TitleStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    StudioAccount enrol(Caller caller, String studioId, Envelope envelope) {
        StudioKey wish = StudioKey.read(envelope);
        if (!wish.studioId().text().equals(studioId)) {
            throw ProblemException.malformed("path.studioId", "the signed studio " + wish.studioId());
        }
        for (int i = 0; i < TRIES; i++) {
            StudioAccount known = store.studio(wish.studioId()).orElse(null);
            StudioAccount changed = known == null ? claim(caller, wish) : change(known, caller, wish, envelope);
            if (changed.equals(known) || store.putStudio(changed)) {
                return changed;
            }
        }
        throw ProblemException.of(ProblemType.OVERLOADED, "the studio's keys are being changed; try again");
    }

    private StudioAccount claim(Caller caller, StudioKey wish) {
        if (!caller.has(Role.STUDIO)) {
            throw ProblemException.of(
                    ProblemType.NOT_FOUND, "studio " + wish.studioId() + " has not enrolled a key yet");
        }
        return new StudioAccount(
                wish.studioId(),
                Set.of(caller.subject()),
                List.of(new StudioAccount.Key(wish.key(), StudioKeyState.TRUSTED, clock.instant())),
                1);
    }

    private StudioAccount change(StudioAccount known, Caller caller, StudioKey wish, Envelope envelope) {
        boolean operator = caller.has(Role.OPERATOR);
        if (!operator && !known.members().contains(caller.subject())) {
            throw ProblemException.of(
                    ProblemType.ROLE_MISSING, "this account does not act for studio " + wish.studioId());
        }
        StudioKeyState before =
                known.find(wish.key().kid()).map(StudioAccount.Key::state).orElse(null);
        if (before == StudioKeyState.TRUSTED) {
            return known;
        }
        if (before == StudioKeyState.REVOKED) {
            throw revokedForGood();
        }
        if (before == null && known.keys().size() == StudioAccount.MAX_KEYS) {
            throw ProblemException.of(
                    ProblemType.TOO_LARGE, "a studio has at most " + StudioAccount.MAX_KEYS + " keys");
        }
        boolean trusted = operator || isVouchedFor(envelope, known.trusted());
        StudioKeyState state = trusted ? StudioKeyState.TRUSTED : StudioKeyState.PENDING;
        return state == before ? known : known.with(new StudioAccount.Key(wish.key(), state, clock.instant()));
    }

    /**
     * A studio's key.
     *
     * @throws ProblemException not-found
     */
    public StudioAccount.Key require(StudioId studio, Kid kid) {
        return account(studio).find(kid).orElseThrow(StudioDesk::noKey);
    }

    /**
     * Trusts a pending key; a trusted one stays so.
     *
     * @throws ProblemException not-found; bad-signature for a key that was taken back
     */
    public StudioAccount approve(StudioId studio, Kid kid) {
        return move(studio, kid, StudioKeyState.TRUSTED);
    }

    /**
     * Takes a key back for good: its signature counts no more on anything.
     *
     * @throws ProblemException not-found
     */
    public StudioAccount takeBack(StudioId studio, Kid kid) {
        return move(studio, kid, StudioKeyState.REVOKED);
    }

    private StudioAccount move(StudioId studio, Kid kid, StudioKeyState state) {
        for (int i = 0; i < TRIES; i++) {
            StudioAccount known = account(studio);
            StudioAccount.Key key = known.find(kid).orElseThrow(StudioDesk::noKey);
            if (key.state() == state) {
                return known;
            }
            if (key.state() == StudioKeyState.REVOKED) {
                throw revokedForGood();
            }
            StudioAccount changed = known.with(new StudioAccount.Key(key.key(), state, clock.instant()));
            if (store.putStudio(changed)) {
                return changed;
            }
        }
        throw ProblemException.of(ProblemType.OVERLOADED, "the studio's keys are being changed; try again");
    }

    private StudioAccount account(StudioId studio) {
        return store.studio(studio).orElseThrow(StudioDesk::noKey);
    }

    private static ProblemException noKey() {
        return ProblemException.of(ProblemType.NOT_FOUND, "no such studio, or it has no such key");
    }

    private static ProblemException revokedForGood() {
        return ProblemException.of(ProblemType.BAD_SIGNATURE, "this key was revoked and stays so; make a new one");
    }

    private static boolean isVouchedFor(Envelope envelope, List<VerifyKey> trusted) {
        try {
            envelope.verify(StudioKey.TYPE, KeyTrust.of(StudioKey.TYPE.typ(), trusted));
            return true;
        } catch (FormatException unsigned) {
            return false;
        }
    }
}
