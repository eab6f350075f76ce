package sealswarm.license.server.issuing;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sealswarm.format.json.UtcTime;
import sealswarm.license.LicenseId;
import sealswarm.license.LicenseState;
import sealswarm.license.LicenseState.Event;
import sealswarm.license.LicenseState.Step;
import sealswarm.license.device.DeviceId;
import sealswarm.license.device.DeviceRequest.Use;
import sealswarm.license.message.Grants.GrantState;
import sealswarm.license.problem.ProblemType;
import sealswarm.license.rights.Action;
import sealswarm.license.rights.Limit;
import sealswarm.license.rights.Rights;
import sealswarm.license.rights.Rights.ChargeModel;
import sealswarm.license.rights.RightsDecision;
import sealswarm.license.server.grant.GrantStream;
import sealswarm.license.server.grant.Holder;
import sealswarm.license.server.grant.StoredGrant;
import sealswarm.license.server.http.ProblemException;

/**
 * Decides about licenses: values and a time in, a decision out. Rights first, then the device's slot, the stream, the plays;
 * the first refusal wins.
 */
final class IssueRules {
    /** Lease of a stream where streams are not limited. */
    static final Duration STREAM_LEASE = Duration.ofMinutes(15);

    /** Lease of a stream where they are: a stream taken over ends soon. */
    static final Duration COUNTED_STREAM_LEASE = Duration.ofMinutes(5);

    private static final Duration SWAP_WINDOW = Duration.ofDays(90);
    private static final String NONE = "none";

    /**
     * What is asked.
     *
     * @param jitterPercent -10 to 10: moves the time of renewal, so that devices do not renew all at once
     */
    record Question(DeviceId device, Use use, Instant now, int jitterPercent) {}

    /** What happens to a stream for which there is no room. */
    private enum WhenFull {
        STOP_OLDEST,
        DENY_NEW,
        /** It ran before, and another one has its place. */
        DENY_RENEWAL
    }

    private IssueRules() {}

    /** A license for a device that has none, or whose lease is over, or that asks again. */
    static IssueDecision issue(StoredGrant grant, Question question) {
        if (grant.state() == GrantState.REVOKED) {
            return denied(ProblemType.LICENSE_REVOKED, "the purchase was taken back");
        }
        Optional<Holder> held = grant.holder(question.device());
        if (held.map(Holder::state).orElse(LicenseState.ISSUED) == LicenseState.REVOKED) {
            return denied(ProblemType.LICENSE_REVOKED, "the license on this device was revoked");
        }
        Optional<ProblemException> refusal = refusalOfRights(grant, question);
        if (refusal.isPresent()) {
            return new IssueDecision.Denied(refusal.get());
        }
        boolean takesSlot = held.isEmpty() || !held.get().holdsSlot();
        refusal = takesSlot ? refusalOfSlot(grant, question) : Optional.empty();
        if (refusal.isPresent()) {
            return new IssueDecision.Denied(refusal.get());
        }
        StoredGrant slotted = takesSlot ? withSwap(grant, question) : grant;
        return withStream(
                slotted,
                question,
                held,
                switch (grant.rights().streams().onExceed()) {
                    case STOP_OLDEST -> WhenFull.STOP_OLDEST;
                    case DENY_NEW -> WhenFull.DENY_NEW;
                });
    }

    /** The next revision of a license that is there. */
    static IssueDecision renew(StoredGrant grant, Question question, LicenseId license) {
        Optional<Holder> held = grant.holder(question.device());
        if (held.isEmpty()) {
            return denied(ProblemType.NOT_FOUND, "this device has no license of that grant");
        }
        if (!LicenseId.of(grant.id(), question.device(), held.get().generation())
                .equals(license)) {
            return denied(ProblemType.LICENSE_SUPERSEDED, "a newer license of this device exists");
        }
        LicenseState state = held.get().stateAt(question.now());
        if (state.on(Event.RENEW) instanceof Step.Refused refused) {
            return denied(refused.problem(), "the license is " + state.text());
        }
        if (grant.state() == GrantState.REVOKED) {
            return denied(ProblemType.LICENSE_REVOKED, "the purchase was taken back");
        }
        Rights.Renew renew = grant.rights().renew();
        if (renew.until().isOver(question.now()) || (state == LicenseState.EXPIRED && !renew.afterExpiry())) {
            return new IssueDecision.Denied(
                    ProblemException.of(ProblemType.RENEW_NOT_ALLOWED, "the time to renew is over")
                            .with("until", renew.until().toString()));
        }
        Optional<ProblemException> refusal = refusalOfRights(grant, question);
        if (refusal.isPresent()) {
            return new IssueDecision.Denied(refusal.get());
        }
        // A stream that was taken over comes back only where there is room: renewing never pushes another one out.
        return withStream(grant, question, held, WhenFull.DENY_RENEWAL);
    }

