package sealswarm.overlay.edge;

import io.vertx.core.http.HttpConnection;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.Map;
import sealswarm.overlay.peer.HostBlock;

/** Caps on HTTP connections: in all, and per address but for loopback. One over a cap is closed, none that is open suffers. */
final class ConnectionLimits {
    /** Open HTTP connections of one address, or one /64 of IPv6. */
    static final int MAX_PER_ADDRESS = 100;

    private final Map<String, Integer> perAddress = new HashMap<>();
    private final HeadDeadlines deadlines;
    private final int maxConnections;
    private int open;
    private long refused;

    ConnectionLimits(HeadDeadlines deadlines, int maxConnections) {
        this.deadlines = deadlines;
        this.maxConnections = maxConnections;
    }

    void admit(HttpConnection connection) {
        String address = connection.remoteAddress().hostAddress();
        if (!enter(address)) {
            refused++;
            connection.close();
            return;
        }
        deadlines.opened(connection);
        connection.closeHandler(nothing -> {
            deadlines.closed(connection);
            leave(address);
        });
    }

    /** Counts a connection in; false if it is over a cap. */
    boolean enter(String address) {
        int ofAddress = perAddress.getOrDefault(HostBlock.of(address), 0);
        if (open >= maxConnections || (ofAddress >= MAX_PER_ADDRESS && !isLoopback(address))) {
            return false;
        }
        perAddress.put(HostBlock.of(address), ofAddress + 1);
        open++;
        return true;
    }

    void leave(String address) {
        perAddress.computeIfPresent(HostBlock.of(address), (key, count) -> count == 1 ? null : count - 1);
        open--;
    }

    int open() {
        return open;
    }

    HeadDeadlines deadlines() {
        return deadlines;
    }

    long refused() {
        return refused;
    }

    private static boolean isLoopback(String address) {
        try {
            return InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
