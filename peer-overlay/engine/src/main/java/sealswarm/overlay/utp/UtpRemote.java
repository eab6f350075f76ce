package sealswarm.overlay.utp;

/**
 * The other end of a connection.
 *
 * @param host its numeric address
 * @param port 1..65,535
 * @param crowd who share a limit: one address, or one network of them; empty if there is no limit, as on this machine
 */
public record UtpRemote(String host, int port, String crowd) {
    private static final int MAX_PORT = 65_535;

    public UtpRemote {
        if (port < 1 || port > MAX_PORT) {
            throw new IllegalArgumentException("port " + port + " is not in 1.." + MAX_PORT);
        }
    }

    /** False on this machine. */
    public boolean isLimited() {
        return !crowd.isEmpty();
    }
}
