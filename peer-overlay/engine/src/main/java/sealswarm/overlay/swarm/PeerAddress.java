package sealswarm.overlay.swarm;

/**
 * Where a peer listens.
 *
 * @param host a numeric IPv4 or IPv6 address, or a name from the caller's own command line
 * @param port 1..65535
 * @param ids the wire ids it is known to have joined, as a mask of {@link #V1}, {@link #V2}, {@link #COMPANION}
 */
public record PeerAddress(String host, int port, int ids) {
    /** The v1 info-hash of the hybrid metainfo. */
    public static final int V1 = 1;

    /** The truncated v2 info-hash. */
    public static final int V2 = 2;

    /** The info-hash of the v1-only companion metainfo. */
    public static final int COMPANION = 4;

    /** Any id: nothing is known. */
    public static final int ANY = V1 | V2 | COMPANION;

    private static final int MAX_PORT = 65_535;

    public PeerAddress {
        if (port < 1 || port > MAX_PORT) {
            throw new IllegalArgumentException("port " + port + " is not in 1.." + MAX_PORT);
        }
        if (ids < 1 || ids > ANY) {
            throw new IllegalArgumentException("id mask " + ids + " is not in 1.." + ANY);
        }
    }

    /** An address of which nothing more is known. */
    public static PeerAddress of(String host, int port) {
        return new PeerAddress(host, port, ANY);
    }

    /** True if it is on this machine. */
    public boolean isLoopback() {
        return host.startsWith("127.") || host.equals("::1") || host.equals("0:0:0:0:0:0:0:1");
    }

    @Override
    public String toString() {
        return host.indexOf(':') < 0 ? host + ":" + port : "[" + host + "]:" + port;
    }
}
