package sealswarm.license.server.edge;

import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.List;
import sealswarm.license.message.Accounts.OpsTokens;
import sealswarm.license.server.http.Access;
import sealswarm.license.server.http.ApiRequest;
import sealswarm.license.server.http.ApiRoute;
import sealswarm.license.server.http.EmptyBody;
import sealswarm.license.server.http.Idempotency;
import sealswarm.license.server.http.Reply;
import sealswarm.license.server.http.Role;
import sealswarm.license.server.http.Workers;
import sealswarm.license.wire.WireJson;

/** {@code POST /v1/ops/tokens}: short-lived tokens for the edges' operator routes. */
public final class EdgeRoutes {
    private final EdgeGate edges;
    private final Idempotency idempotency;
    private final Workers workers;
    private final InstantSource clock;

    public EdgeRoutes(EdgeGate edges, Idempotency idempotency, Workers workers, InstantSource clock) {
        this.edges = edges;
        this.idempotency = idempotency;
        this.workers = workers;
        this.clock = clock;
    }

    public List<ApiRoute> routes() {
        return List.of(ApiRoute.post(
                "/v1/ops/tokens",
                Access.service(Access.STOREFRONT).or(Role.OPERATOR),
                request -> idempotency.once("POST /v1/ops/tokens", request, this::mint)));
    }

    private Future<Reply> mint(ApiRequest request) {
        request.json(EmptyBody.class);
        return workers.crypto(
                () -> Reply.json(WireJson.write(new OpsTokens(edges.require().ops(clock.instant())))));
    }
}
