package sealswarm.overlay;

import sealswarm.overlay.mapping.Gateway;
import sealswarm.overlay.transport.UtpUse;

/**
 * Settings of one engine.
 *
 * @param listenHost address to listen on
 * @param listenPort port to listen on, 0 for any
 * @param diskThreads threads for file work
 * @param hashThreads threads for hashing
 * @param diskQueueBytes bytes queued for the disk at which sockets are paused
 * @param handshakeMillis what peers may take to shake hands
 * @param utp whether peers are reached by uTP
 * @param gateway whom the user lets us ask to forward the port; nobody by default
 */
public record OverlaySettings(
        String listenHost,
        int listenPort,
        int diskThreads,
        int hashThreads,
        long diskQueueBytes,
        int handshakeMillis,
        UtpUse utp,
        Gateway gateway) {
    private static final int MAX_PORT = 65_535;

    /** What peers may take to shake hands. */
    public static final int HANDSHAKE_MILLIS = 10_000;

    /** A player's engine on any port of this machine only. */
    public static final OverlaySettings LOOPBACK = new OverlaySettings(
            "127.0.0.1", 0, 4, 2, 64 << 20, HANDSHAKE_MILLIS, UtpUse.FALLBACK, new Gateway.Nobody());

    /** A host's engine on any port of this machine only: small enough for a heap of 64 MiB. */
    public static final OverlaySettings HOST =
            new OverlaySettings("127.0.0.1", 0, 2, 1, 8 << 20, HANDSHAKE_MILLIS, UtpUse.FALLBACK, new Gateway.Nobody());

    public OverlaySettings {
        if (listenPort < 0
                || listenPort > MAX_PORT
                || diskThreads < 1
                || hashThreads < 1
                || diskQueueBytes < 1 << 20
                || handshakeMillis < 1) {
            throw new IllegalArgumentException("an overlay setting is out of range");
        }
    }

    /** The same on another address and port. */
    public OverlaySettings listeningOn(String host, int port) {
        return new OverlaySettings(host, port, diskThreads, hashThreads, diskQueueBytes, handshakeMillis, utp, gateway);
    }

    /** The same with another time for handshakes. */
    public OverlaySettings withHandshakeMillis(int millis) {
        return new OverlaySettings(
                listenHost, listenPort, diskThreads, hashThreads, diskQueueBytes, millis, utp, gateway);
    }

    /** The same with another use of uTP. */
    public OverlaySettings withUtp(UtpUse other) {
        return new OverlaySettings(
                listenHost, listenPort, diskThreads, hashThreads, diskQueueBytes, handshakeMillis, other, gateway);
    }

    /** The same, with this gateway asked to forward the port as long as the engine listens. */
    public OverlaySettings forwardedBy(Gateway other) {
        return new OverlaySettings(
                listenHost, listenPort, diskThreads, hashThreads, diskQueueBytes, handshakeMillis, utp, other);
    }
}
