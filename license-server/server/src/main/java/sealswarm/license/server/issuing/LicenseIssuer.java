package sealswarm.license.server.issuing;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import sealswarm.format.envelope.Envelope;
import sealswarm.format.key.TitleKey;
import sealswarm.format.key.TrackId;
import sealswarm.format.key.TrackKey;
import sealswarm.license.LicenseDocument;
import sealswarm.license.LicenseId;
import sealswarm.license.LicenseTerms;
import sealswarm.license.device.DeviceRequest;
import sealswarm.license.device.DeviceRequest.LogPosition;
import sealswarm.license.message.Licenses.LicenseAnswer;
import sealswarm.license.message.Licenses.SwarmAccess;
import sealswarm.license.problem.ProblemType;
import sealswarm.license.rights.Limit;
import sealswarm.license.rights.Rights;
import sealswarm.license.rights.Rights.ChargeModel;
import sealswarm.license.rights.Until;
import sealswarm.license.server.device.EnrolledDevice;
import sealswarm.license.server.grant.GrantStore;
import sealswarm.license.server.grant.StoredGrant;
import sealswarm.license.server.http.ProblemException;
import sealswarm.license.server.http.RateLimiter;
import sealswarm.license.server.http.Workers;
import sealswarm.license.server.issuing.IssueCheckpoints.Checkpoint;
import sealswarm.license.server.keystore.Keystore;
import sealswarm.license.server.revocation.Withdrawals;
import sealswarm.license.server.title.TitleShelf;
import sealswarm.license.wire.Sha256Hex;
import sealswarm.license.wire.SignedJson;
import sealswarm.license.wire.WireJson;

/**
 * Issues and renews licenses in three steps: the decision and the grant's conditional update; sealing and signing; the durable
 * record of the release. Only after the third does the reply leave. A crash after the first leaves a slot that the same device
 * takes again; a crash after the third leaves a release whose stored reply the repeated request gets.
 *
 * <p>One license needs two durable writes, one after the other: the grant's and the release's.
 */
final class LicenseIssuer {
    /** Grace of running playback after a stream's lease. */
    static final long GRACE_S = 60;

    private static final int TRIES = 32;
    private static final int JITTER_PERCENT = 10;
    private static final String NONE = "none";

    /** The room's neighbours. */
    record Parts(
            GrantStore grants,
            ReleaseStore releases,
            TitleShelf titles,
            Withdrawals withdrawals,
            LicenseKeys keys,
            SwarmTokens swarm,
            UseHolds holds,
            RateLimiter titleRate,
            IssueCheckpoints checkpoints) {}

    /**
     * A request that was believed.
     *
     * @param hash of its exact payload
     * @param renewed the license of a renewal; empty for a first issue
     * @param held where the server's copy of the device's log ends
     * @param grant as it was read with the device; read again if another writer was faster
     */
    record Ask(
            EnrolledDevice device,
            DeviceRequest request,
            Sha256Hex hash,
            Optional<LicenseId> renewed,
            Optional<LogPosition> held,
            Optional<StoredGrant> grant) {
        Ask holding(EnrolledDevice.LogHint end) {
            LogPosition position = new LogPosition(end.epoch(), end.seq(), end.hash());
            return new Ask(device, request, hash, renewed, Optional.of(position), grant);
        }

        Ask about(Optional<StoredGrant> found) {
            return new Ask(device, request, hash, renewed, held, found);
        }
    }

    /** What the first step decided. */
    private record Decided(
            Ask ask, IssueDecision.Granted granted, TitleShelf.Issue title, long revocationEpoch, Instant now) {}

    private final Parts parts;
    private final Workers workers;
    private final ClockGuard clock;
    private final RandomGenerator random;
    private final String issuer;
    private final URI publicUrl;

    LicenseIssuer(
            Parts parts, Workers workers, ClockGuard clock, RandomGenerator random, String issuer, URI publicUrl) {
        this.parts = parts;
        this.workers = workers;
        this.clock = clock;
        this.random = random;
        this.issuer = issuer;
        this.publicUrl = publicUrl;
    }

