package sealswarm.overlay.transport;

import java.util.Optional;
import sealswarm.overlay.swarm.SwarmRegistry;
import sealswarm.overlay.transport.PeerConversation.Entrance;
import sealswarm.overlay.wire.Handshake;

/** Which swarm a handshake leads to. Belongs to one loop. */
final class Doors {
    private final SwarmRegistry registry;

    Doors(SwarmRegistry registry) {
        this.registry = registry;
    }

    /** For one who called. */
    Optional<Entrance> answer(Handshake caller) {
        return registry.find(caller.wireId()).flatMap(found -> found.ids()
                .answer(caller)
                .map(agreed -> new Entrance(found.swarm(), Optional.of(agreed.reply()), agreed.protocol())));
    }

    /** For one who was called with {@code hello} in the name of {@code entry}. */
    static Optional<Entrance> enter(SwarmRegistry.Entry entry, Handshake hello, Handshake answer) {
        return entry.ids()
                .agreed(hello, answer)
                .map(protocol -> new Entrance(entry.swarm(), Optional.empty(), protocol));
    }
}
