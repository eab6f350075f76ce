package sealswarm.overlay.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import sealswarm.overlay.peer.Peer;
import sealswarm.overlay.peer.PeerLink;
import sealswarm.overlay.swarm.PeerDialer;
import sealswarm.overlay.swarm.Swarm;
import sealswarm.overlay.wire.Handshake;
import sealswarm.overlay.wire.PeerMessage;
import sealswarm.overlay.wire.WireException;

/** A peer connection over a simulated socket: first the handshake, then messages, until either side closes. */
final class SimConnection implements PeerLink, SimSocket.Events {
    /** Above this no data is handed to the socket, as over TCP. */
    static final int HIGH_WATER_BYTES = 500 << 10;

    /** A connection must have shaken hands by then. */
    static final long HANDSHAKE_MICROS = 10 * SimClock.SECOND;

    private final SimSocket socket;
    private final SimClock clock;
    private final Function<Handshake, Optional<Entrance>> gate;
    private final Consumer<PeerDialer.Stage> stage;
    private final List<PeerMessage> beforeHandshake = new ArrayList<>();
    private @Nullable Swarm swarm;
    private @Nullable Peer peer;
    private boolean greeted;
    private boolean over;

    /**
     * How a connection gets in.
     *
     * @param swarm the swarm it joins
     * @param reply the handshake to send first; empty if ours has been sent
     * @param protocol what the agreed id stands for
     */
    record Entrance(Swarm swarm, Optional<Handshake> reply, Peer.Protocol protocol) {}

    SimConnection(
            SimSocket socket,
            SimClock clock,
            Function<Handshake, Optional<Entrance>> gate,
            Consumer<PeerDialer.Stage> stage) {
        this.socket = socket;
        this.clock = clock;
        this.gate = gate;
        this.stage = stage;
        socket.listen(this);
        clock.after(HANDSHAKE_MICROS, () -> {
            if (peer == null) {
                close();
            }
        });
    }

    @Override
    public void arrived(List<Parcel> parcels) {
        try {
            for (Parcel parcel : parcels) {
                take(parcel);
            }
        } catch (WireException e) {
            close();
            leave();
            return;
        }
        Swarm to = swarm;
        Peer from = peer;
        if (to != null && from != null && !over) {
            to.inputEnded(from);
        }
    }

    private void take(Parcel parcel) throws WireException {
        if (over) {
            return;
        }
        Swarm to = swarm;
        Peer from = peer;
        if (parcel instanceof Parcel.Frame frame && to != null && from != null) {
            to.receive(from, frame.message());
        } else if (parcel instanceof Parcel.Hello hello && from == null) {
            shakeHands(hello.handshake());
        } else {
            close();
        }
    }

    private void shakeHands(Handshake theirs) {
        Optional<Entrance> entrance = gate.apply(theirs);
        Optional<Peer> joined = entrance.flatMap(way -> way.swarm().join(this, theirs, way.protocol()));
        if (joined.isEmpty()) {
            close();
            return;
        }
        entrance.get().reply().ifPresent(ours -> socket.send(new Parcel.Hello(ours)));
        greeted = true;
        swarm = entrance.get().swarm();
        peer = joined.get();
        beforeHandshake.forEach(this::send);
        beforeHandshake.clear();
        stage.accept(PeerDialer.Stage.JOINED);
    }

    @Override
    public void drained() {
        Swarm to = swarm;
        Peer ready = peer;
        if (socket.queuedBytes() <= HIGH_WATER_BYTES / 2 && to != null && ready != null && !over) {
            socket.setWantsRoom(false);
            to.writable(ready);
        }
    }

    @Override
    public void closed() {
        over = true;
        leave();
        stage.accept(peer == null ? PeerDialer.Stage.REFUSED : PeerDialer.Stage.ENDED);
    }

    private void leave() {
        Swarm from = swarm;
        Peer gone = peer;
        if (from != null && gone != null) {
            from.left(gone);
        }
    }

    @Override
    public void send(PeerMessage message) {
        if (greeted) {
            socket.send(new Parcel.Frame(message));
        } else {
            beforeHandshake.add(message);
        }
    }

    @Override
    public boolean isWritable() {
        boolean room = !over && socket.queuedBytes() < HIGH_WATER_BYTES;
        if (!room) {
            socket.setWantsRoom(true);
        }
        return room;
    }

    @Override
    public void pauseInput() {
        socket.pause();
    }

    @Override
    public void resumeInput() {
        socket.resume();
    }

    @Override
    public void close() {
        if (!over) {
            over = true;
            socket.close();
            clock.after(0, this::closed);
        }
    }

    @Override
    public String remoteHost() {
        return socket.otherEnd().host().address();
    }

    @Override
    public boolean isLoopback() {
        return false;
    }
}
