package sealswarm.overlay.transport;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sealswarm.overlay.utp.UtpConnection;
import sealswarm.overlay.utp.UtpEndpoint;
import sealswarm.overlay.utp.UtpRemote;
import sealswarm.overlay.utp.UtpUser;

/**
 * One UDP port and the uTP connections on it. Datagrams go straight between the loop's channel and the endpoint, a batch at a time:
 * all that one readiness of the socket brings is taken in before anything is answered (ADR 0105). Belongs to one loop.
 */
final class UdpPort {
    /** The largest datagram there is: none is cut short unseen. */
    static final int MAX_DATAGRAM_BYTES = 65_535;

    /** Datagrams the system keeps for us while the loop is busy, as far as it allows. */
    static final int SOCKET_BUFFER_BYTES = 2 << 20;

    /** Bytes that wait for the system beyond which datagrams are dropped, as any router would. */
    static final int MAX_UNSENT_BYTES = 4 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(UdpPort.class);

    private final Vertx vertx;
    private final ContextInternal context;
    private final SystemClock clock;
    private final DatagramChannel channel;
    private final RemoteBook remotes = new RemoteBook();
    private final UtpEndpoint endpoint;
    private BiConsumer<InetSocketAddress, ByteBuffer> other = (from, datagram) -> {};
    private OptionalLong timer = OptionalLong.empty();

    private UdpPort(
            Vertx vertx, ContextInternal context, SystemClock clock, DatagramChannel channel, RandomGenerator random) {
        this.vertx = vertx;
        this.context = context;
        this.clock = clock;
        this.channel = channel;
        this.endpoint = new UtpEndpoint(this::send, random);
    }

    /** Binds a port, 0 for any; {@code context} must be the current one. */
    static Future<UdpPort> bind(
            Vertx vertx, Context context, SystemClock clock, RandomGenerator random, String host, int port) {
        DatagramChannel channel = ((VertxInternal) vertx).transport().datagramChannel();
        channel.config()
                .setAllocator(PooledByteBufAllocator.DEFAULT)
                .setRecvByteBufAllocator(new FixedRecvByteBufAllocator(MAX_DATAGRAM_BYTES))
                .setReceiveBufferSize(SOCKET_BUFFER_BYTES)
                .setSendBufferSize(SOCKET_BUFFER_BYTES)
                .setWriteBufferWaterMark(new WriteBufferWaterMark(MAX_UNSENT_BYTES / 2, MAX_UNSENT_BYTES));
        ContextInternal owner = (ContextInternal) context;
        UdpPort made = new UdpPort(vertx, owner, clock, channel, random);
        channel.pipeline().addLast(made.new Reader());
        Promise<UdpPort> bound = owner.promise();
        owner.nettyEventLoop().register(channel).addListener(registered -> {
            if (registered.isSuccess()) {
                channel.bind(new InetSocketAddress(host, port)).addListener((ChannelFuture binding) -> {
                    if (binding.isSuccess()) {
                        bound.complete(made);
                    } else {
                        logFailure(channel.close());
                        bound.fail(binding.cause());
                    }
                });
            } else {
                bound.fail(registered.cause());
            }
        });
        return bound.future();
    }

    int port() {
        return channel.localAddress().getPort();
    }

    /** True if datagrams from here get to {@code target}: a port of loopback reaches nobody else. */
    boolean reaches(InetSocketAddress target) {
        InetSocketAddress local = channel.localAddress();
        return local.getAddress().isAnyLocalAddress()
                || local.getAddress().isLoopbackAddress() == target.getAddress().isLoopbackAddress();
    }

    /** Connections on the port. */
    int count() {
        return endpoint.count();
    }

    /** Takes calls, or none any more. */
    void accept(Optional<UtpEndpoint.Acceptor> acceptor) {
        endpoint.accept(acceptor);
    }

    /** Hands over datagrams that are no uTP packets; they are valid during the call. */
    void onOther(BiConsumer<InetSocketAddress, ByteBuffer> handler) {
        other = handler;
    }

    /** Sends a datagram that is no uTP packet. */
    void sendOther(InetSocketAddress to, ByteBuffer datagram) {
        write(new DatagramPacket(Unpooled.wrappedBuffer(datagram), to));
        channel.flush();
    }

    /** Calls; empty if there are too many connections. */
    Optional<UtpConnection> call(InetSocketAddress address, UtpUser user) {
        Optional<UtpConnection> call = endpoint.call(remotes.remote(address), user, clock.micros());
        turnEnded();
        return call;
    }

    /** Sends what was written. */
    void flush(UtpConnection connection) {
        endpoint.flush(connection, clock.micros());
        turnEnded();
    }

    /** Reads again. */
    void resumeInput(UtpConnection connection) {
        connection.resumeInput(clock.micros());
        turnEnded();
    }

    /** Closes a connection; what was written leaves if the other end takes it soon. */
    void close(UtpConnection connection) {
        connection.close(clock.micros());
        turnEnded();
    }

    /** Closes a connection at once. */
    void abort(UtpConnection connection) {
        connection.abort(clock.micros());
        turnEnded();
    }

    private void send(UtpRemote to, ByteBuffer datagram) {
        write(new DatagramPacket(Unpooled.wrappedBuffer(datagram), remotes.address(to)));
    }

    private void write(DatagramPacket packet) {
        if (channel.isWritable()) {
            logFailure(channel.write(packet));
        } else {
            packet.release();
        }
    }

    /** A datagram may be lost in any case; the machine repeats what matters. */
    private static void logFailure(ChannelFuture done) {
        done.addListener(ended -> {
            if (ended.cause() != null) {
                LOG.debug("UDP port: {}", ended.cause().toString());
            }
        });
    }

    private void take(InetSocketAddress sender, ByteBuffer datagram) {
        if (UtpEndpoint.isPacket(datagram)) {
            endpoint.receive(remotes.remote(sender), datagram, clock.micros());
        } else {
            other.accept(sender, datagram);
        }
    }

    private void turnEnded() {
        channel.flush();
        if (timer.isEmpty() && endpoint.count() > 0) {
            timer = OptionalLong.of(
                    vertx.setPeriodic(TimeUnit.MICROSECONDS.toMillis(UtpEndpoint.TICK_MICROS), ignored -> tick()));
        }
    }

    private void tick() {
        endpoint.tick(clock.micros());
        channel.flush();
        if (endpoint.count() == 0) {
            endTimer();
        }
    }

    private void endTimer() {
        timer.ifPresent(vertx::cancelTimer);
        timer = OptionalLong.empty();
    }

    /** Ends all connections at once and gives the port back. */
    Future<Void> close() {
        endpoint.close(clock.micros());
        endTimer();
        channel.flush();
        Promise<Void> closed = context.promise();
        channel.close().addListener(ignored -> closed.complete());
        return closed.future();
    }

    private final class Reader extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ignored, Object message) {
            DatagramPacket packet = (DatagramPacket) message;
            try {
                context.dispatch(() -> take(packet.sender(), packet.content().nioBuffer()));
            } finally {
                packet.release();
            }
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext ignored) {
            context.dispatch(() -> {
                endpoint.endTurn(clock.micros());
                turnEnded();
            });
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ignored, Throwable cause) {
            LOG.debug("UDP port: {}", cause.toString());
        }
    }
}
