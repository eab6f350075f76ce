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
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import sealswarm.overlay.swarm.PeerAddress;
import sealswarm.overlay.swarm.PeerDialer;
import sealswarm.overlay.swarm.SwarmRegistry;
import sealswarm.overlay.transport.PeerConversation.Entrance;
import sealswarm.overlay.wire.Handshake;
import sealswarm.overlay.wire.LentMemory;

/** Peers over TCP: one listening port for all swarms, and calls to others. All methods belong to one context. */
final class TcpTransport implements Carrier {
    private static final int BACKLOG = 256;

    private final Vertx vertx;
    private final Context context;
    private final Doors doors;
    private final Callers callers;
    private final NetClient client;
    private final PeerSocket.Memory memory;
    private final int handshakeMillis;
    private final Set<PeerSocket> open = new HashSet<>();
    private Optional<NetServer> server = Optional.empty();
    private boolean closed;

    /**
     * A transport whose sockets live on {@code context}, which must be the current one.
     *
     * @param handshakeMillis a connection must have shaken hands by then
     */
    TcpTransport(Vertx vertx, Context context, Doors doors, Callers callers, LentMemory blocks, int handshakeMillis) {
        this.vertx = vertx;
        this.context = context;
        this.doors = doors;
        this.callers = callers;
        this.memory = new PeerSocket.Memory(new LoopReadBuffer(), blocks);
        this.handshakeMillis = handshakeMillis;
        this.client =
                vertx.createNetClient(new NetClientOptions().setTcpNoDelay(true).setConnectTimeout(handshakeMillis));
    }

    /** Listens, unless it does already; the future gives the port. */
    Future<Integer> listen(String host, int port) {
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
    Future<Void> stopListening() {
        Future<Void> closing = server.map(NetServer::close).orElseGet(Future::succeededFuture);
        server = Optional.empty();
        return closing;
    }

    private void accept(NetSocket socket) {
        if (closed || !callers.hasRoom()) {
            socket.close();
            return;
        }
        PeerSocket caller = run(socket, doors::answer, stage -> {});
        callers.add(caller, caller::close);
    }

    @Override
    public void call(
            SwarmRegistry.Entry entry,
            PeerAddress address,
            Handshake hello,
            BooleanSupplier claim,
            Consumer<PeerDialer.Stage> stage) {
        client.connect(address.port(), address.host())
                .onSuccess(socket -> {
                    if (closed || !claim.getAsBoolean()) {
                        socket.close();
                        return;
                    }
                    socket.write(Buffer.buffer(hello.encode()));
                    run(socket, answer -> Doors.enter(entry, hello, answer), stage);
                })
                .onFailure(e -> stage.accept(PeerDialer.Stage.UNREACHABLE));
    }

    private PeerSocket run(
            NetSocket socket, Function<Handshake, Optional<Entrance>> gate, Consumer<PeerDialer.Stage> stage) {
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
    Future<Void> close() {
        closed = true;
        Set.copyOf(open).forEach(PeerSocket::close);
        return stopListening().compose(ignored -> client.close());
    }
}