    private static Optional<ProblemException> refusalOfRights(StoredGrant grant, Question question) {
        Rights rights = grant.rights();
        Action action = question.use() == Use.OFFLINE ? Action.DOWNLOAD : Action.PLAY;
        long taken = grant.playsUsed() + grant.reservedByOthers(question.device());
        RightsDecision decision =
                rights.decide(new Rights.Question(action, rights.tracks().get(0), question.now(), taken));
        if (decision instanceof RightsDecision.Granted) {
            decision = rights.decideTerritory(grant.sale().territory());
        }
        if (!(decision instanceof RightsDecision.Denied denied)) {
            return Optional.empty();
        }
        ProblemException problem =
                ProblemException.of(denied.problem(), denied.problem().title());
        for (Map.Entry<String, Object> member : denied.members().entrySet()) {
            problem = problem.with(member.getKey(), member.getValue());
        }
        return Optional.of(
                denied.problem() == ProblemType.PLAYS_USED_UP
                        ? problem.with("used", grant.playsUsed())
                                .with("reserved", grant.reservedByOthers(question.device()))
                        : problem);
    }

    private static Optional<ProblemException> refusalOfSlot(StoredGrant grant, Question question) {
        Limit max = grant.rights().devices().max();
        List<Holder> slots = grant.holders().stream().filter(Holder::holdsSlot).toList();
        List<Instant> swaps = recentSwaps(grant, question.now());
        long swapsLeft = Math.max(0, grant.rights().devices().swapsPer90d() - swaps.size());
        boolean full = !max.admits(slots.size() + 1L);
        boolean swap = isSwap(grant, question.device());
        if (!full && (!swap || swapsLeft > 0)) {
            return Optional.empty();
        }
        Instant retryAt = !full && !swaps.isEmpty() ? swaps.get(0).plus(SWAP_WINDOW) : question.now();
        return Optional.of(ProblemException.of(
                        ProblemType.DEVICE_LIMIT, "all devices of this purchase are taken: release it on one of them")
                .with(
                        "deviceSlots",
                        Map.of(
                                "used", slots.size(),
                                "max", max.max().orElse(-1),
                                "devices",
                                        slots.stream()
                                                .map(held -> held.device().hex())
                                                .toList(),
                                "swapsLeft", swapsLeft))
                .with("retryAt", UtcTime.format(retryAt)));
    }

    /** Whether the device fills a slot that another one freed; one that comes back to its own slot does not. */
    private static boolean isSwap(StoredGrant grant, DeviceId device) {
        long others = grant.holders().stream()
                .filter(held -> !held.device().equals(device))
                .count();
        return !grant.rights().devices().max().admits(others + 1);
    }

    private static StoredGrant withSwap(StoredGrant grant, Question question) {
        return isSwap(grant, question.device())
                ? grant.withSwap(question.now(), recentSwaps(grant, question.now()))
                : grant;
    }

    private static List<Instant> recentSwaps(StoredGrant grant, Instant now) {
        return grant.swaps().stream()
                .filter(time -> time.plus(SWAP_WINDOW).isAfter(now))
                .toList();
    }

    private static IssueDecision withStream(
            StoredGrant grant, Question question, Optional<Holder> held, WhenFull whenFull) {
        Instant leaseUntil = leaseUntil(grant, question);
        List<GrantStream> others = new ArrayList<>(grant.streamsAt(question.now()));
        Optional<GrantStream> own = others.stream()
                .filter(stream -> stream.device().equals(question.device()))
                .findFirst();
        own.ifPresent(others::remove);
        if (question.use() == Use.STREAM) {
            Limit max = grant.rights().streams().max();
            if (!max.admits(others.size() + 1L)) {
                Optional<ProblemException> refusal = makeRoom(others, max, whenFull);
                if (refusal.isPresent()) {
                    return new IssueDecision.Denied(refusal.get());
                }
            }
            Instant startedAt = own.map(GrantStream::startedAt).orElse(question.now());
            others.add(new GrantStream(question.device(), startedAt, leaseUntil));
        }
        return granted(grant.withStreams(others), question, held, leaseUntil);
    }

