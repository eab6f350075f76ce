package sealswarm.overlay.transport;

import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import sealswarm.overlay.swarm.PeerAddress;
import sealswarm.overlay.swarm.PeerDialer;
import sealswarm.overlay.swarm.SwarmRegistry;
import sealswarm.overlay.wire.Handshake;

/** A way to reach peers. All calls are made on the loop that owns the sockets. */
interface Carrier {
    /**
     * Calls a peer in the name of {@code entry}.
     *
     * @param claim asked once when the connection stands: false if it is not wanted any more, upon which it is closed and nothing is
     *     heard of it
     * @param stage hears of the call's fate
     */
    void call(
            SwarmRegistry.Entry entry,
            PeerAddress address,
            Handshake hello,
            BooleanSupplier claim,
            Consumer<PeerDialer.Stage> stage);
}
