package sealswarm.overlay;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import sealswarm.overlay.metainfo.Metainfo;
import sealswarm.overlay.metainfo.MetainfoException;
import sealswarm.overlay.metainfo.MetainfoWriter;
import sealswarm.overlay.metainfo.SampleTrack;
import sealswarm.overlay.metainfo.TrackHashes;
import sealswarm.overlay.swarm.PeerAddress;

/** A track and real engines on loopback for tests; closing it closes them all. */
public final class SampleSwarm implements AutoCloseable {
    /** What a test waits for at most. */
    public static final long PATIENCE_SECONDS = 60;

    private final Vertx vertx = Vertx.vertx();
    private final List<Overlay> overlays = new ArrayList<>();
    private final SplittableRandom random = new SplittableRandom(7);
    private final byte[] content;
    private final TrackHashes hashes;

    /** A track of {@code size} bytes in pieces of {@code pieceLength}. */
    public SampleSwarm(int size, int pieceLength) {
        this.content = new byte[size];
        new SplittableRandom(size).nextBytes(content);
        this.hashes = SampleTrack.hashes(content, pieceLength);
    }

    /** The track's bytes. */
    public byte[] content() {
        return content.clone();
    }

    /** The three metainfos over the track. */
    public enum Form {
        HYBRID,
        V1,
        V2
    }

    /** The track's metainfo in one form. */
    public byte[] torrent(Form form) {
        return switch (form) {
            case HYBRID -> MetainfoWriter.hybrid("track.bin", hashes);
            case V1 -> MetainfoWriter.v1Only("track.bin", hashes);
            case V2 -> MetainfoWriter.v2Only("track.bin", hashes);
        };
    }

    /** The parsed metainfo in one form. */
    public Metainfo metainfo(Form form) {
        try {
            return Metainfo.parse(torrent(form));
        } catch (MetainfoException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Writes the whole track into {@code directory}. */
    public Path fill(Path directory) throws IOException {
        Files.createDirectories(directory);
        return Files.write(directory.resolve("track.bin"), content);
    }

    /** The Vert.x all engines run on. */
    public Vertx vertx() {
        return vertx;
    }

    /** Starts an engine on loopback. */
    public Overlay engine() {
        return engine(OverlaySettings.LOOPBACK);
    }

    /** Starts an engine with settings of its own. */
    public Overlay engine(OverlaySettings settings) {
        Overlay overlay = await(Overlay.start(vertx, settings, random));
        overlays.add(overlay);
        return overlay;
    }

    /** Where an engine listens. */
    public static PeerAddress address(Overlay overlay) {
        return PeerAddress.of("127.0.0.1", overlay.port());
    }

    /** Waits for a future of the engine. */
    public static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("no answer: " + e, e);
        }
    }

    @Override
    public void close() {
        overlays.forEach(overlay -> await(overlay.close()));
        await(vertx.close());
    }
}
