package sealswarm.overlay.cli;

import io.vertx.core.Vertx;
import java.net.BindException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import sealswarm.console.Console;
import sealswarm.console.ConsoleCommand;
import sealswarm.console.exit.Refusal;
import sealswarm.console.progress.Progress;
import sealswarm.console.progress.ProgressUnit;
import sealswarm.console.result.CommandResult;
import sealswarm.overlay.Overlay;
import sealswarm.overlay.OverlaySettings;
import sealswarm.overlay.OverlayTrack;
import sealswarm.overlay.SwarmLinks;
import sealswarm.overlay.TrackProgress;
import sealswarm.overlay.TrackRequest;
import sealswarm.overlay.mapping.Gateway;
import sealswarm.overlay.metainfo.InfoHash;
import sealswarm.overlay.metainfo.Metainfo;
import sealswarm.overlay.metainfo.MetainfoLinks;
import sealswarm.overlay.swarm.PeerAddress;
import sealswarm.overlay.swarm.SwarmSettings;
import sealswarm.overlay.transport.UtpUse;

/** {@code sealswarm peer}: a plain peer on any single-file torrent. */
@Command(
        name = "peer",
        description = "Downloads a torrent of one file and seeds it until told to stop.",
        footer = {
            "",
            "A file NAME.v1.torrent beside NAME.torrent is joined as a second swarm over the same bytes.",
            "",
            "Examples:",
            "  sealswarm peer --torrent film.pkg/torrents/hd.torrent --data film.pkg/data --listen 0.0.0.0:6881",
            "  sealswarm peer --torrent hd.torrent --data . --peer 192.0.2.7:6881 --exit-when-complete"
        })
public final class PeerCommand extends ConsoleCommand {
    private static final long REPORT_MILLIS = 500;

    @Option(names = "--torrent", required = true, paramLabel = "FILE", description = "metainfo: v1, v2 or hybrid")
    @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
    private Path torrent;

