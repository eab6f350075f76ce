package sealswarm.license.server.operator;

import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sealswarm.format.key.Kid;
import sealswarm.format.key.StudioId;
import sealswarm.format.key.TitleId;
import sealswarm.license.LicenseId;
import sealswarm.license.device.DeviceId;
import sealswarm.license.message.Operations;
import sealswarm.license.message.Operations.AuditEntry;
import sealswarm.license.server.audit.AuditStore;
import sealswarm.license.server.device.DeviceDesk;
import sealswarm.license.server.grant.GrantDesk;
import sealswarm.license.server.http.Access;
import sealswarm.license.server.http.ApiHandler;
import sealswarm.license.server.http.ApiRequest;
import sealswarm.license.server.http.ApiRoute;
import sealswarm.license.server.http.Reply;
import sealswarm.license.server.http.Role;
import sealswarm.license.server.http.Workers;
import sealswarm.license.server.issuing.ReleaseStore;
import sealswarm.license.server.operator.OperatorDesk.Order;
import sealswarm.license.server.revocation.RevocationStore;
import sealswarm.license.server.revocation.Withdrawals;
import sealswarm.license.server.title.StudioAccount;
import sealswarm.license.server.title.StudioDesk;
import sealswarm.license.server.title.TitleStore;
import sealswarm.license.wire.WireJson;

/** Routes of operators. Every change takes a reason and may be repeated. */
public final class OperatorRoutes {
    /** The rooms that operators act upon. */
    public record Neighbours(
            GrantDesk grants,
            ReleaseStore releases,
            DeviceDesk devices,
            TitleStore titles,
            RevocationStore revocations,
            Withdrawals withdrawals,
            AuditStore audit) {}

    private final TitleStore titles;
    private final AuditStore audit;
    private final OperatorDesk desk;
    private final Workers workers;

    public OperatorRoutes(Neighbours rooms, Workers workers, InstantSource clock) {
        this.titles = rooms.titles();
        this.audit = rooms.audit();
        this.workers = workers;
        this.desk = new OperatorDesk(
                new OperatorDesk.Rooms(
                        rooms.grants(),
                        rooms.releases(),
                        rooms.devices(),
                        new StudioDesk(rooms.titles(), clock),
                        rooms.titles(),
                        rooms.revocations(),
                        rooms.withdrawals(),
                        rooms.audit()),
                clock);
    }

    /** The room's lines of the route table. */
    public List<ApiRoute> routes() {
        Access operator = Access.roles(Role.OPERATOR);
        return List.of(
                ApiRoute.put("/v1/licenses/{licenseId}/revocation", operator, act(this::revokeLicense)),
                ApiRoute.put("/v1/licenses/{licenseId}/readmission", operator, act(this::readmitLicense)),
                ApiRoute.put("/v1/devices/{deviceId}/revocation", operator, act(this::revokeDevice)),
                ApiRoute.put("/v1/studios/{studioId}/keys/{kid}/revocation", operator, act(this::revokeKey)),
                ApiRoute.put("/v1/studios/{studioId}/keys/{kid}/approval", operator, act(this::approveKey)),
                ApiRoute.put(
                        "/v1/titles/{titleId}/revisions/{revision}/revocation", operator, act(this::revokePackage)),
                ApiRoute.get("/v1/studios", operator, this::studios),
                ApiRoute.get("/v1/audit", operator, this::audit));
    }

    /** One action; its answer is a message. */
    @FunctionalInterface
    private interface Action {
        Object run(ApiRequest request, Order order);
    }

    private ApiHandler act(Action action) {
        return request -> {
            String reason = request.json(Operations.Reason.class).reason();
            Order order = new Order(request.caller().subject(), reason, request.requestId());
            return workers.store(() -> Reply.json(WireJson.write(action.run(request, order))));
        };
    }

    private Object revokeLicense(ApiRequest request, Order order) {
        return desk.revokeLicense(order, new LicenseId(request.pathParameter("licenseId")));
    }

    private Object readmitLicense(ApiRequest request, Order order) {
        return desk.readmitLicense(order, new LicenseId(request.pathParameter("licenseId")));
    }

    private Object revokeDevice(ApiRequest request, Order order) {
        return desk.revokeDevice(order, new DeviceId(request.pathParameter("deviceId")));
    }

    private Object revokeKey(ApiRequest request, Order order) {
        return desk.revokeStudioKey(order, studio(request), kid(request));
    }

    private Object approveKey(ApiRequest request, Order order) {
        return desk.approveStudioKey(order, studio(request), kid(request)).view();
    }

    private Object revokePackage(ApiRequest request, Order order) {
        return desk.revokePackage(
                order, new TitleId(request.pathParameter("titleId")), request.pathNumber("revision", 1));
    }

    private static StudioId studio(ApiRequest request) {
        return new StudioId(request.pathParameter("studioId"));
    }

    private static Kid kid(ApiRequest request) {
        return new Kid(request.pathParameter("kid"));
    }

    private Future<Reply> studios(ApiRequest request) {
        String after = request.queryParameter("cursor").orElse("");
        return workers.store(() -> {
            List<StudioAccount> found = titles.studios(after, Operations.MAX_PAGE);
            boolean more = found.size() == Operations.MAX_PAGE;
            @Nullable String next = more ? found.get(found.size() - 1).id().text() : null;
            return Reply.json(WireJson.write(new Operations.StudioPage(
                    found.stream().map(StudioAccount::view).toList(), next)));
        });
    }

    private Future<Reply> audit(ApiRequest request) {
        int from = request.queryNumber("from", 0, Integer.MAX_VALUE, 1);
        return workers.store(() -> {
            List<AuditEntry> found = audit.from(from, Operations.MAX_PAGE);
            boolean more = found.size() == Operations.MAX_PAGE;
            @Nullable Long next = more ? found.get(found.size() - 1).seq() + 1 : null;
            return Reply.json(WireJson.write(new Operations.AuditPage(found, next)));
        });
    }
}
