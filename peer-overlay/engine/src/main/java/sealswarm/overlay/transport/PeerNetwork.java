package sealswarm.overlay.transport;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.BindException;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import sealswarm.overlay.reach.Reach;
import sealswarm.overlay.swarm.PeerAddress;
import sealswarm.overlay.swarm.PeerDialer;
import sealswarm.overlay.swarm.SwarmRegistry;
import sealswarm.overlay.wire.BlockRange;
import sealswarm.overlay.wire.Handshake;
import sealswarm.overlay.wire.LentMemory;

/** Peers by TCP and uTP: one port number for both and for all swarms, and calls to others. All methods belong to one context. */
public final class PeerNetwork {
    /** Callers that have not shaken hands; one more is refused, or takes the place of one that is slow. */
    public static final int MAX_HALF_OPEN = 50;

    /** A caller that has not shaken hands by then makes room for another: an honest one needs a round trip. */
    public static final int SLOW_MILLIS = 500;

    /** How long a call by one way is alone before the other way is tried beside it. */
    public static final int HEAD_START_MILLIS = 1_000;

    /** Buffers of blocks that are kept for the next ones: 16 MiB. */
    static final int MAX_IDLE_BLOCKS = (16 << 20) / BlockRange.MAX_LENGTH;

    /** With any port asked for, how often TCP's may be one that UDP cannot have. */
    private static final int PORT_TRIES = 5;

    private final Vertx vertx;
    private final UtpUse use;
    private final TcpTransport tcp;
    private final UtpTransport utp;

    /**
     * A network whose sockets live on {@code context}, which must be the current one.
     *
     * @param random chance for ids and packet numbers, which strangers must not guess
     * @param handshakeMillis a connection must have shaken hands by then
     */
    public PeerNetwork(
            Vertx vertx,
            Context context,
            SwarmRegistry registry,
            SystemClock clock,
            RandomGenerator random,
            UtpUse use,
            int handshakeMillis) {
        this.vertx = vertx;
        this.use = use;
        Doors doors = new Doors(registry);
        Callers callers = new Callers(clock);
        LentMemory blocks = new LentMemory(BlockRange.MAX_LENGTH, MAX_IDLE_BLOCKS);
        this.tcp = new TcpTransport(vertx, context, doors, callers, blocks, handshakeMillis);
        this.utp = new UtpTransport(vertx, context, clock, random, doors, callers, blocks, handshakeMillis);
    }

    /** Listens, unless it does already; the future gives the port. */
    public Future<Integer> listen(String host, int port) {
        return listen(host, port, PORT_TRIES);
    }

    private Future<Integer> listen(String host, int port, int tries) {
        if (!use.hasTcp()) {
            return utp.listen(host, port);
        }
        Future<Integer> byTcp = tcp.listen(host, port);
        if (!use.hasUtp()) {
            return byTcp;
        }
        return byTcp.compose(found -> utp.listen(host, found).recover(e -> tcp.stopListening()
                .transform(stopped -> port == 0 && tries > 1 && e instanceof BindException
                        ? listen(host, port, tries - 1)
                        : Future.failedFuture(e))));
    }

    /** Takes no more calls: gives the port back. Connections by TCP stay. */
    public Future<Void> stopListening() {
        return Future.join(tcp.stopListening(), utp.stopListening()).mapEmpty();
    }

    /** Calls a peer in the name of {@code entry}. */
    public void call(
            SwarmRegistry.Entry entry, PeerAddress address, Handshake hello, Consumer<PeerDialer.Stage> stage) {
        switch (use) {
            case OFF -> tcp.call(entry, address, hello, () -> true, stage);
            case ONLY -> utp.call(entry, address, hello, () -> true, stage);
            case FALLBACK -> race(tcp, utp, entry, address, hello, stage);
            case FIRST -> race(utp, tcp, entry, address, hello, stage);
        }
    }

    /** Calls a peer that calls us at this moment, through the NATs of both; by uTP, without which it is in vain. */
    public void punch(
            SwarmRegistry.Entry entry, PeerAddress address, Handshake hello, Consumer<PeerDialer.Stage> stage) {
        if (use.hasUtp()) {
            utp.call(entry, address, hello, () -> true, stage);
        } else {
            stage.accept(PeerDialer.Stage.UNREACHABLE);
        }
    }

    /** Finds out what NAT lies between us and {@code host}, which answers at a UDP port; fails if it does not, or without uTP. */
    public Future<Reach> learnReach(String host, int port) {
        return use.hasUtp() ? utp.learnReach(host, port) : Future.failedFuture(new IllegalStateException("uTP is off"));
    }

    private void race(
            Carrier first,
            Carrier second,
            SwarmRegistry.Entry entry,
            PeerAddress address,
            Handshake hello,
            Consumer<PeerDialer.Stage> stage) {
        CallRace[] self = new CallRace[1];
        long[] timer = new long[1];
        CallRace race = new CallRace(
                stage,
                () -> second.call(entry, address, hello, self[0]::claim, self[0]::heard),
                () -> vertx.cancelTimer(timer[0]));
        self[0] = race;
        timer[0] = vertx.setTimer(HEAD_START_MILLIS, ignored -> race.startSecond());
        first.call(entry, address, hello, race::claim, race::heard);
    }

    /** Stops listening and closes every connection. */
    public Future<Void> close() {
        return Future.join(tcp.close(), utp.close()).mapEmpty();
    }
}
