package sealswarm.overlay.transport;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import sealswarm.overlay.mapping.Gateway;
import sealswarm.overlay.reach.Observed;

/** A gateway on loopback that speaks NAT-PMP when the test lets it. */
public final class SampleGateway implements AutoCloseable {
    /** The port it forwards from. */
    public static final int OUTSIDE_PORT = 40_000;

    /** The address of its outside. */
    public static final String OUTSIDE_HOST = "198.51.100.7";

    static final String ASK_ADDRESS = "0000";
    static final String ADDRESS = "0080000000000064c6336407";
    private static final int PATIENCE_MILLIS = 60_000;

    private final DatagramSocket socket;
    private Optional<SocketAddress> asker = Optional.empty();

    /** A gateway at any port. */
    public SampleGateway() throws IOException {
        socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        socket.setSoTimeout(PATIENCE_MILLIS);
    }

    /** Its address. */
    public Gateway gateway() {
        return new Gateway.At(new Observed("127.0.0.1", port()));
    }

    int port() {
        return socket.getLocalPort();
    }

    /** The next datagram. */
    public String hear() throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[64], 64);
        socket.receive(packet);
        asker = Optional.of(packet.getSocketAddress());
        return HexFormat.of().formatHex(Arrays.copyOf(packet.getData(), packet.getLength()));
    }

    /** Sends this to who asked last. */
    public void say(String hex) throws IOException {
        sayTo(asker.orElseThrow(), hex);
    }

    void sayTo(SocketAddress target, String hex) throws IOException {
        byte[] bytes = HexFormat.of().parseHex(hex);
        socket.send(new DatagramPacket(bytes, bytes.length, target));
    }

    SocketAddress asker() {
        return asker.orElseThrow();
    }

    SocketAddress address() {
        return socket.getLocalSocketAddress();
    }

    /** Grants all that is asked for until something is asked by {@code opcode} (1 UDP, 2 TCP), that included. */
    public void grantUntil(int opcode) throws IOException {
        int last;
        do {
            byte[] request = HexFormat.of().parseHex(hear());
            last = request[1];
            say(last == 0 ? ADDRESS : granted(request));
        } while (last != opcode);
    }

    private static String granted(byte[] request) {
        ByteBuffer reply = ByteBuffer.allocate(16)
                .put((byte) 0)
                .put((byte) (128 + request[1]))
                .putShort((short) 0)
                .putInt(100)
                .put(request, 4, 2)
                .putShort((short) OUTSIDE_PORT)
                .put(request, 8, 4);
        return HexFormat.of().formatHex(reply.array());
    }

    @Override
    public void close() {
        socket.close();
    }
}
