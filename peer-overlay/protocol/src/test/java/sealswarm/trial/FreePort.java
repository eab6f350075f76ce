package sealswarm.trial;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.security.SecureRandom;

/**
 * A port for a program that cannot pick one itself. It is below those that systems give to outgoing connections and to whoever
 * asks for any port, so that none of these takes it before the program has it.
 */
public final class FreePort {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int LOWEST = 20_000;
    private static final int BELOW = 32_768;

    private FreePort() {}

    /** A loopback port at which nobody listens. */
    public static int find() {
        for (; ; ) {
            int port = RANDOM.nextInt(LOWEST, BELOW);
            try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return free.getLocalPort();
            } catch (IOException e) {
                // Somebody listens there: the next.
            }
        }
    }
}
