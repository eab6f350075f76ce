package sealswarm.overlay.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetServer;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import sealswarm.overlay.bencode.BencodeString;
import sealswarm.overlay.wire.PeerMessage;

class TcpPeerLinkIT {
    private static final PeerMessage LONG = new PeerMessage.Extended(0, BencodeString.of(new byte[64 << 10]));
    private static final int FRAME_BYTES = (64 << 10) + 6;

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(30, TimeUnit.SECONDS);
    }

    @Test
    void whoReadsNothingIsGoneBeforeMuchHasPiledUp() throws Exception {
        CompletableFuture<Boolean> ended = new CompletableFuture<>();
        int port = serve(ended, 1_000);
        try (Socket deaf = new Socket(InetAddress.getLoopbackAddress(), port)) {
            assertTrue(ended.get(30, TimeUnit.SECONDS), () -> "connected: " + deaf.isConnected());
        }
    }

    @Test
    void whoReadsGetsWhatIsBelowTheLimit() throws Exception {
        int frames = TcpPeerLink.MAX_UNSENT_BYTES / FRAME_BYTES;
        int port = serve(new CompletableFuture<>(), frames);
        try (Socket reader = new Socket(InetAddress.getLoopbackAddress(), port)) {
            reader.setSoTimeout(30_000);
            assertEquals(frames * FRAME_BYTES, reader.getInputStream().readNBytes(frames * FRAME_BYTES).length);
        }
    }

    /** Says {@code count} long messages to whoever calls, in one turn of the loop. */
    private int serve(CompletableFuture<Boolean> ended, int count) throws Exception {
        AtomicLong said = new AtomicLong();
        NetServer server = vertx.createNetServer()
                .connectHandler(socket -> {
                    TcpPeerLink link = new TcpPeerLink((NetSocketInternal) socket, vertx.getOrCreateContext());
                    socket.closeHandler(ignored -> ended.complete(said.get() == count));
                    for (int i = 0; i < count; i++) {
                        link.send(LONG);
                        said.incrementAndGet();
                    }
                })
                .listen(0, "127.0.0.1")
                .await(10, TimeUnit.SECONDS);
        return server.actualPort();
    }
}