    /** The reply of a request that was answered before. */
    static Future<Buffer> repeat(KeyRelease known, Ask ask) {
        return known.requestHash().equals(ask.hash())
                ? Future.succeededFuture(known.reply())
                : Future.failedFuture(ProblemException.of(
                        ProblemType.NONCE_REUSED, "the nonce was used for another request: make a new one"));
    }

    /**
     * The reply's exact bytes.
     *
     * @param check completes the request on a store thread, or refuses it
     */
    Future<Buffer> issue(Callable<Ask> check) {
        return workers.store(() -> decide(check.call()))
                .compose(decided -> workers.crypto(() -> release(decided)))
                .compose(release -> workers.store(() -> record(release)));
    }

    private Decided decide(Ask ask) {
        DeviceRequest request = ask.request();
        Instant now = clock.now();
        int jitter = random.nextInt(-JITTER_PERCENT, JITTER_PERCENT + 1);
        IssueRules.Question question = new IssueRules.Question(ask.device().id(), request.use(), now, jitter);
        for (int i = 0; i < TRIES; i++) {
            Optional<StoredGrant> read = i == 0
                    ? ask.grant()
                    : parts.grants().find(request.grantId(), ask.device().subject());
            StoredGrant grant = read.orElseThrow(
                    () -> ProblemException.of(ProblemType.NO_GRANT, "this account has no such purchase"));
            TitleShelf.Issue title = parts.titles().forLicense(grant.title());
            IssueDecision decision = ask.renewed().isPresent()
                    ? IssueRules.renew(grant, question, ask.renewed().get())
                    : IssueRules.issue(grant, question);
            if (decision instanceof IssueDecision.Denied denied) {
                throw denied.problem();
            }
            IssueDecision.Granted granted = (IssueDecision.Granted) decision;
            long epoch = parts.withdrawals().epoch();
            LicenseTerms terms = terms(granted, ask.device(), title, epoch, now);
            IssueDecision.Granted stored =
                    granted.withTerms(Sha256Hex.of(terms.bytes()).hex());
            if (parts.grants().replace(stored.grant())) {
                parts.checkpoints().reached(Checkpoint.GRANT_UPDATED);
                hold(stored);
                return new Decided(ask, stored, title, epoch, now);
            }
        }
        throw ProblemException.of(ProblemType.OVERLOADED, "the purchase is being changed; try again");
    }

    private void hold(IssueDecision.Granted granted) {
        ChargeModel model = granted.grant().rights().charge().model();
        if (model != ChargeModel.PER_PLAY && model != ChargeModel.PER_MINUTE) {
            return;
        }
        try {
            parts.holds().hold(granted.grant(), granted.license(), granted.holder());
            parts.checkpoints().reached(Checkpoint.MONEY_HELD);
        } catch (ProblemException refused) {
            // Nobody gets these keys: the stream and the plays that were set aside are free again at once.
            parts.grants().replace(granted.unused().next());
            throw refused;
        }
    }

    private LicenseTerms terms(
            IssueDecision.Granted granted, EnrolledDevice device, TitleShelf.Issue title, long epoch, Instant now) {
        StoredGrant grant = granted.grant();
        String license = publicUrl + "/v1/licenses/" + granted.license();
        return new LicenseTerms(
                granted.license(),
                granted.holder().revision(),
                granted.supersedes(),
                issuer,
                now,
                grant.buyer(),
                new LicenseTerms.DeviceBinding(
                        device.id(), device.kem().kid(), device.signing().kid()),
                new LicenseTerms.GrantBinding(
                        grant.id(),
                        grant.kind(),
                        grant.sale().offerId(),
                        grant.sale().orderId(),
                        grant.sale().territory()),
                new LicenseTerms.TitleBinding(
                        grant.title(),
                        title.head().minRevision(),
                        title.studioKeys().stream()
                                .limit(16)
                                .map(LicenseTerms.StudioKeyBinding::of)
                                .toList()),
                rights(granted),
                new LicenseTerms.Lease(
                        granted.holder().use(), until(granted.leaseUntil()), until(granted.renewAfter()), GRACE_S),
                epoch,
                new LicenseTerms.Links(license + "/status", license + "/renew", license + "/release", NONE));
    }

