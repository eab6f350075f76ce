import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import sealswarm.overlay.Overlay;
import sealswarm.overlay.OverlaySettings;
import sealswarm.overlay.OverlayTrack;
import sealswarm.overlay.SwarmLinks;
import sealswarm.overlay.TrackRequest;
import sealswarm.overlay.metainfo.Metainfo;
import sealswarm.overlay.stream.MediaRangeReader;
import sealswarm.overlay.stream.StreamChunk;

/**
 * Streams as a player does, by the engine's public door, and says when: run.py gives the commands and holds the clock. {@code open
 * TORRENT DIR} opens a track and reads from its first byte; {@code seek OFFSET} reads from there instead; {@code close} leaves the
 * swarm. {@code first} is printed with the first verified block, {@code second} when a second of media is there.
 */
final class StreamProbe {
    private static final long MEDIA_RATE = 625_000;

    private final Vertx vertx = Vertx.vertx();
    private final SwarmLinks links = new SwarmLinks(vertx, new SecureRandom());
    private Overlay overlay;
    private OverlayTrack track;
    private MediaRangeReader reader;
    private long lengthBytes;

    public static void main(String[] arguments) throws Exception {
        StreamProbe probe = new StreamProbe();
        probe.overlay = await(Overlay.start(probe.vertx, OverlaySettings.LOOPBACK, new SecureRandom()));
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            String[] words = line.split(" ");
            switch (words[0]) {
                case "open" -> probe.open(Path.of(words[1]), Path.of(words[2]));
                case "seek" -> probe.seek(Long.parseLong(words[1]));
                case "close" -> probe.close();
                default -> throw new IllegalArgumentException(line);
            }
        }
        await(probe.overlay.close());
        await(probe.vertx.close());
    }

    private void open(Path torrent, Path directory) throws Exception {
        Metainfo metainfo = Metainfo.parse(Files.readAllBytes(torrent));
        TrackRequest request = TrackRequest.of(metainfo, directory);
        lengthBytes = metainfo.lengthBytes();
        track = await(overlay.open(request));
        links.follow(request, track, overlay.port(), metainfo.links());
        read(0);
    }

    private void seek(long offset) throws Exception {
        reader.close();
        read(offset);
    }

    private void close() throws Exception {
        reader.close();
        await(track.close());
        System.out.println("closed");
    }

    private void read(long from) throws Exception {
        reader = await(track.stream(from, lengthBytes, MEDIA_RATE));
        boolean first = true;
        for (long at = from; at < Math.min(lengthBytes, from + MEDIA_RATE); ) {
            StreamChunk chunk = await(reader.next()).orElseThrow();
            at = chunk.offset() + chunk.data().length();
            if (first) {
                System.out.println("first");
                first = false;
            }
        }
        System.out.println("second");
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get();
    }
}
