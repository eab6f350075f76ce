package sealswarm.overlay.edge;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sealswarm.overlay.http.Exchange;
import sealswarm.overlay.http.Problem;
import sealswarm.overlay.http.ProblemKind;
import sealswarm.overlay.http.Router;
import sealswarm.overlay.http.TokenGate;
import sealswarm.overlay.origin.OriginStore;
import sealswarm.overlay.token.SwarmId;
import sealswarm.overlay.token.TokenKind;

/**
 * Taking tracks down, under an OPS token as bearer: {@code GET /ops/withdrawals}, {@code PUT} and {@code DELETE
 * /ops/withdrawals/<swarmId>}. A withdrawn track is served to nobody, its files are gone and no upload brings them back until the
 * withdrawal is lifted. Repeating either changes nothing.
 */
final class WithdrawalRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(WithdrawalRoutes.class);

    private final OriginStore store;
    private final TokenGate gate;
    private final Function<SwarmId, Future<Void>> withdraw;
    private final Function<SwarmId, Future<Void>> lift;

    WithdrawalRoutes(
            OriginStore store,
            TokenGate gate,
            Function<SwarmId, Future<Void>> withdraw,
            Function<SwarmId, Future<Void>> lift) {
        this.store = store;
        this.gate = gate;
        this.withdraw = withdraw;
        this.lift = lift;
    }

    void mount(Router router) {
        router.on(HttpMethod.GET, "/ops/withdrawals", this::list)
                .on(HttpMethod.PUT, "/ops/withdrawals/:swarm", exchange -> change(exchange, withdraw, "withdrawn"))
                .on(HttpMethod.DELETE, "/ops/withdrawals/:swarm", exchange -> change(exchange, lift, "readmitted"));
    }

    private void list(Exchange exchange) {
        if (gate.openBearer(exchange, TokenKind.OPS).isPresent()) {
            List<String> ids =
                    store.withdrawn().stream().map(SwarmId::hex).sorted().toList();
            exchange.response().putHeader("Cache-Control", "no-store");
            exchange.json(200, Map.of("withdrawals", ids));
        }
    }

    private void change(Exchange exchange, Function<SwarmId, Future<Void>> step, String word) {
        if (gate.openBearer(exchange, TokenKind.OPS).isEmpty()) {
            return;
        }
        Optional<SwarmId> swarm = exchange.swarm();
        if (swarm.isEmpty()) {
            return;
        }
        step.apply(swarm.get())
                .onSuccess(done -> {
                    LOG.warn("track {} {}, request {}", swarm.get(), word, exchange.requestId());
                    exchange.answer(204);
                })
                .onFailure(failure -> {
                    LOG.error("track {} not {}, request {}", swarm.get(), word, exchange.requestId(), failure);
                    exchange.refuse(Problem.of(ProblemKind.INTERNAL, "the edge's disk failed; repeat it"));
                });
    }
}
