package sealswarm.overlay.utp;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** An endpoint that sends into a {@link TrialLine}, with a clock of its own and users that write down what they hear. */
final class TrialHost {
    final TrialLine line;
    final UtpRemote address;
    final UtpEndpoint endpoint;
    final List<Ear> called = new ArrayList<>();
    private final long clockOffsetMicros;
    private Optional<TrialHost> peer = Optional.empty();
    long sentDatagrams;
    long sentBytes;
    long largestSentBytes;

    /** A user that writes down what it hears. */
    static class Ear implements UtpUser {
        final ByteArrayOutputStream heard = new ByteArrayOutputStream();
        long heardBytes;
        Optional<UtpConnection> connection = Optional.empty();
        boolean opened;
        boolean ended;
        int writables;

        /** Answers every call with an ear of its own. */
        static void answerAt(UtpEndpoint endpoint, List<Ear> called) {
            endpoint.accept(Optional.of(connection -> {
                Ear ear = new Ear();
                ear.connection = Optional.of(connection);
                called.add(ear);
                return Optional.of(ear);
            }));
        }

        @Override
        public void opened() {
            opened = true;
        }

        @Override
        public void received(ByteBuffer bytes) {
            heardBytes += bytes.remaining();
            if (heardBytes < 8 << 20) {
                heard.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
            }
        }

        @Override
        public void inputEnded() {}

        @Override
        public void writable() {
            writables++;
        }

        @Override
        public void ended() {
            ended = true;
        }
    }

    TrialHost(TrialLine line, String name, long clockOffsetMicros, RandomGenerator random) {
        this.line = line;
        this.address = new UtpRemote(name, 1, name);
        this.clockOffsetMicros = clockOffsetMicros;
        this.endpoint = new UtpEndpoint(this::send, random);
        Ear.answerAt(endpoint, called);
        beat();
    }

    private void beat() {
        line.clock.after(UtpEndpoint.TICK_MICROS, () -> {
            endpoint.tick(now());
            beat();
        });
    }

    long now() {
        return line.clock.micros() + clockOffsetMicros;
    }

    void connectTo(TrialHost other) {
        peer = Optional.of(other);
        other.peer = Optional.of(this);
    }

    private void send(UtpRemote to, ByteBuffer datagram) {
        sentDatagrams++;
        sentBytes += datagram.remaining();
        largestSentBytes = Math.max(largestSentBytes, datagram.remaining());
        peer.filter(other -> other.address.equals(to))
                .ifPresent(other -> line.carry(datagram, arrived -> other.receive(address, arrived)));
    }

    void receive(UtpRemote from, ByteBuffer datagram) {
        endpoint.receive(from, datagram, now());
        endpoint.endTurn(now());
    }

    Ear call(TrialHost other) {
        Ear ear = new Ear();
        ear.connection = endpoint.call(other.address, ear, now());
        return ear;
    }

    void write(Ear ear, byte[] bytes) {
        UtpConnection connection = ear.connection.orElseThrow();
        connection.write(ByteBuffer.wrap(bytes));
        endpoint.flush(connection, now());
    }
}
