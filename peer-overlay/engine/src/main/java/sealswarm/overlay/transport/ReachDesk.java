package sealswarm.overlay.transport;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import sealswarm.overlay.reach.NatClass;
import sealswarm.overlay.reach.NumericHost;
import sealswarm.overlay.reach.Observed;
import sealswarm.overlay.reach.Reach;
import sealswarm.overlay.reach.ReachPacket;

/**
 * Tells others how they look from here, and asks the same of others (docs/spec/reach-v1.md). An answer is as long as its question, goes
 * where that came from, and there are few in a second. A second port is opened when the first question comes. Belongs to one loop.
 */
final class ReachDesk {
    /** Answers in a second, to all together. */
    static final int MAX_ANSWERS_PER_SECOND = 200;

    /** Questions of ours that wait for an answer. */
    static final int MAX_OPEN = 16;

    /** How often a question is put. */
    static final int TRIES = 3;

    /** The wait for an answer. */
    static final long TRY_MILLIS = 700;

    private final Vertx vertx;
    private final Context context;
    private final SystemClock clock;
    private final RandomGenerator random;
    private final Map<Long, Question> open = new HashMap<>();
    private Optional<Future<UdpPort>> second = Optional.empty();
    private long answerSecond;
    private int answers;

    private record Question(InetSocketAddress asked, Promise<ReachPacket> answer) {}

    ReachDesk(Vertx vertx, Context context, SystemClock clock, RandomGenerator random) {
        this.vertx = vertx;
        this.context = context;
        this.clock = clock;
        this.random = random;
    }

    /** Takes what comes to a port that peers call, which is on {@code host}, and answers questions. */
    void serve(UdpPort port, String host) {
        port.onOther((from, datagram) -> {
            Optional<ReachPacket> packet = ReachPacket.decode(datagram);
            if (packet.isPresent() && packet.get().kind() == ReachPacket.Kind.ASK) {
                answerOnBoth(port, host, from, packet.get());
            } else {
                packet.ifPresent(answer -> answered(from, answer));
            }
        });
    }

    /** Takes what comes to a port that only calls. */
    void listen(UdpPort port) {
        port.onOther((from, datagram) -> ReachPacket.decode(datagram)
                .filter(packet -> packet.kind() == ReachPacket.Kind.ANSWER)
                .ifPresent(answer -> answered(from, answer)));
    }

    private void answerOnBoth(UdpPort first, String host, InetSocketAddress asker, ReachPacket question) {
        if (!mayAnswer()) {
            return;
        }
        if (second.isEmpty() || second.get().failed()) {
            second = Optional.of(UdpPort.bind(vertx, context, clock, random, host, 0)
                    .onSuccess(port -> port.onOther((from, datagram) -> ReachPacket.decode(datagram)
                            .filter(packet -> packet.kind() == ReachPacket.Kind.ASK && mayAnswer())
                            .ifPresent(packet -> answer(port, from, packet, 0)))));
        }
        second.get().onSuccess(other -> answer(first, asker, question, other.port()));
    }

    private static void answer(UdpPort port, InetSocketAddress asker, ReachPacket question, int other) {
        port.sendOther(asker, question.answer(observed(asker), other).encode());
    }

    private static Observed observed(InetSocketAddress address) {
        return new Observed(NumericHost.literal(address.getAddress().getAddress()), address.getPort());
    }

    private boolean mayAnswer() {
        long now = TimeUnit.MILLISECONDS.toSeconds(clock.millis());
        if (now != answerSecond) {
            answerSecond = now;
            answers = 0;
        }
        return answers++ < MAX_ANSWERS_PER_SECOND;
    }

    /** Finds out what lies between {@code via} and the desk at {@code first}; fails if that does not answer. */
    Future<Reach> ask(UdpPort via, InetSocketAddress first) {
        return put(via, first, TRIES)
                .compose(one -> one.otherPort() == 0
                        ? Future.failedFuture(new TimeoutException("the desk has one port only"))
                        : put(via, new InetSocketAddress(first.getAddress(), one.otherPort()), TRIES)
                                .map(other -> reach(via, one.seen(), other.seen())));
    }

    private static Reach reach(UdpPort via, Observed one, Observed other) {
        NatClass.Own own = one.port() == via.port() && isOfThisMachine(one.host()) ? NatClass.Own.YES : NatClass.Own.NO;
        return new Reach(NatClass.of(one, other, own), one);
    }

    private static boolean isOfThisMachine(String host) {
        try {
            return NetworkInterface.getByInetAddress(InetAddress.getByAddress(NumericHost.bytes(host))) != null;
        } catch (SocketException | UnknownHostException e) {
            return false;
        }
    }

    private Future<ReachPacket> put(UdpPort via, InetSocketAddress desk, int tries) {
        if (open.size() >= MAX_OPEN) {
            return Future.failedFuture(new TimeoutException("too many questions wait for an answer"));
        }
        long nonce = random.nextLong();
        Promise<ReachPacket> answer = Promise.promise();
        open.put(nonce, new Question(desk, answer));
        via.sendOther(desk, ReachPacket.ask(nonce).encode());
        return answer.future()
                .timeout(TRY_MILLIS, TimeUnit.MILLISECONDS)
                .eventually(() -> {
                    open.remove(nonce);
                    return Future.succeededFuture();
                })
                .recover(e -> tries > 1 ? put(via, desk, tries - 1) : Future.failedFuture(e));
    }

    private void answered(InetSocketAddress from, ReachPacket answer) {
        Question question = open.get(answer.nonce());
        if (question != null && question.asked().equals(from)) {
            question.answer().tryComplete(answer);
        }
    }

    /** Gives the second port back. */
    Future<Void> close() {
        Future<Void> closing = second.map(port -> port.compose(UdpPort::close).otherwiseEmpty())
                .orElseGet(Future::succeededFuture);
        second = Optional.empty();
        return closing;
    }
}
