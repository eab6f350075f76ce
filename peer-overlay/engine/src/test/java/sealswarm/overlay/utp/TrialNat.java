package sealswarm.overlay.utp;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import sealswarm.overlay.reach.NatClass;

/** A home's NAT on a simulated Internet: gives its host outside ports by its class and lets in only answers. */
final class TrialNat {
    private static final int HOST_PORT = 6_881;

    private final Internet internet;
    private final NatClass kind;
    private final String outside;
    private final Receiver host;
    private final Map<UtpRemote, UtpRemote> mappings = new HashMap<>();
    private final Map<UtpRemote, Set<UtpRemote>> letIn = new HashMap<>();
    private int nextPort = 40_000;

    /** Takes datagrams. */
    interface Receiver {
        void receive(UtpRemote from, ByteBuffer datagram);
    }

    /** Every outside port, on one line. */
    static final class Internet {
        final TrialClock clock = new TrialClock();
        private final TrialLine line;
        private final Map<UtpRemote, Receiver> ports = new LinkedHashMap<>();

        Internet(RandomGenerator random) {
            this.line = new TrialLine(clock, TrialLine.Conditions.clean(20_000), random);
        }

        private void carry(UtpRemote from, UtpRemote to, ByteBuffer datagram) {
            line.carry(datagram, arrived -> {
                Receiver there = ports.get(to);
                if (there != null) {
                    there.receive(from, arrived);
                }
            });
        }
    }

    TrialNat(Internet internet, NatClass kind, String outside, Receiver host) {
        this.internet = internet;
        this.kind = kind;
        this.outside = outside;
        this.host = host;
        if (kind == NatClass.OPEN) {
            internet.ports.put(at(HOST_PORT), host);
        }
    }

    private UtpRemote at(int port) {
        return new UtpRemote(outside, port, outside);
    }

    /** Where others would call the host: its own port, if nothing is in between. */
    UtpRemote hostPort() {
        return at(HOST_PORT);
    }

    void send(UtpRemote to, ByteBuffer datagram) {
        if (kind == NatClass.OPEN) {
            internet.carry(at(HOST_PORT), to, datagram);
            return;
        }
        UtpRemote key = kind == NatClass.CONE ? at(HOST_PORT) : to;
        UtpRemote mapped = mappings.computeIfAbsent(key, fresh -> open());
        letIn.computeIfAbsent(mapped, fresh -> new HashSet<>()).add(to);
        internet.carry(mapped, to, datagram);
    }

    private UtpRemote open() {
        UtpRemote mapped = at(nextPort++);
        internet.ports.put(mapped, (from, datagram) -> {
            if (letIn.getOrDefault(mapped, Set.of()).contains(from)) {
                host.receive(from, datagram);
            }
        });
        return mapped;
    }
}
