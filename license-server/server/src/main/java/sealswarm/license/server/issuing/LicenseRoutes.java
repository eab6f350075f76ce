package sealswarm.license.server.issuing;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import sealswarm.format.envelope.Envelope;
import sealswarm.license.LicenseId;
import sealswarm.license.LicenseState;
import sealswarm.license.LicenseState.Event;
import sealswarm.license.LicenseState.Step;
import sealswarm.license.LicenseStatus;
import sealswarm.license.device.DeviceId;
import sealswarm.license.device.DeviceRequest;
import sealswarm.license.device.DeviceRequest.DeviceAction;
import sealswarm.license.message.Grants.GrantState;
import sealswarm.license.message.Licenses;
import sealswarm.license.problem.ProblemType;
import sealswarm.license.server.device.DeviceDesk;
import sealswarm.license.server.device.DeviceHeads;
import sealswarm.license.server.device.DeviceStore;
import sealswarm.license.server.device.EnrolledDevice;
import sealswarm.license.server.edge.EdgeGate;
import sealswarm.license.server.grant.GrantDesk;
import sealswarm.license.server.grant.GrantStore;
import sealswarm.license.server.grant.Holder;
import sealswarm.license.server.grant.StoredGrant;
import sealswarm.license.server.http.Access;
import sealswarm.license.server.http.ApiMetrics;
import sealswarm.license.server.http.ApiRequest;
import sealswarm.license.server.http.ApiRoute;
import sealswarm.license.server.http.ProblemException;
import sealswarm.license.server.http.RateLimiter;
import sealswarm.license.server.http.RateLimits;
import sealswarm.license.server.http.Reply;
import sealswarm.license.server.http.Role;
import sealswarm.license.server.http.Workers;
import sealswarm.license.server.keystore.KeyGate;
import sealswarm.license.server.revocation.RevocationStore;
import sealswarm.license.server.revocation.Withdrawals;
import sealswarm.license.server.title.TitleShelf;
import sealswarm.license.wire.SignedJson;
import sealswarm.license.wire.WireJson;

/** Routes of licenses. */
public final class LicenseRoutes {
    /** The rooms this one stands on. */
    public record Neighbours(
            GrantStore grants,
            GrantDesk grantDesk,
            DeviceStore devices,
            DeviceDesk deviceDesk,
            DeviceHeads heads,
            TitleShelf titles,
            RevocationStore revocations,
            Withdrawals withdrawals,
            KeyGate keys,
            EdgeGate edges,
            UseHolds holds) {}

    /**
     * How this server presents itself.
     *
     * @param issuer its name in documents
     * @param publicUrl its address, without a slash at the end
     */
    public record Identity(String issuer, URI publicUrl) {}

    /** Time, chance, threads, rates, counters and crash points. */
    public record Surroundings(
            Workers workers,
            ClockGuard clock,
            RandomGenerator random,
            RateLimits limits,
            ApiMetrics metrics,
            IssueCheckpoints checkpoints) {}

    private final Neighbours rooms;
    private final ReleaseStore releases;
    private final Surroundings around;
    private final LicenseIssuer issuer;
    private final DeviceDoor door;
    private final LicenseKeys keys;
    private final SwarmTokens swarm;
    private final RateLimiter licenseRate;

    public LicenseRoutes(Neighbours rooms, ReleaseStore releases, Identity identity, Surroundings around) {
        this.rooms = rooms;
        this.releases = releases;
        this.around = around;
        this.keys = new LicenseKeys(rooms.keys());
        this.swarm = new SwarmTokens(rooms.edges(), rooms.keys(), around.clock());
        this.door = new DeviceDoor(rooms.devices(), rooms.deviceDesk(), rooms.heads(), identity.issuer());
        this.issuer = new LicenseIssuer(
                new LicenseIssuer.Parts(
                        rooms.grants(),
                        releases,
                        rooms.titles(),
                        rooms.withdrawals(),
                        keys,
                        swarm,
                        rooms.holds(),
                        new RateLimiter(around.limits().titles(), around.clock()::now),
                        around.checkpoints()),
                around.workers(),
                around.clock(),
                around.random(),
                identity.issuer(),
                identity.publicUrl());
        this.licenseRate = new RateLimiter(around.limits().license(), around.clock()::now);
    }

