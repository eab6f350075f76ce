package sealswarm.license.server.device;

import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.List;
import sealswarm.format.envelope.Envelope;
import sealswarm.license.device.DeviceCertificate;
import sealswarm.license.device.DeviceEnrolment;
import sealswarm.license.device.DeviceId;
import sealswarm.license.server.http.Access;
import sealswarm.license.server.http.ApiRequest;
import sealswarm.license.server.http.ApiRoute;
import sealswarm.license.server.http.RateLimiter;
import sealswarm.license.server.http.RateLimits;
import sealswarm.license.server.http.Reply;
import sealswarm.license.server.http.Role;
import sealswarm.license.server.http.Workers;
import sealswarm.license.server.keystore.KeyGate;
import sealswarm.license.wire.WireJson;

/** Routes of devices. */
public final class DeviceRoutes {
    private final DeviceDesk desk;
    private final KeyGate keys;
    private final String issuer;
    private final Workers workers;
    private final RateLimiter rate;

    /** @param issuer this server's name in documents */
    public DeviceRoutes(
            DeviceDesk desk, KeyGate keys, String issuer, Workers workers, RateLimits limits, InstantSource clock) {
        this.desk = desk;
        this.keys = keys;
        this.issuer = issuer;
        this.workers = workers;
        this.rate = new RateLimiter(limits.enrolment(), clock);
    }

    public List<ApiRoute> routes() {
        return List.of(
                ApiRoute.post("/v1/devices", Access.roles(Role.BUYER), this::enrol),
                ApiRoute.get("/v1/devices", Access.roles(Role.BUYER), this::list),
                ApiRoute.delete("/v1/devices/{deviceId}", Access.roles(Role.BUYER), this::remove));
    }

    private Future<Reply> enrol(ApiRequest request) {
        rate.take(request.caller().subject());
        Envelope envelope = request.envelope(DeviceEnrolment.TYPE);
        return workers.crypto(() -> DeviceEnrolment.read(envelope))
                .compose(enrolment ->
                        workers.store(() -> desk.enrol(request.caller().subject(), enrolment, issuer)))
                .compose(device -> workers.crypto(() -> Reply.json(certificate(device))));
    }

    private byte[] certificate(EnrolledDevice device) {
        return new DeviceCertificate(
                        device.id(),
                        device.buyer(),
                        device.kem().kid(),
                        device.signing().kid(),
                        device.epoch(),
                        device.enrolledAt())
                .sign(keys.require().documents())
                .bytes();
    }

    private Future<Reply> list(ApiRequest request) {
        return workers.store(
                () -> Reply.json(WireJson.write(desk.list(request.caller().subject()))));
    }

    private Future<Reply> remove(ApiRequest request) {
        DeviceId id = new DeviceId(request.pathParameter("deviceId"));
        return workers.store(() -> {
            desk.remove(request.caller().subject(), id);
            return Reply.noContent();
        });
    }
}
