package sealswarm.overlay.sim;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sealswarm.overlay.merkle.MerkleLayer;
import sealswarm.overlay.swarm.LeafSource;
import sealswarm.overlay.swarm.RangeSource;
import sealswarm.overlay.webseed.SourceHealth;

/** A simulated web server as a source of blocks and leaves, with the real rules of when it may be asked. */
final class SimWebSeed implements RangeSource, LeafSource {
    /** A fetch fails after so long without a byte. */
    static final long SILENCE_MICROS = 3 * SimClock.SECOND;

    private final SimNet net;
    private final SimHost client;
    private final SimWebServer server;
    private final SimTrack track;
    private final SourceHealth health = new SourceHealth();
    private final Deque<SimSocket> idle = new ArrayDeque<>();

    SimWebSeed(SimNet net, SimHost client, SimWebServer server, SimTrack track) {
        this.net = net;
        this.client = client;
        this.server = server;
        this.track = track;
    }

    @Override
    public String name() {
        return server.host().address();
    }

    @Override
    public int parallelRanges() {
        return health.parallel(net.clock().millis());
    }

    @Override
    public void ban() {
        health.ban();
    }

    @Override
    public void close() {
        health.ban();
        idle.forEach(SimSocket::close);
        idle.clear();
    }

    @Override
    public Fetch fetch(long offset, int lengthBytes, Receiver receiver) {
        Running running = new Running(lengthBytes, receiver);
        Parcel.RangeCall call = new Parcel.RangeCall(offset, lengthBytes);
        idle.removeIf(socket -> !socket.isOpen());
        SimSocket kept = idle.poll();
        if (kept != null) {
            running.begin(kept, call);
        } else {
            net.connect(
                    client,
                    server.host().address(),
                    SimWebServer.PORT,
                    answer -> answer.ifPresentOrElse(
                            socket -> running.begin(socket, call), () -> running.fail("nobody there")));
        }
        return running::cancel;
    }

    /** One fetch under way. */
    private final class Running implements SimSocket.Events {
        private final Receiver receiver;
        private @Nullable SimSocket socket;
        private int leftBytes;
        private long heardMicros;
        private boolean over;

        Running(int lengthBytes, Receiver receiver) {
            this.leftBytes = lengthBytes;
            this.receiver = receiver;
        }

        void begin(SimSocket on, Parcel.RangeCall call) {
            if (over) {
                on.close();
                return;
            }
            socket = on;
            heardMicros = net.clock().micros();
            on.listen(this);
            on.send(call);
            watch();
        }

        private void watch() {
            net.clock().at(heardMicros + SILENCE_MICROS, () -> {
                if (over) {
                    return;
                }
                if (net.clock().micros() - heardMicros >= SILENCE_MICROS) {
                    drop();
                    fail("silence");
                } else {
                    watch();
                }
            });
        }

        @Override
        public void arrived(List<Parcel> parcels) {
            for (Parcel parcel : parcels) {
                if (!over && parcel instanceof Parcel.RangeBytes bytes) {
                    heardMicros = net.clock().micros();
                    leftBytes -= bytes.sizeBytes();
                    receiver.bytes(bytes.data().buffer());
                }
            }
            SimSocket from = socket;
            if (!over && leftBytes == 0 && from != null) {
                over = true;
                health.succeeded();
                from.listen(SimSocket.Events.NONE);
                idle.add(from);
                receiver.complete();
            }
        }

        @Override
        public void drained() {}

        @Override
        public void closed() {
            fail("the connection is gone");
        }

        void fail(String reason) {
            if (!over) {
                over = true;
                health.failed(net.clock().millis());
                receiver.failed(reason);
            }
        }

        void cancel() {
            if (!over) {
                over = true;
                drop();
            }
        }

        private void drop() {
            SimSocket from = socket;
            if (from != null) {
                from.close();
            }
        }
    }

    @Override
    public void leaves(long first, int count, Consumer<Optional<MerkleLayer>> done) {
        SimHost host = server.host();
        if (host.manner() != SimHost.Manner.UP || !net.isPassable(client, host)) {
            net.clock().after(SILENCE_MICROS, () -> done.accept(Optional.empty()));
        } else {
            long roundTrip = 2 * net.latencyMicros(client, host);
            net.clock().after(roundTrip, () -> done.accept(Optional.of(track.leaves(first, count))));
        }
    }
}
