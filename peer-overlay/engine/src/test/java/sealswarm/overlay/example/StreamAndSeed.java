package sealswarm.overlay.example;

import io.vertx.core.Vertx;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import sealswarm.overlay.Overlay;
import sealswarm.overlay.OverlaySettings;
import sealswarm.overlay.OverlayTrack;
import sealswarm.overlay.SwarmLinks;
import sealswarm.overlay.TrackRequest;
import sealswarm.overlay.metainfo.Metainfo;
import sealswarm.overlay.stream.MediaRangeReader;
import sealswarm.overlay.stream.StreamChunk;

/** Streams a range of a torrent's file as it arrives, every block verified; what was fetched is seeded until the engine is closed. */
final class StreamAndSeed {
    private StreamAndSeed() {}

    static Overlay run(Vertx vertx, Metainfo metainfo, Path directory, long from, long end, OutputStream out)
            throws Exception {
        Overlay overlay = Overlay.start(vertx, OverlaySettings.LOOPBACK, new SecureRandom())
                .await();
        TrackRequest request = TrackRequest.of(metainfo, directory);
        OverlayTrack track = overlay.open(request).await();
        new SwarmLinks(vertx, new SecureRandom()).follow(request, track, overlay.port(), metainfo.links());
        try (MediaRangeReader reader = track.stream(from, end, 1_000_000).await()) {
            Optional<StreamChunk> chunk = reader.next().await();
            while (chunk.isPresent()) {
                byte[] bytes = new byte[chunk.get().data().length()];
                chunk.get().data().copyTo(bytes, 0);
                out.write(bytes);
                chunk = reader.next().await();
            }
        }
        return overlay;
    }
}
