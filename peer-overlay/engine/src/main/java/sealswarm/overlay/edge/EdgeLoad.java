package sealswarm.overlay.edge;

import io.vertx.core.http.HttpMethod;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sealswarm.overlay.config.EdgeConfig;
import sealswarm.overlay.http.Exchange;
import sealswarm.overlay.http.Router;
import sealswarm.overlay.http.TokenGate;
import sealswarm.overlay.token.EdgeToken;
import sealswarm.overlay.token.TokenKind;
import sealswarm.overlay.tracker.Endpoint;
import sealswarm.overlay.tracker.SwarmTable;
import sealswarm.overlay.webseed.Admission;

/**
 * How loaded this edge is, whom it therefore sends to a sibling, and {@code GET /sibling/status}, by which siblings learn of it.
 * Belongs to the edge's event loop.
 */
final class EdgeLoad implements Admission {
    private static final Logger LOG = LoggerFactory.getLogger(EdgeLoad.class);
    private static final int ELSEWHERE_SECONDS = 30;
    private static final int NO_ROOM_SECONDS = 10;
    private static final Verdict SERVED = new Verdict.Served();

    private final EdgeConfig config;
    private final InstantSource clock;
    private final SiblingWatch watch;
    private final SwarmTable table;
    private final ConnectionLimits connections;
    private final LongSupplier sentBytes;
    private final RollingRate rate = new RollingRate();
    private final LoadShedding shedding = new LoadShedding();
    private final Viewers viewers = new Viewers();
    private LoadShedding.Load load = new LoadShedding.Load(0, 0, 0, 1);
    private List<Integer> withRoom = List.of();
    private long shed;

    EdgeLoad(
            EdgeConfig config,
            InstantSource clock,
            SiblingWatch watch,
            SwarmTable table,
            ConnectionLimits connections,
            LongSupplier sentBytes) {
        this.config = config;
        this.clock = clock;
        this.watch = watch;
        this.table = table;
        this.connections = connections;
        this.sentBytes = sentBytes;
    }

    /** Measures; to be called every second. */
    void tick() {
        Instant now = clock.instant();
        rate.sample(now.toEpochMilli(), sentBytes.getAsLong());
        load = new LoadShedding.Load(
                rate.bytesPerSecond(), config.maxBytesPerSecond(), connections.open(), config.maxConnections());
        boolean before = shedding.isShedding();
        shedding.measured(load);
        withRoom = shedding.isShedding() ? LoadShedding.withRoom(watch.heard(), now) : List.of();
        table.relievedBy(watch.endpoints(withRoom));
        if (before != shedding.isShedding()) {
            LOG.warn("load {} permille: new viewers {}", load.permille(), before ? "are taken" : "go to siblings");
        }
    }

    @Override
    public Verdict judge(EdgeToken holder) {
        Instant now = clock.instant();
        if (shedding.isShedding() && !viewers.isServed(holder, now)) {
            shed++;
            return withRoom.isEmpty()
                    ? new Verdict.Elsewhere(Optional.empty(), NO_ROOM_SECONDS)
                    : new Verdict.Elsewhere(Optional.of(watch.url(withRoom.get(0))), ELSEWHERE_SECONDS);
        }
        viewers.served(holder, now);
        return SERVED;
    }

    int permille() {
        return load.permille();
    }

    /** Requests of new viewers that were sent elsewhere since the start. */
    long shed() {
        return shed;
    }

    /** Viewers served within the last ten minutes. */
    int viewers() {
        return viewers.count();
    }

    /** Adds the siblings' route. */
    void mount(Router router, TokenGate gate, Endpoint peers) {
        router.on(HttpMethod.GET, "/sibling/status", exchange -> tell(exchange, gate, peers));
    }

    private void tell(Exchange exchange, TokenGate gate, Endpoint peers) {
        if (gate.openBearer(exchange, TokenKind.SIBLING).isPresent()) {
            exchange.response().putHeader("Cache-Control", "no-store");
            int told = Math.min(SiblingStatus.MAX_LOAD_PERMILLE, load.permille());
            exchange.json(200, new SiblingStatus(told, peers.address().getHostAddress(), peers.port()).document());
        }
    }
}
