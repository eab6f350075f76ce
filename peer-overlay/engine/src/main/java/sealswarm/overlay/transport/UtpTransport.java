package sealswarm.overlay.transport;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import sealswarm.overlay.reach.Reach;
import sealswarm.overlay.swarm.PeerAddress;
import sealswarm.overlay.swarm.PeerDialer;
import sealswarm.overlay.swarm.SwarmRegistry;
import sealswarm.overlay.transport.PeerConversation.Entrance;
import sealswarm.overlay.utp.UtpConnection;
import sealswarm.overlay.utp.UtpUser;
import sealswarm.overlay.wire.Handshake;
import sealswarm.overlay.wire.LentMemory;

/**
 * Peers over uTP. Calls leave from the port that takes calls, so that a NAT shows both as one; without such a port, or where it cannot
 * reach, they leave from one of their own. All methods belong to one context.
 */
final class UtpTransport implements Carrier {
    private static final String ANY_HOST = "0.0.0.0";

    private final Vertx vertx;
    private final Context context;
    private final SystemClock clock;
    private final RandomGenerator random;
    private final Doors doors;
    private final Callers callers;
    private final LentMemory blocks;
    private final int handshakeMillis;
    private final ReachDesk desk;
    private Optional<UdpPort> listening = Optional.empty();
    private Optional<Future<UdpPort>> calling = Optional.empty();
    private boolean closed;

    /**
     * A transport whose sockets live on {@code context}, which must be the current one.
     *
     * @param handshakeMillis a connection must have shaken hands by then
     */
    UtpTransport(
            Vertx vertx,
            Context context,
            SystemClock clock,
            RandomGenerator random,
            Doors doors,
            Callers callers,
            LentMemory blocks,
            int handshakeMillis) {
        this.vertx = vertx;
        this.context = context;
        this.clock = clock;
        this.random = random;
        this.doors = doors;
        this.callers = callers;
        this.blocks = blocks;
        this.handshakeMillis = handshakeMillis;
        this.desk = new ReachDesk(vertx, context, clock, random);
    }

    /** Listens, unless it does already; the future gives the port. */
    Future<Integer> listen(String host, int port) {
        if (listening.isPresent()) {
            return Future.succeededFuture(listening.get().port());
        }
        return UdpPort.bind(vertx, context, clock, random, host, port).map(bound -> {
            listening = Optional.of(bound);
            desk.serve(bound, host);
            bound.accept(Optional.of(connection -> answer(bound, connection)));
            return bound.port();
        });
    }

    /** Gives the listening port back, and with it the connections on it. */
    Future<Void> stopListening() {
        Future<Void> closing = listening.map(UdpPort::close).orElseGet(Future::succeededFuture);
        listening = Optional.empty();
        return closing;
    }

    private Optional<UtpUser> answer(UdpPort port, UtpConnection connection) {
        if (closed || !callers.hasRoom()) {
            return Optional.empty();
        }
        Talk talk = new Talk(doors::answer, () -> true, stage -> {});
        callers.add(talk, talk::close);
        talk.attach(port, connection);
        return Optional.of(talk);
    }

    @Override
    public void call(
            SwarmRegistry.Entry entry,
            PeerAddress address,
            Handshake hello,
            BooleanSupplier claim,
            Consumer<PeerDialer.Stage> stage) {
        ((VertxInternal) vertx)
                .nameResolver()
                .resolve(address.host())
                .map(host -> new InetSocketAddress(host, address.port()))
                .compose(target -> portTo(target).map(port -> {
                    Talk talk = new Talk(answer -> Doors.enter(entry, hello, answer), claim, stage);
                    talk.hello = Optional.of(hello);
                    Optional<UtpConnection> call = closed ? Optional.empty() : port.call(target, talk);
                    call.ifPresent(connection -> talk.attach(port, connection));
                    return call.isPresent();
                }))
                .onFailure(e -> stage.accept(PeerDialer.Stage.UNREACHABLE))
                .onSuccess(called -> {
                    if (!called) {
                        stage.accept(PeerDialer.Stage.UNREACHABLE);
                    }
                });
    }

