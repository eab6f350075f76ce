package sealswarm.overlay.sim;

import java.util.Optional;
import java.util.function.Consumer;
import sealswarm.overlay.swarm.PeerAddress;
import sealswarm.overlay.swarm.PeerDialer;
import sealswarm.overlay.swarm.SwarmRegistry;
import sealswarm.overlay.wire.Handshake;

/** Peers of one machine over the simulated network: one listening port, and calls to others. */
final class SimTransport {
    /** Where every simulated peer listens. */
    static final int PORT = 6_881;

    private final SimNet net;
    private final SimHost host;
    private final SwarmRegistry registry;

    SimTransport(SimNet net, SimHost host, SwarmRegistry registry) {
        this.net = net;
        this.host = host;
        this.registry = registry;
    }

    void listen() {
        net.listen(host, PORT, socket -> new SimConnection(socket, net.clock(), this::answer, stage -> {}));
    }

    void close() {
        net.stopListening(host, PORT);
    }

    private Optional<SimConnection.Entrance> answer(Handshake caller) {
        return registry.find(caller.wireId()).flatMap(found -> found.ids()
                .answer(caller)
                .map(agreed ->
                        new SimConnection.Entrance(found.swarm(), Optional.of(agreed.reply()), agreed.protocol())));
    }

    void call(SwarmRegistry.Entry entry, PeerAddress address, Handshake hello, Consumer<PeerDialer.Stage> stage) {
        net.connect(host, address.host(), address.port(), answer -> {
            if (answer.isEmpty()) {
                stage.accept(PeerDialer.Stage.UNREACHABLE);
                return;
            }
            new SimConnection(
                    answer.get(),
                    net.clock(),
                    theirs -> entry.ids()
                            .agreed(hello, theirs)
                            .map(protocol -> new SimConnection.Entrance(entry.swarm(), Optional.empty(), protocol)),
                    stage);
            answer.get().send(new Parcel.Hello(hello));
        });
    }
}
