package sealswarm.overlay.transport;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import sealswarm.overlay.peer.Peer;
import sealswarm.overlay.swarm.MonotonicClock;
import sealswarm.overlay.swarm.PeerAddress;
import sealswarm.overlay.swarm.PeerDialer;
import sealswarm.overlay.swarm.SwarmRegistry;
import sealswarm.overlay.swarm.TrackIds;
import sealswarm.overlay.wire.BlockRange;
import sealswarm.overlay.wire.Handshake;
import sealswarm.overlay.wire.LentMemory;

/** Peers over TCP: one listening port for all swarms, and calls to others. All methods belong to one context. */
public final class TcpTransport {
    /** Callers that have not shaken hands; one more is refused, or takes the place of one that is slow. */
    public static final int MAX_HALF_OPEN = 50;

    /** A caller that has not shaken hands by then makes room for another: an honest one needs a round trip. */
    public static final int SLOW_MILLIS = 500;

    /** Buffers of blocks that are kept for the next ones: 16 MiB. */
    static final int MAX_IDLE_BLOCKS = (16 << 20) / BlockRange.MAX_LENGTH;

    private static final int BACKLOG = 256;

    private final Vertx vertx;
    private final Context context;
    private final SwarmRegistry registry;
    private final NetClient client;
    private final PeerSocket.Memory memory =
            new PeerSocket.Memory(new LoopReadBuffer(), new LentMemory(BlockRange.MAX_LENGTH, MAX_IDLE_BLOCKS));
    private final int handshakeMillis;
    private final MonotonicClock clock;
    private final Map<PeerSocket, Long> callers = new LinkedHashMap<>();
    private final Set<PeerSocket> open = new HashSet<>();
    private Optional<NetServer> server = Optional.empty();
    private boolean closed;

    /**
     * A transport whose sockets live on {@code context}, which must be the current one.
     *
     * @param handshakeMillis a connection must have shaken hands by then
     */
    public TcpTransport(
            Vertx vertx, Context context, SwarmRegistry registry, MonotonicClock clock, int handshakeMillis) {
        this.vertx = vertx;
        this.context = context;
        this.registry = registry;
        this.clock = clock;
        this.handshakeMillis = handshakeMillis;
        this.client =
                vertx.createNetClient(new NetClientOptions().setTcpNoDelay(true).setConnectTimeout(handshakeMillis));
    }

    /** Listens, unless it does already; the future gives the port. */
    public Future<Integer> listen(String host, int port) {
        if (server.isPresent()) {
            return Future.succeededFuture(server.get().actualPort());
        }
        NetServer fresh = vertx.createNetServer(
                        new NetServerOptions().setTcpNoDelay(true).setAcceptBacklog(BACKLOG))
                .connectHandler(socket -> accept(socket));
        return fresh.listen(port, host).map(listening -> {
            server = Optional.of(listening);
            return listening.actualPort();
        });
    }

    /** Closes the listening socket; connections that are there stay. */
    public Future<Void> stopListening() {
        Future<Void> closing = server.map(NetServer::close).orElseGet(Future::succeededFuture);
        server = Optional.empty();
        return closing;
    }

    private void accept(NetSocket socket) {
        if (closed || !hasRoomForCaller()) {
            socket.close();
            return;
        }
        callers.put(run(socket, this::answer, stage -> {}), clock.millis());
    }

    private boolean hasRoomForCaller() {
        if (callers.size() < MAX_HALF_OPEN) {
            return true;
        }
        Map.Entry<PeerSocket, Long> oldest = callers.entrySet().iterator().next();
        if (clock.millis() - oldest.getValue() < SLOW_MILLIS) {
            return false;
        }
        callers.remove(oldest.getKey());
        oldest.getKey().close();
        return true;
    }

    private Optional<PeerSocket.Entrance> answer(Handshake caller) {
        Optional<SwarmRegistry.Entry> entry = registry.find(caller.wireId());
        return entry.flatMap(found -> found.ids()
                .answer(caller)
                .map(agreement ->
                        new PeerSocket.Entrance(found.swarm(), Optional.of(agreement.reply()), agreement.protocol())));
    }

    /** Calls a peer in the name of {@code entry}. */
    public void call(
            SwarmRegistry.Entry entry, PeerAddress address, Handshake hello, Consumer<PeerDialer.Stage> stage) {
        client.connect(address.port(), address.host())
                .onSuccess(socket -> {
                    if (closed) {
                        socket.close();
                        return;
                    }
                    socket.write(Buffer.buffer(hello.encode()));
                    run(socket, answer -> enter(entry, hello, answer), stage);
                })
                .onFailure(e -> stage.accept(PeerDialer.Stage.UNREACHABLE));
    }

    private static Optional<PeerSocket.Entrance> enter(SwarmRegistry.Entry entry, Handshake hello, Handshake answer) {
        TrackIds ids = entry.ids();
        Optional<Peer.Protocol> protocol = ids.agreed(hello, answer);
        return protocol.map(agreed -> new PeerSocket.Entrance(entry.swarm(), Optional.empty(), agreed));
    }

    private PeerSocket run(
            NetSocket socket,
            Function<Handshake, Optional<PeerSocket.Entrance>> gate,
            Consumer<PeerDialer.Stage> stage) {
        PeerSocket[] self = new PeerSocket[1];
        PeerSocket connection = new PeerSocket(
                socket,
                context,
                memory,
                handshake -> {
                    callers.remove(self[0]);
                    return gate.apply(handshake);
                },
                () -> stage.accept(PeerDialer.Stage.JOINED));
        self[0] = connection;
        open.add(connection);
        long timer = vertx.setTimer(handshakeMillis, ignored -> {
            if (!connection.hasJoined()) {
                connection.close();
            }
        });
        socket.closeHandler(ignored -> {
            vertx.cancelTimer(timer);
            callers.remove(connection);
            open.remove(connection);
            connection.closed();
            stage.accept(connection.hasJoined() ? PeerDialer.Stage.ENDED : PeerDialer.Stage.REFUSED);
        });
        return connection;
    }

    /** Stops listening and closes every connection. */
    public Future<Void> close() {
        closed = true;
        Set.copyOf(open).forEach(PeerSocket::close);
        return stopListening().compose(ignored -> client.close());
    }
}