    /** Finds out how the port that peers call looks from the desk at {@code host}; fails if that does not answer. */
    Future<Reach> learnReach(String host, int port) {
        return ((VertxInternal) vertx)
                .nameResolver()
                .resolve(host)
                .map(address -> new InetSocketAddress(address, port))
                .compose(target -> portTo(target).compose(via -> desk.ask(via, target)));
    }

    private Future<UdpPort> portTo(InetSocketAddress target) {
        if (listening.isPresent() && listening.get().reaches(target)) {
            return Future.succeededFuture(listening.get());
        }
        if (calling.isEmpty() || calling.get().failed()) {
            calling = Optional.of(
                    UdpPort.bind(vertx, context, clock, random, ANY_HOST, 0).onSuccess(desk::listen));
        }
        return calling.get();
    }

    /** Ends every connection and gives all ports back. */
    Future<Void> close() {
        closed = true;
        Future<Void> own = calling.map(port -> port.compose(UdpPort::close).otherwiseEmpty())
                .orElseGet(Future::succeededFuture);
        calling = Optional.empty();
        return Future.join(stopListening(), own, desk.close()).mapEmpty();
    }

    /** One connection and what is said on it. */
    private final class Talk implements UtpUser {
        private final Function<Handshake, Optional<Entrance>> gate;
        private final BooleanSupplier claim;
        private final Consumer<PeerDialer.Stage> stage;
        private Optional<Handshake> hello = Optional.empty();
        private @Nullable UtpPeerLink link;
        private @Nullable PeerConversation conversation;
        private boolean opened;
        private boolean turnedDown;
        private long timer;

        Talk(Function<Handshake, Optional<Entrance>> gate, BooleanSupplier claim, Consumer<PeerDialer.Stage> stage) {
            this.gate = gate;
            this.claim = claim;
            this.stage = stage;
        }

        void attach(UdpPort port, UtpConnection connection) {
            UtpPeerLink made = new UtpPeerLink(connection, port, context);
            link = made;
            conversation = new PeerConversation(
                    made,
                    blocks,
                    made::greet,
                    handshake -> {
                        callers.remove(this);
                        return gate.apply(handshake);
                    },
                    () -> stage.accept(PeerDialer.Stage.JOINED));
            timer = vertx.setTimer(handshakeMillis, ignored -> {
                if (!hasJoined()) {
                    close();
                }
            });
        }

        private boolean hasJoined() {
            return conversation != null && conversation.hasJoined();
        }

        void close() {
            if (link != null) {
                link.close();
            }
        }

        @Override
        public void opened() {
            opened = true;
            if (!claim.getAsBoolean()) {
                turnedDown = true;
                close();
            } else if (link != null && hello.isPresent()) {
                link.greet(hello.get());
            }
        }

        @Override
        public void received(ByteBuffer bytes) {
            if (conversation != null) {
                conversation.received(bytes);
            }
        }

        @Override
        public void inputEnded() {
            if (conversation != null) {
                conversation.inputEnded();
            }
        }

        @Override
        public void writable() {
            if (conversation != null) {
                conversation.writable();
            }
        }

        /** As with TCP, whoever closes hears of it in a later turn, when its own work is done. */
        @Override
        public void ended() {
            vertx.cancelTimer(timer);
            callers.remove(this);
            context.runOnContext(ignored -> {
                if (conversation != null) {
                    conversation.closed();
                }
                if (!turnedDown) {
                    stage.accept(fate());
                }
            });
        }

        private PeerDialer.Stage fate() {
            if (!opened) {
                return PeerDialer.Stage.UNREACHABLE;
            }
            return hasJoined() ? PeerDialer.Stage.ENDED : PeerDialer.Stage.REFUSED;
        }
    }
}