    /** The grant's rights, but only the plays that this license may start. */
    private static Rights rights(IssueDecision.Granted granted) {
        Rights sold = granted.grant().rights();
        Limit plays = sold.plays().max().isUnlimited() && granted.holder().playsReserved() == 0
                ? Limit.UNLIMITED
                : Limit.of(granted.holder().playsStarted() + granted.holder().playsReserved());
        return new Rights(
                sold.actions(),
                sold.window(),
                sold.rental(),
                new Rights.Plays(plays, sold.plays().countAfterS()),
                sold.devices(),
                sold.streams(),
                sold.tracks(),
                sold.territory(),
                sold.offline(),
                sold.output(),
                sold.renew(),
                sold.charge(),
                sold.transfer(),
                sold.household(),
                sold.trace());
    }

    private static Until until(Instant end) {
        return end.equals(Instant.MAX) ? Until.UNLIMITED : Until.of(end);
    }

    private KeyRelease release(Decided decided) {
        Keystore keystore = parts.keys().require();
        Ask ask = decided.ask();
        IssueDecision.Granted granted = decided.granted();
        LicenseTerms terms = terms(granted, ask.device(), decided.title(), decided.revocationEpoch(), decided.now());
        Envelope license = seal(keystore, terms, decided);
        List<SwarmAccess> swarm = parts.swarm()
                .access(decided.title().revision(), granted, ask.request().peerKeys());
        LicenseAnswer answer = new LicenseAnswer(
                SignedJson.of(license),
                swarm,
                URI.create(publicUrl + "/v1/titles/" + terms.title().id() + "/manifest"),
                SignedJson.of(parts.keys().head(ask.device().id(), ask.held().orElseThrow(), decided.now())));
        return new KeyRelease(
                granted.license(),
                granted.holder().revision(),
                ask.device().id(),
                ask.request().nonce(),
                ask.hash(),
                granted.grant().id(),
                granted.grant().subject(),
                granted.grant().title(),
                terms.rights().tracks(),
                granted.holder().use(),
                decided.now(),
                granted.leaseUntil(),
                granted.holder().playsReserved(),
                ask.request().head(),
                Buffer.buffer(WireJson.write(answer)));
    }

    private static Envelope seal(Keystore keystore, LicenseTerms terms, Decided decided) {
        List<TrackKey> keys = new ArrayList<>();
        try (TitleKey title = keystore.unwrap(
                terms.title().id(),
                decided.title().revision().keyId(),
                decided.title().revision().sealedKey())) {
            for (TrackId track : terms.rights().tracks()) {
                keys.add(title.trackKey(track));
            }
            return LicenseDocument.issue(
                    terms,
                    keys,
                    decided.ask().device().kem(),
                    decided.ask().request().nonce(),
                    decided.now(),
                    keystore.documents());
        } finally {
            keys.forEach(TrackKey::close);
        }
    }

    private Buffer record(KeyRelease release) {
        if (parts.releases().insert(release)) {
            parts.checkpoints().reached(Checkpoint.RELEASE_STORED);
            return release.reply();
        }
        // The same request was answered on another connection meanwhile: its reply is the one that counts.
        KeyRelease known = parts.releases()
                .find(release.device(), release.nonce())
                .filter(found -> found.requestHash().equals(release.requestHash()))
                .orElseThrow(() -> ProblemException.of(
                        ProblemType.NONCE_REUSED, "the nonce was used for another request: make a new one"));
        return known.reply();
    }
}