    public List<ApiRoute> routes() {
        Access buyer = Access.roles(Role.BUYER);
        return List.of(
                ApiRoute.post("/v1/licenses", buyer, this::issue),
                ApiRoute.post("/v1/licenses/{licenseId}/renew", buyer, this::renew),
                ApiRoute.post("/v1/licenses/{licenseId}/stop", buyer, this::stop),
                ApiRoute.post("/v1/licenses/{licenseId}/release", buyer, this::release),
                ApiRoute.post("/v1/licenses/{licenseId}/swarm", buyer, this::swarm),
                ApiRoute.get("/v1/licenses/{licenseId}/status", buyer, this::status));
    }

    private Future<Reply> issue(ApiRequest request) {
        return count(license(request, DeviceAction.LICENSE, Optional.empty()));
    }

    private Future<Reply> renew(ApiRequest request) {
        return count(license(request, DeviceAction.RENEW, Optional.of(licenseId(request))));
    }

    /**
     * The reads that an issue needs do not depend on each other, so they go out at once: each waits for the store's group of
     * commits, and one after the other they would take most of the time. Nothing read is used before the signature holds.
     */
    private Future<Reply> license(ApiRequest request, DeviceAction action, Optional<LicenseId> renewed) {
        Envelope envelope = request.envelope(DeviceRequest.TYPE);
        DeviceRequest named = DeviceDoor.unverified(envelope);
        String subject = request.caller().subject();
        Workers workers = around.workers();
        Future<Optional<KeyRelease>> answered = workers.store(() -> releases.find(named.deviceId(), named.nonce()));
        Future<Optional<StoredGrant>> grant = workers.store(() -> rooms.grants().find(named.grantId(), subject));
        Future<Optional<EnrolledDevice.LogHint>> recalled = workers.store(() -> door.recall(named.deviceId()));
        Future<LicenseIssuer.Ask> ask = workers.store(() -> door.device(named.deviceId(), subject))
                .compose(device -> workers.crypto(() -> door.ask(envelope, device, action, renewed)));
        return Future.all(answered, grant, recalled, ask)
                .map(read -> {
                    licenseRate.take(named.deviceId().hex());
                    return read;
                })
                .compose(read -> answered.result().isPresent()
                        ? LicenseIssuer.repeat(answered.result().get(), ask.result())
                        : issuer.issue(() -> {
                            EnrolledDevice.LogHint head = door.head(ask.result().device(), recalled.result());
                            return door.checkLog(ask.result(), head).about(grant.result());
                        }))
                .map(LicenseRoutes::json);
    }

    private Future<Reply> count(Future<Reply> issued) {
        return issued.onSuccess(reply -> around.metrics().count("licenses.issued"))
                .onFailure(failure -> {
                    if (failure instanceof ProblemException problem) {
                        around.metrics().count("licenses.denied", "reason", problem.type());
                    }
                });
    }

    private Future<Reply> stop(ApiRequest request) {
        return change(request, DeviceAction.STOP, (grant, held) -> grant.stopped(held.device()));
    }

    private Future<Reply> release(ApiRequest request) {
        return change(request, DeviceAction.RELEASE, (grant, held) -> {
            Step step = held.stateAt(around.clock().now()).on(Event.RETURN);
            if (step instanceof Step.Refused refused) {
                throw ProblemException.of(refused.problem(), "the license cannot be returned");
            }
            return held.state() == LicenseState.RETURNED ? grant : grant.ended(held.device(), LicenseState.RETURNED);
        });
    }

    /** What a request of a device does to its grant. */
    private interface GrantChange {
        StoredGrant apply(StoredGrant grant, Holder held);
    }

    /** Both changes are idempotent: repeating one answers with the status as it is then. */
    private Future<Reply> change(ApiRequest request, DeviceAction action, GrantChange change) {
        LicenseId license = licenseId(request);
        return admit(request, action)
                .compose(ask -> around.workers().store(() -> {
                    requireOwn(ask, license);
                    StoredGrant grant = rooms.grantDesk()
                            .change(ask.request().grantId(), known -> change.apply(known, held(known, ask)));
                    return status(grant, held(grant, ask), license);
                }))
                .compose(status -> around.workers()
                        .crypto(() -> Reply.json(
                                WireJson.write(new Licenses.StatusAnswer(SignedJson.of(keys.status(status)))))));
    }

