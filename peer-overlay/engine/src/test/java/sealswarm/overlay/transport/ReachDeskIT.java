package sealswarm.overlay.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import sealswarm.overlay.reach.NatClass;
import sealswarm.overlay.reach.Observed;
import sealswarm.overlay.reach.Reach;
import sealswarm.overlay.reach.ReachPacket;
import sealswarm.overlay.swarm.SwarmRegistry;

class ReachDeskIT {
    private static final int MILLIS = 10_000;

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(30, TimeUnit.SECONDS);
    }

    /** A network that listens on loopback, and its port. */
    private record Listening(PeerNetwork network, int port, Context context) {
        Future<Reach> ask(int desk) {
            Promise<Reach> answer = Promise.promise();
            context.runOnContext(
                    ignored -> network.learnReach("127.0.0.1", desk).onComplete(answer));
            return answer.future();
        }
    }

    private Listening listen() throws Exception {
        Promise<Listening> listening = Promise.promise();
        Context context = vertx.getOrCreateContext();
        context.runOnContext(ignored -> {
            PeerNetwork network = new PeerNetwork(
                    vertx,
                    context,
                    new SwarmRegistry(),
                    new SystemClock(),
                    new SplittableRandom(3),
                    UtpUse.FALLBACK,
                    MILLIS);
            network.listen("127.0.0.1", 0)
                    .map(port -> new Listening(network, port, context))
                    .onComplete(listening);
        });
        return listening.future().await(MILLIS, TimeUnit.MILLISECONDS);
    }

    @Test
    void whoHasNoNatLearnsThat() throws Exception {
        Listening asker = listen();
        Reach reach = asker.ask(listen().port()).await(MILLIS, TimeUnit.MILLISECONDS);
        assertEquals(new Reach(NatClass.OPEN, new Observed("127.0.0.1", asker.port())), reach);
    }

    @Test
    void oneOutsidePortIsAConeAndTwoAreSymmetric() throws Exception {
        assertEquals(NatClass.CONE, seenAt(40_000, 40_000).nat());
        assertEquals(NatClass.SYMMETRIC, seenAt(40_000, 40_001).nat());
    }

    /** What is learned from a desk with two ports that says it saw these. */
    private Reach seenAt(int one, int other) throws Exception {
        try (DatagramSocket first = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                DatagramSocket second = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> firstSaid = answer(first, one, second.getLocalPort());
            CompletableFuture<Void> secondSaid = answer(second, other, 0);
            Reach reach = listen().ask(first.getLocalPort()).await(MILLIS, TimeUnit.MILLISECONDS);
            firstSaid.get(MILLIS, TimeUnit.MILLISECONDS);
            secondSaid.get(MILLIS, TimeUnit.MILLISECONDS);
            return reach;
        }
    }

    private static CompletableFuture<Void> answer(DatagramSocket desk, int port, int otherPort) {
        return CompletableFuture.runAsync(() -> {
            try {
                DatagramPacket asked = receive(desk);
                ReachPacket question = ReachPacket.decode(ByteBuffer.wrap(asked.getData(), 0, asked.getLength()))
                        .orElseThrow();
                byte[] answer = question.answer(new Observed("198.51.100.7", port), otherPort)
                        .encode()
                        .array();
                desk.send(new DatagramPacket(answer, answer.length, asked.getSocketAddress()));
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
    }

    private static DatagramPacket receive(DatagramSocket socket) throws java.io.IOException {
        socket.setSoTimeout(MILLIS);
        DatagramPacket packet = new DatagramPacket(new byte[2_000], 2_000);
        socket.receive(packet);
        return packet;
    }

    @Test
    void nothingIsLearnedFromOneWhoSaysNothing() throws Exception {
        try (DatagramSocket deaf = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            Future<Reach> asked = listen().ask(deaf.getLocalPort());
            assertThrows(Exception.class, () -> asked.await(MILLIS, TimeUnit.MILLISECONDS));
        }
    }

    @Test
    void anAnswerIsAsLongAsItsQuestionAndJunkGetsNone() throws Exception {
        int desk = listen().port();
        try (DatagramSocket asker = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            byte[] junk = new byte[ReachPacket.SIZE_BYTES];
            asker.send(new DatagramPacket(junk, junk.length, InetAddress.getLoopbackAddress(), desk));
            byte[] question = ReachPacket.ask(77).encode().array();
            asker.send(new DatagramPacket(question, question.length, InetAddress.getLoopbackAddress(), desk));
            DatagramPacket answer = receive(asker);
            assertEquals(question.length, answer.getLength());
            ReachPacket told = ReachPacket.decode(ByteBuffer.wrap(answer.getData(), 0, answer.getLength()))
                    .orElseThrow();
            assertEquals(77, told.nonce());
            assertEquals(new Observed("127.0.0.1", asker.getLocalPort()), told.seen());
            asker.setSoTimeout(50);
            assertThrows(SocketTimeoutException.class, () -> asker.receive(answer));
        }
    }
}