    /** Ends the oldest streams where the right says so; else refuses. */
    private static Optional<ProblemException> makeRoom(List<GrantStream> others, Limit max, WhenFull whenFull) {
        others.sort(Comparator.comparing(GrantStream::startedAt));
        switch (whenFull) {
            case DENY_NEW -> {
                return Optional.of(noStreamLeft(others, max));
            }
            case DENY_RENEWAL -> {
                ProblemType taken = ProblemType.STREAM_TAKEN_OVER;
                return Optional.of(ProblemException.of(taken, taken.title()));
            }
            case STOP_OLDEST -> {
                while (!others.isEmpty() && !max.admits(others.size() + 1L)) {
                    others.remove(0);
                }
            }
        }
        return Optional.empty();
    }

    private static ProblemException noStreamLeft(List<GrantStream> others, Limit max) {
        ProblemException problem = ProblemException.of(ProblemType.STREAM_LIMIT, ProblemType.STREAM_LIMIT.title())
                .with("max", max.max().orElse(0))
                .with("active", others.size());
        return others.stream()
                .map(GrantStream::until)
                .min(Comparator.naturalOrder())
                .map(free -> problem.with("retryAt", UtcTime.format(free)))
                .orElse(problem);
    }

    private static Instant leaseUntil(StoredGrant grant, Question question) {
        Instant end = grant.rights().end().end().orElse(Instant.MAX);
        Instant lease;
        if (question.use() == Use.STREAM) {
            boolean counted = !grant.rights().streams().max().isUnlimited();
            lease = question.now().plus(counted ? COUNTED_STREAM_LEASE : STREAM_LEASE);
        } else {
            lease = grant.rights().offline().maxS().isUnlimited()
                    ? Instant.MAX
                    : question.now()
                            .plusSeconds(grant.rights().offline().maxS().max().orElse(0));
        }
        return lease.isBefore(end) ? lease : end;
    }

    private static IssueDecision granted(
            StoredGrant grant, Question question, Optional<Holder> held, Instant leaseUntil) {
        boolean fresh = held.isEmpty() || held.get().state().isTerminal();
        long generation = held.map(Holder::generation).orElse(0L) + (fresh ? 1 : 0);
        long revision = fresh ? 1 : held.orElseThrow().revision() + 1;
        LicenseState state =
                !fresh && held.orElseThrow().playsStarted() > 0 ? LicenseState.ACTIVE : LicenseState.ISSUED;
        Holder holder = new Holder(
                question.device(),
                state,
                generation,
                revision,
                question.use(),
                leaseUntil,
                plays(grant, question),
                fresh ? 0 : held.orElseThrow().playsStarted(),
                NONE,
                held.map(Holder::since).orElse(question.now()),
                held.map(Holder::counted).orElse(Holder.Mark.NONE));
        return new IssueDecision.Granted(
                grant.with(holder),
                holder,
                LicenseId.of(grant.id(), question.device(), generation),
                fresh ? NONE : held.orElseThrow().terms(),
                leaseUntil,
                renewAfter(question, leaseUntil));
    }

    /**
     * Plays the license may start: one for a stream, all that are left for offline use; 0 where plays are neither limited nor
     * paid one by one.
     */
    private static long plays(StoredGrant grant, Question question) {
        if (grant.rights().plays().max().isUnlimited()) {
            return grant.rights().charge().model() == ChargeModel.PER_PLAY ? 1 : 0;
        }
        long left = grant.rights().plays().max().max().orElse(0)
                - grant.playsUsed()
                - grant.reservedByOthers(question.device());
        return question.use() == Use.OFFLINE ? left : Math.min(1, left);
    }

    private static Instant renewAfter(Question question, Instant leaseUntil) {
        if (leaseUntil.equals(Instant.MAX)) {
            return Instant.MAX;
        }
        long lease = Duration.between(question.now(), leaseUntil).toSeconds();
        return question.now().plusSeconds(lease * (50 + question.jitterPercent()) / 100);
    }

    private static IssueDecision.Denied denied(ProblemType type, String detail) {
        return new IssueDecision.Denied(ProblemException.of(type, detail));
    }
}
