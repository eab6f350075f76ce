package sealswarm.trial;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.SecureRandom;

/**
 * Ports of this machine's loopback address. A free one is for a program that cannot pick one itself; it is below those that systems give to outgoing connections and to whoever
 * asks for any port, so that none of these takes it before the program has it.
 */
public final class LoopbackPort {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int LOWEST = 20_000;
    private static final int BELOW = 32_768;
    private static final int CALL_MILLIS = 2_000;

    private LoopbackPort() {}

    /** A loopback port at which nobody listens. */
    public static int findFree() {
        for (; ; ) {
            int port = RANDOM.nextInt(LOWEST, BELOW);
            try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return free.getLocalPort();
            } catch (IOException e) {
                // Somebody listens there: the next.
            }
        }
    }

    /** Whether somebody listens there. */
    public static boolean takesCalls(int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CALL_MILLIS);
            return true;
        } catch (ConnectException e) {
            return false;
        }
    }
}
