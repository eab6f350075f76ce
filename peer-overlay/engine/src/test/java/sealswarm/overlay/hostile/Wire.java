package sealswarm.overlay.hostile;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import sealswarm.overlay.metainfo.InfoHash;
import sealswarm.overlay.wire.BlockRange;
import sealswarm.overlay.wire.Handshake;
import sealswarm.overlay.wire.MessageEncoder;
import sealswarm.overlay.wire.PeerId;
import sealswarm.overlay.wire.PeerMessage;
import sealswarm.overlay.wire.WireException;

/** A connection to an engine that says whatever bytes its script wants. Belongs to one thread. */
final class Wire implements AutoCloseable {
    /** What an offender may take until it is gone. */
    static final int GONE_MILLIS = 30_000;

    /** Everything an honest client of today says in its handshake. */
    static final long ALL_BITS = Handshake.FAST | Handshake.EXTENSION_PROTOCOL;

    private static final AtomicInteger NEXT_ID = new AtomicInteger();
    private static final int REQUEST = 6;
    private static final int PIECE = 7;
    private static final int MOST_READ = 1 << 20;
    private static final int RECEIVE_WINDOW = 64 << 10;

    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;

    /** A connection that an engine made to us. */
    Wire(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(GONE_MILLIS);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(socket.getInputStream());
        out = new DataOutputStream(socket.getOutputStream());
    }

    /** Calls an engine on this machine. */
    static Wire to(int port) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(RECEIVE_WINDOW);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), GONE_MILLIS);
        return new Wire(socket);
    }

    /** Reading fails with a timeout when nothing comes for so long. */
    void waitAtMost(int millis) throws SocketException {
        socket.setSoTimeout(millis);
    }

    /** A peer id that nobody else in this process has. */
    static PeerId freshId() {
        byte[] id = "-XX0000-000000000000".getBytes(StandardCharsets.US_ASCII);
        int number = NEXT_ID.incrementAndGet();
        for (int i = 0; i < Integer.BYTES; i++) {
            id[8 + i] = (byte) (number >> (8 * i));
        }
        return PeerId.of(id);
    }

    /** Shakes hands; gives the other's answer. */
    Handshake enter(InfoHash wireId, PeerId as, long bits) throws IOException {
        raw(new Handshake(wireId, as, bits).encode());
        return handshake();
    }

    /** The other's handshake. */
    Handshake handshake() throws IOException {
        byte[] answer = in.readNBytes(Handshake.LENGTH);
        if (answer.length < Handshake.LENGTH) {
            throw new EOFException("refused");
        }
        try {
            return Handshake.decode(answer);
        } catch (WireException e) {
            throw new AssertionError(e);
        }
    }

    void raw(byte... bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    void raw(String latin) throws IOException {
        raw(latin.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Says messages in one write. */
    void say(PeerMessage... messages) throws IOException {
        byte[][] frames = new byte[messages.length][];
        int length = 0;
        for (int i = 0; i < frames.length; i++) {
            frames[i] = MessageEncoder.encode(messages[i]);
            length += frames[i].length;
        }
        byte[] all = new byte[length];
        int at = 0;
        for (byte[] frame : frames) {
            System.arraycopy(frame, 0, all, at, frame.length);
            at += frame.length;
        }
        raw(all);
    }

    /** A frame of any id and payload. */
    void frame(int id, byte... payload) throws IOException {
        byte[] whole = new byte[Integer.BYTES + 1 + payload.length];
        ByteBuffer.wrap(whole).putInt(payload.length + 1).put((byte) id).put(payload);
        raw(whole);
    }

    /** The head of a frame that announces this block, without a byte of it. */
    void pieceHead(BlockRange range) throws IOException {
        byte[] head = new byte[Integer.BYTES + 1 + 2 * Integer.BYTES];
        ByteBuffer.wrap(head)
                .putInt(head.length - Integer.BYTES + range.length())
                .put((byte) PIECE)
                .putInt(range.piece())
                .putInt(range.begin());
        raw(head);
    }

    /** A block. */
    void piece(int piece, int begin, byte[] data) throws IOException {
        byte[] payload = new byte[2 * Integer.BYTES + data.length];
        ByteBuffer.wrap(payload).putInt(piece).putInt(begin).put(data);
        frame(PIECE, payload);
    }

    /** Says the same again and again until the other end has had enough, or the time for that is over. */
    void flood(PeerMessage... messages) throws IOException {
        PeerMessage[] many = new PeerMessage[256];
        Arrays.setAll(many, i -> messages[i % messages.length]);
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(GONE_MILLIS);
        while (System.nanoTime() < end) {
            say(many);
        }
    }

    /** Reads the next frame: id and payload; nothing of keep-alives. */
    byte[] nextFrame() throws IOException {
        int length = in.readInt();
        while (length == 0) {
            length = in.readInt();
        }
        if (length < 0 || length > MOST_READ) {
            throw new AssertionError("the engine sent a frame of " + length + " bytes");
        }
        byte[] frame = in.readNBytes(length);
        if (frame.length < length) {
            throw new EOFException("cut inside a frame");
        }
        return frame;
    }

    /** Reads on to a frame of this id. */
    byte[] nextFrame(int id) throws IOException {
        byte[] frame = nextFrame();
        while ((frame[0] & 0xff) != id) {
            frame = nextFrame();
        }
        return frame;
    }

    /** Answers every request until the other end has had enough. */
    void answerRequests(Answer answer) throws IOException {
        while (true) {
            answer.to(this, nextRequest());
        }
    }

    /** The next thing the engine asks for. */
    BlockRange nextRequest() throws IOException {
        ByteBuffer at = ByteBuffer.wrap(nextFrame(REQUEST), 1, 3 * Integer.BYTES);
        return new BlockRange(at.getInt(), at.getInt(), at.getInt());
    }

    /** What to do with a request. */
    interface Answer {
        void to(Wire wire, BlockRange range) throws IOException;
    }

    /** Ends the connection with a reset: what is under way is lost. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** Lets time pass, reading; false as soon as the other end has closed. */
    boolean staysOpenFor(int millis) throws IOException {
        byte[] sink = new byte[8_192];
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        try {
            for (long left = millis; left > 0; left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())) {
                socket.setSoTimeout((int) left);
                if (in.read(sink) < 0) {
                    return false;
                }
            }
        } catch (SocketTimeoutException e) {
            return true;
        } catch (SocketException e) {
            return false;
        } finally {
            if (!socket.isClosed()) {
                socket.setSoTimeout(GONE_MILLIS);
            }
        }
        return true;
    }

    /** True if the other end closes in time, whatever it says before. */
    boolean ends() throws IOException {
        return !staysOpenFor(GONE_MILLIS);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