    private Future<Reply> swarm(ApiRequest request) {
        LicenseId license = licenseId(request);
        return admit(request, DeviceAction.SWARM)
                .compose(ask -> around.workers().store(() -> {
                    StoredGrant grant = requireOwn(ask, license);
                    Holder held = held(grant, ask);
                    Step step = held.stateAt(around.clock().now()).on(Event.FIRST_PLAY);
                    if (grant.state() == GrantState.REVOKED || step instanceof Step.Refused) {
                        throw ProblemException.of(
                                step instanceof Step.Refused refused ? refused.problem() : ProblemType.LICENSE_REVOKED,
                                "the license opens nothing now");
                    }
                    TitleShelf.Issue title = rooms.titles().forLicense(grant.title());
                    return Reply.json(WireJson.write(new Licenses.SwarmAnswer(swarm.access(
                            title.revision(),
                            grant,
                            held.leaseUntil(),
                            ask.request().peerKeys()))));
                }));
    }

    private Future<Reply> status(ApiRequest request) {
        LicenseId license = licenseId(request);
        String subject = request.caller().subject();
        return around.workers()
                .store(() -> {
                    KeyRelease release = releases.first(license)
                            .filter(found -> found.subject().equals(subject))
                            .orElseThrow(LicenseRoutes::noLicense);
                    StoredGrant grant =
                            rooms.grants().find(release.grantId(), subject).orElseThrow(LicenseRoutes::noLicense);
                    Holder held = grant.holder(release.device()).orElseThrow(LicenseRoutes::noLicense);
                    return status(grant, held, license);
                })
                .compose(status -> around.workers().crypto(() -> statusReply(request, status)));
    }

    private Reply statusReply(ApiRequest request, LicenseStatus status) {
        String tag = "\"" + status.state().text() + "-" + status.revision() + "-" + status.revocationEpoch() + "\"";
        Reply reply = tag.equals(request.headers().get("if-none-match"))
                ? Reply.bytes(304, "", new byte[0])
                : Reply.json(keys.status(status).bytes());
        return reply.with("ETag", tag).with("Cache-Control", "private, max-age=60");
    }

    private LicenseStatus status(StoredGrant grant, Holder held, LicenseId license) {
        boolean current =
                LicenseId.of(grant.id(), held.device(), held.generation()).equals(license);
        LicenseState state = grant.state() == GrantState.REVOKED
                ? LicenseState.REVOKED
                : current ? held.stateAt(around.clock().now()) : LicenseState.SUPERSEDED;
        return new LicenseStatus(
                license,
                held.revision(),
                state,
                rooms.revocations().epoch(),
                around.clock().now());
    }

    /** A request whose device, signature and route were checked. */
    private Future<LicenseIssuer.Ask> admit(ApiRequest request, DeviceAction action) {
        Envelope envelope = request.envelope(DeviceRequest.TYPE);
        DeviceId device = DeviceRequest.unverifiedDevice(envelope);
        return around.workers()
                .store(() -> door.device(device, request.caller().subject()))
                .compose(found -> around.workers().crypto(() -> door.ask(envelope, found, action, Optional.empty())));
    }

    private StoredGrant requireOwn(LicenseIssuer.Ask ask, LicenseId license) {
        StoredGrant grant = rooms.grants()
                .find(ask.request().grantId(), ask.device().subject())
                .orElseThrow(() -> ProblemException.of(ProblemType.NO_GRANT, "this account has no such purchase"));
        Holder held = held(grant, ask);
        if (!LicenseId.of(grant.id(), held.device(), held.generation()).equals(license)) {
            throw noLicense();
        }
        return grant;
    }

    private static Holder held(StoredGrant grant, LicenseIssuer.Ask ask) {
        return grant.holder(ask.device().id()).orElseThrow(LicenseRoutes::noLicense);
    }

    private static ProblemException noLicense() {
        return ProblemException.of(ProblemType.NOT_FOUND, "this account has no such license");
    }

    private static LicenseId licenseId(ApiRequest request) {
        return new LicenseId(request.pathParameter("licenseId"));
    }

    private static Reply json(Buffer body) {
        return new Reply.Whole(200, Reply.JSON, java.util.Map.of(), body);
    }
}
