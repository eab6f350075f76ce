package sealswarm.overlay.transport;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sealswarm.overlay.mapping.DefaultRoute;
import sealswarm.overlay.mapping.Gateway;
import sealswarm.overlay.mapping.MappedProtocol;
import sealswarm.overlay.mapping.PortLease;
import sealswarm.overlay.reach.NumericHost;
import sealswarm.overlay.reach.Observed;

/**
 * Has the gateway forward the port that peers call, as long as this is open. Without the user's consent it does nothing at all: no socket, no
 * datagram. All methods belong to one context.
 */
public final class GatewayDesk {
    private static final Logger LOG = LoggerFactory.getLogger(GatewayDesk.class);
    private static final String ANY_HOST = "0.0.0.0";

    private final Vertx vertx;
    private final Context context;
    private final SystemClock clock;
    private final RandomGenerator random;
    private final Consumer<Optional<Observed>> outside;
    private final Route route;
    private Optional<Lease> lease = Optional.empty();

    /**
     * A desk that asks nobody yet.
     *
     * @param outside told how the port looks from outside, whenever that changes; empty if it is not forwarded
     */
    public GatewayDesk(
            Vertx vertx,
            Context context,
            SystemClock clock,
            RandomGenerator random,
            Consumer<Optional<Observed>> outside) {
        this(vertx, context, clock, random, outside, new Route(DefaultRoute.TABLE, Gateway.PORT));
    }

    /**
     * Where a gateway that nobody named is found.
     *
     * @param table the file that shows the system's routes
     * @param port where such a gateway takes requests
     */
    record Route(String table, int port) {}

    /** A desk that finds gateways by this route. */
    GatewayDesk(
            Vertx vertx,
            Context context,
            SystemClock clock,
            RandomGenerator random,
            Consumer<Optional<Observed>> outside,
            Route route) {
        this.vertx = vertx;
        this.context = context;
        this.clock = clock;
        this.random = random;
        this.outside = outside;
        this.route = route;
    }

    /**
     * Asks for {@code port} of {@code host} to be forwarded, unless it is asked for already or nobody may be asked.
     *
     * @return completes when the first question has left or none will; fails if there is no gateway to ask
     */
    public Future<Void> open(Gateway gateway, String host, int port, UtpUse use) {
        if (lease.isPresent() || gateway instanceof Gateway.Nobody) {
            return Future.succeededFuture();
        }
        Lease made = new Lease();
        lease = Optional.of(made);
        made.opened = find(gateway)
                .compose(
                        found -> UdpPort.bind(vertx, context, clock, random, host.indexOf(':') < 0 ? host : ANY_HOST, 0)
                                .onSuccess(socket -> made.begin(socket, found, port, use.protocols())))
                .onFailure(e -> LOG.warn("no port is forwarded: {}", e.getMessage()));
        return made.opened.mapEmpty();
    }

    private Future<Observed> find(Gateway gateway) {
        if (gateway instanceof Gateway.At named) {
            return Future.succeededFuture(named.at());
        }
        return vertx.fileSystem()
                .readFile(route.table())
                .map(table -> DefaultRoute.gateway(
                        table.toString(StandardCharsets.US_ASCII).lines().toList(), ByteOrder.nativeOrder()))
                .otherwise(Optional.empty())
                .compose(found -> found.map(address -> Future.succeededFuture(new Observed(address, route.port())))
                        .orElseGet(() -> Future.failedFuture("the system shows no gateway; name its address")));
    }

    /** Has nothing forwarded any more and gives the socket back. */
    public Future<Void> close() {
        Future<Void> closing = lease.map(Lease::close).orElseGet(Future::succeededFuture);
        if (lease.isPresent()) {
            lease = Optional.empty();
            outside.accept(Optional.empty());
        }
        return closing;
    }

    /** One port that is or was asked for. */
    private final class Lease {
        private Future<UdpPort> opened = Future.failedFuture("not open");
        private Optional<PortLease> machine = Optional.empty();
        private OptionalLong timer = OptionalLong.empty();
        private boolean closed;

        void begin(UdpPort socket, Observed gateway, int port, List<MappedProtocol> protocols) {
            if (closed) {
                return;
            }
            InetSocketAddress target = new InetSocketAddress(gateway.host(), gateway.port());
            PortLease.Out out = new PortLease.Out() {
                @Override
                public void send(ByteBuffer datagram) {
                    socket.sendOther(target, datagram);
                }

                @Override
                public void outside(Optional<Observed> seen) {
                    LOG.info(
                            "port {} forwarded: {}",
                            port,
                            seen.map(at -> "at " + at.host() + ":" + at.port()).orElse("no"));
                    outside.accept(seen);
                }
            };
            PortLease made = new PortLease(gateway, protocols, port, out, clock.millis());
            machine = Optional.of(made);
            socket.onOther((from, datagram) -> {
                String host = NumericHost.literal(from.getAddress().getAddress());
                made.receive(new Observed(host, from.getPort()), datagram, clock.millis());
                sleep(made);
            });
            sleep(made);
        }

        private void sleep(PortLease made) {
            timer.ifPresent(vertx::cancelTimer);
            timer = OptionalLong.empty();
            made.wakeMillis()
                    .ifPresent(wake ->
                            timer = OptionalLong.of(vertx.setTimer(Math.max(1, wake - clock.millis()), ignored -> {
                                made.tick(clock.millis());
                                sleep(made);
                            })));
        }

        Future<Void> close() {
            closed = true;
            timer.ifPresent(vertx::cancelTimer);
            machine.ifPresent(PortLease::close);
            return opened.compose(UdpPort::close).otherwiseEmpty();
        }
    }
}
