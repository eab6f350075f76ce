package sealswarm.overlay.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import sealswarm.overlay.peer.HostBlock;
import sealswarm.overlay.utp.UtpRemote;

/** What socket addresses are called in the core, and back; remembered for a while, as each datagram asks. Belongs to one loop. */
final class RemoteBook {
    /** Addresses remembered; strangers' datagrams may come from any number, so at the limit all are forgotten. */
    static final int MAX_KNOWN = 8_192;

    private final Map<InetSocketAddress, UtpRemote> remotes = new HashMap<>();
    private final Map<UtpRemote, InetSocketAddress> addresses = new HashMap<>();

    UtpRemote remote(InetSocketAddress address) {
        UtpRemote known = remotes.get(address);
        if (known != null) {
            return known;
        }
        if (remotes.size() >= MAX_KNOWN) {
            remotes.clear();
            addresses.clear();
        }
        InetAddress host = address.getAddress();
        String literal = host.getHostAddress();
        UtpRemote remote =
                new UtpRemote(literal, address.getPort(), host.isLoopbackAddress() ? "" : HostBlock.of(literal));
        remotes.put(address, remote);
        addresses.put(remote, address);
        return remote;
    }

    InetSocketAddress address(UtpRemote remote) {
        InetSocketAddress known = addresses.get(remote);
        return known != null ? known : new InetSocketAddress(remote.host(), remote.port());
    }
}