    @Option(names = "--data", required = true, paramLabel = "DIR", description = "where the file is or will be")
    @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
    private Path data;

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:0",
            converter = HostPort.Converter.class,
            description = "where to take calls; port 0 is any (default: ${DEFAULT-VALUE})")
    private HostPort listen = new HostPort("127.0.0.1", 0);

    @Option(
            names = "--peer",
            paramLabel = "HOST:PORT",
            converter = HostPort.Converter.class,
            description = "a peer to call; may be repeated")
    private List<HostPort> peers = new ArrayList<>();

    @Option(names = "--web-seed", paramLabel = "URL", description = "a web seed; may be repeated")
    private List<String> webSeeds = new ArrayList<>();

    @Option(names = "--exit-when-complete", description = "stop as soon as every piece is here")
    private boolean exitWhenComplete;

    @Option(
            names = "--upload-limit",
            paramLabel = "N",
            converter = ByteRate.Converter.class,
            description = "bytes per second, K and M are binary")
    private @Nullable ByteRate uploadLimit;

    @Option(
            names = "--download-limit",
            paramLabel = "N",
            converter = ByteRate.Converter.class,
            description = "bytes per second, K and M are binary")
    private @Nullable ByteRate downloadLimit;

    @Option(
            names = "--utp",
            paramLabel = "USE",
            defaultValue = "FALLBACK",
            description = "uTP, which yields to other traffic: off, fallback, first or only (default: fallback)")
    private UtpUse utp = UtpUse.FALLBACK;

    @Option(
            names = "--map-port",
            paramLabel = "GATEWAY",
            defaultValue = "off",
            converter = GatewayConverter.class,
            description = "ask the gateway to forward the port (NAT-PMP): off, auto or its IPv4 address (default: off)")
    private Gateway gateway = new Gateway.Nobody();

    @Override
    protected CommandResult execute(Console console) throws Exception {
        Metainfo metainfo = TorrentFile.read(torrent);
        Optional<Metainfo> companion = TorrentFile.companionOf(torrent, metainfo);
        for (HostPort peer : peers) {
            if (peer.port() == 0) {
                throw Refusal.usage("usage", "--peer " + peer + ": no peer listens on port 0", "name its port");
            }
        }
        if (!gateway.canForwardTo(listen.host())) {
            throw Refusal.usage(
                    "usage", "--map-port: nobody outside can be forwarded to " + listen, "listen on 0.0.0.0:6881");
        }
        Vertx vertx = Vertx.vertx();
        try {
            return run(console, vertx, metainfo, companion);
        } finally {
            Waiting.forResult(vertx.close());
        }
    }

    private CommandResult run(Console console, Vertx vertx, Metainfo metainfo, Optional<Metainfo> companion)
            throws Exception {
        Instant started = console.streams().clock().instant();
        OverlaySettings settings = OverlaySettings.LOOPBACK
                .listeningOn(listen.host(), listen.port())
                .withUtp(utp)
                .forwardedBy(gateway);
        Overlay overlay = start(vertx, settings);
        try {
            TrackRequest request = TrackRequest.of(metainfo, data)
                    .withSettings(SwarmSettings.DEFAULTS.withLimits(limit(uploadLimit), limit(downloadLimit)));
            TrackRequest whole = companion.map(request::withCompanion).orElse(request);
            OverlayTrack track = Waiting.forResult(overlay.open(whole));
            HostPort bound = new HostPort(listen.host(), overlay.port());
            console.say("listening on " + bound);
            console.event("listening", Map.of("host", bound.host(), "port", bound.port()));
            track.addPeers(peers.stream()
                    .map(peer -> PeerAddress.of(peer.host(), peer.port()))
                    .toList());
            new SwarmLinks(vertx, new SecureRandom()).follow(whole, track, overlay.port(), links(metainfo));
            untilTheEnd(console, vertx, track, metainfo);
            TrackProgress end = Waiting.forResult(track.progress());
            Waiting.forResult(track.close());
            Duration took = Duration.between(started, console.streams().clock().instant());
            return result(metainfo, companion, end, took);
        } finally {
            Waiting.forResult(overlay.close());
        }
    }

    /** The metainfo's own links and the web seeds of the command line. */
    private MetainfoLinks links(Metainfo metainfo) {
        MetainfoLinks own = metainfo.links();
        List<String> urls = new ArrayList<>(webSeeds);
        urls.addAll(own.webSeeds());
        return new MetainfoLinks(own.trackers(), urls, own.leavesUrl(), own.edgeKeys(), own.company());
    }

    private Overlay start(Vertx vertx, OverlaySettings settings) throws Exception {
        try {
            return Waiting.forResult(Overlay.start(vertx, settings, new SecureRandom()));
        } catch (BindException e) {
            throw Refusal.failure(
                            "port-in-use", "cannot listen on " + listen, "free the port or name another with --listen")
                    .causedBy(e);
        }
    }

    private static long limit(@Nullable ByteRate rate) {
        return rate == null ? 0 : rate.bytesPerSecond();
    }

    /** Shows progress until the track is complete (if that is the end) or the command is told to stop. */
    private void untilTheEnd(Console console, Vertx vertx, OverlayTrack track, Metainfo metainfo)
            throws InterruptedException {
        CountDownLatch over = new CountDownLatch(1);
        console.stop().onStop(over::countDown);
        track.whenComplete().onSuccess(ignored -> {
            console.event("complete", Map.of());
            if (exitWhenComplete) {
                over.countDown();
            } else {
                console.say("complete; seeding until stopped");
            }
        });
        try (Progress progress = console.progress("download", metainfo.lengthBytes(), ProgressUnit.BYTES)) {
            AtomicLong shown = new AtomicLong();
            long timer = vertx.setPeriodic(REPORT_MILLIS, ignored -> track.progress()
                    .onSuccess(
                            now -> progress.advance(Math.max(0, now.heldBytes() - shown.getAndSet(now.heldBytes())))));
            over.await();
            vertx.cancelTimer(timer);
        }
    }

    private CommandResult result(Metainfo metainfo, Optional<Metainfo> companion, TrackProgress end, Duration took) {
        Map<String, Object> ids = new LinkedHashMap<>();
        metainfo.infoHashes().v1().map(InfoHash::hex).ifPresent(hex -> ids.put("v1", hex));
        metainfo.infoHashes().v2().map(InfoHash::hex).ifPresent(hex -> ids.put("v2", hex));
        companion.map(other -> other.infoHashes().swarmId().hex()).ifPresent(hex -> ids.put("companion", hex));
        metainfo.root().ifPresent(root -> ids.put("root", root.hash().hex()));
        Map<String, Object> bytes = new LinkedHashMap<>();
        bytes.put("peers", end.totals().fromPeers());
        bytes.put("webSeeds", end.totals().fromSources());
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("ids", ids);
        document.put("file", data.resolve(Overlay.fileName(metainfo)).toString());
        document.put("lengthBytes", end.lengthBytes());
        document.put("heldBytes", end.heldBytes());
        document.put("complete", end.isComplete());
        document.put("downloadedBytes", bytes);
        document.put("uploadedBytes", end.totals().uploaded());
        document.put("redundantBytes", end.totals().redundant());
        document.put("hashFailures", end.totals().hashFailures());
        document.put("bans", end.totals().bans());
        document.put("seconds", took.toMillis() / 1_000.0);
        document.put("cpuSeconds", cpuTime().toMillis() / 1_000.0);
        String text = (end.isComplete() ? "complete: " : "incomplete: ")
                + ProgressUnit.BYTES.show(end.heldBytes()) + " of " + ProgressUnit.BYTES.show(end.lengthBytes())
                + "\nfrom peers " + ProgressUnit.BYTES.show(end.totals().fromPeers())
                + ", from web seeds " + ProgressUnit.BYTES.show(end.totals().fromSources())
                + ", to peers " + ProgressUnit.BYTES.show(end.totals().uploaded());
        return CommandResult.of(document, text);
    }

    private static Duration cpuTime() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }
}
