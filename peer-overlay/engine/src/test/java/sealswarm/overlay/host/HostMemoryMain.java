package sealswarm.overlay.host;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sealswarm.overlay.Overlay;
import sealswarm.overlay.OverlayMain;
import sealswarm.overlay.OverlaySettings;
import sealswarm.overlay.OverlayTrack;
import sealswarm.overlay.TrackRequest;
import sealswarm.overlay.merkle.Merkle;
import sealswarm.overlay.stream.MediaRangeReader;
import sealswarm.overlay.swarm.PeerAddress;
import sealswarm.overlay.swarm.SwarmSettings;
import sealswarm.trial.crash.ChildJvm;

/**
 * What memory a host needs: {@code main DIRECTORY GIB LEECHES SECONDS}. A host in a process of its own holds a track of so many GiB
 * and serves so many leeches, each a real engine that reads random ranges, checks every block and compares every byte. At intervals
 * the host's live heap is counted after a full collection, beside its resident memory.
 */
public final class HostMemoryMain {
    private static final Pattern PORT = Pattern.compile("\"port\":([0-9]+)");
    private static final Pattern TOTAL = Pattern.compile("Total +[0-9]+ +([0-9]+)");
    private static final long LEECH_BYTES_PER_SECOND = 4_000_000;
    private static final int RANGE_BYTES = 3 << 20;
    private static final int SAMPLES = 8;

    private final VastTrack track;
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
    private final SplittableRandom random = new SplittableRandom(9);
    private final AtomicLong compared = new AtomicLong();
    private final AtomicLong ranges = new AtomicLong();
    private final AtomicLong wrong = new AtomicLong();

    private HostMemoryMain(VastTrack track) {
        this.track = track;
    }

    public static void main(String[] arguments) throws Exception {
        Path directory = Files.createDirectories(Path.of(arguments[0]));
        long lengthBytes = Long.parseLong(arguments[1]) << 30;
        HostMemoryMain bench = new HostMemoryMain(new VastTrack(lengthBytes));
        bench.track.putOnShelf(directory.resolve("host"));
        System.out.println(
                "track " + lengthBytes + " bytes, " + bench.track.layout().pieceCount() + " pieces, metainfo "
                        + bench.track.metainfo().encoded().length + " bytes");
        String[] host = {
            "host",
            "--server",
            "http://127.0.0.1:9",
            "--disk",
            "100T",
            "--upload-limit",
            "0",
            "--data",
            directory.resolve("host").toString(),
            "--peer-host",
            "127.0.0.1",
            "--peer-port",
            "0",
            "--json-lines"
        };
        List<String> options = List.of(
                "-Xmx64m", "-XX:MaxDirectMemorySize=64m", "-XX:TieredStopAtLevel=4", "-XX:+ExitOnOutOfMemoryError");
        try (ChildJvm child = ChildJvm.start(OverlayMain.class, options, host)) {
            if (!child.says(line -> PORT.matcher(line).find())) {
                throw new IllegalStateException("the host does not listen");
            }
            Matcher port = PORT.matcher(child.lines().get(0));
            port.find();
            bench.run(
                    directory,
                    Integer.parseInt(port.group(1)),
                    Integer.parseInt(arguments[2]),
                    Integer.parseInt(arguments[3]),
                    child.pid());
            System.out.println(child.lines().get(child.lines().size() - 1));
        }
        if (bench.wrong.get() > 0 || bench.ranges.get() == 0) {
            throw new IllegalStateException(bench.wrong + " wrong blocks, " + bench.ranges + " ranges");
        }
    }

    private void run(Path directory, int port, int leeches, int seconds, long host) throws Exception {
        sample("before", host);
        List<Overlay> engines = new ArrayList<>();
        for (int i = 0; i < leeches; i++) {
            Overlay engine = get(Overlay.start(vertx, OverlaySettings.HOST, random.split()));
            engines.add(engine);
            OverlayTrack opened = get(engine.open(TrackRequest.of(track.metainfo(), directory.resolve("leech" + i))
                    .withSettings(SwarmSettings.DEFAULTS.withLimits(0, LEECH_BYTES_PER_SECOND))));
            opened.addPeers(List.of(PeerAddress.of("127.0.0.1", port)));
            read(opened, random.split());
        }
        for (int i = 1; i <= SAMPLES; i++) {
            TimeUnit.MILLISECONDS.sleep(seconds * 1_000L / SAMPLES);
            sample(Integer.toString(seconds * i / SAMPLES) + " s", host);
        }
        for (Overlay engine : engines) {
            get(engine.close());
        }
        sample("after", host);
        get(vertx.close());
    }

    private void read(OverlayTrack from, SplittableRandom chance) {
        long marks = track.layout().pieceCount() / VastTrack.MARK_EVERY_PIECES;
        long start = chance.nextLong(Math.max(1, marks))
                * VastTrack.MARK_EVERY_PIECES
                * track.layout().pieceLengthBytes();
        long end = Math.min(track.layout().lengthBytes(), start + RANGE_BYTES);
        from.stream(start, end, LEECH_BYTES_PER_SECOND).onSuccess(reader -> next(from, reader, chance));
    }

    private void next(OverlayTrack from, MediaRangeReader reader, SplittableRandom chance) {
        reader.next().onSuccess(chunk -> {
            if (chunk.isEmpty()) {
                ranges.incrementAndGet();
                read(from, chance);
                return;
            }
            byte[] bytes = new byte[chunk.get().data().length()];
            chunk.get().data().copyTo(bytes, 0);
            for (int at = 0; at < bytes.length; at += Merkle.LEAF_SIZE) {
                byte[] right = track.block(chunk.get().offset() + at);
                if (!Arrays.equals(bytes, at, at + Merkle.LEAF_SIZE, right, 0, Merkle.LEAF_SIZE)) {
                    wrong.incrementAndGet();
                }
            }
            compared.addAndGet(bytes.length);
            next(from, reader, chance);
        });
    }

    private void sample(String when, long host) throws IOException, InterruptedException {
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(host),
                        "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        String histogram = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        jcmd.waitFor();
        Matcher total = TOTAL.matcher(histogram);
        String live = total.find() ? total.group(1) : "unknown: " + histogram;
        String resident = Files.readAllLines(Path.of("/proc/" + host + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS"))
                .findFirst()
                .orElse("");
        System.out.printf(
                "%-8s live heap %s bytes, %s, compared %d bytes in %d ranges%n",
                when, live, resident.replaceAll("\\s+", " "), compared.get(), ranges.get());
    }

    private static <T> T get(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(300, TimeUnit.SECONDS);
    }
}
