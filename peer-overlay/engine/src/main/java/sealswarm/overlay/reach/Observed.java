package sealswarm.overlay.reach;

/**
 * How somebody's UDP port looks from outside.
 *
 * @param host a numeric address
 * @param port 1..65,535
 */
public record Observed(String host, int port) {
    public Observed {
        if (port < 1 || port > 0xFFFF) {
            throw new IllegalArgumentException("port out of range: " + port);
        }
    }
}
