package sealswarm.overlay.cli;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.net.BindException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import sealswarm.console.Console;
import sealswarm.console.SettingsCommand;
import sealswarm.console.exit.Refusal;
import sealswarm.console.progress.ProgressUnit;
import sealswarm.console.result.CommandResult;
import sealswarm.overlay.Overlay;
import sealswarm.overlay.OverlaySettings;
import sealswarm.overlay.config.HostConfig;
import sealswarm.overlay.host.Host;
import sealswarm.overlay.host.HostLimits;
import sealswarm.overlay.host.HostSettings;
import sealswarm.overlay.host.HostStatus;
import sealswarm.overlay.swarm.Sharing;

/** {@code sealswarm host}: lends disk and bandwidth, until it is told to stop. */
@Command(
        name = "host",
        description = "Lends disk and bandwidth to a shop: holds sealed tracks and serves them to its buyers.",
        footer = {
            "",
            "No account is needed. What is held is ciphertext; a host never gets a key. Beside each track lies the",
            "shop's signed statement with an abuse contact. A track that the shop withdraws is removed within the hour.",
            "",
            "Example:",
            "  sealswarm host --disk 50GB --upload-limit 2M --server https://edge.example"
        })
public final class HostCommand extends SettingsCommand<HostConfig> {
    private static final long REPORT_MILLIS = 60_000;
    private static final long FIRST_REPORT_MILLIS = 3_000;

    /** A command that runs once. */
    public HostCommand() {
        super("host", HostConfig.class);
    }

    @Override
    protected CommandResult execute(Console console, HostConfig config) throws Exception {
        Path data = StateDirectory.of(console, config.data(), "host", "what the host holds");
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        try {
            Overlay overlay = listening(vertx, config);
            try {
                return run(console, vertx, overlay, config, data);
            } finally {
                Waiting.forResult(overlay.close());
            }
        } finally {
            // Event loops outlive a failed start: without this the process would hang.
            Waiting.forResult(vertx.close());
        }
    }

    private static Overlay listening(Vertx vertx, HostConfig config) throws Exception {
        OverlaySettings settings = OverlaySettings.HOST
                .listeningOn(config.peerHost(), config.peerPort())
                .forwardedBy(config.mapPort());
        try {
            return Waiting.forResult(Overlay.start(vertx, settings, new SecureRandom()));
        } catch (BindException e) {
            throw Refusal.failure(
                            "port-in-use",
                            "cannot listen on " + config.peerHost() + ":" + config.peerPort(),
                            "free the port or name another with --peer-port")
                    .causedBy(e);
        }
    }

    private static CommandResult run(Console console, Vertx vertx, Overlay overlay, HostConfig config, Path data)
            throws Exception {
        HostLimits limits = new HostLimits(
                config.uploadLimit().bytes(), config.downloadLimit().bytes(), Sharing.OPEN);
        HostSettings settings =
                new HostSettings(config.server(), data, config.disk().bytes(), limits);
        Host host = Waiting.forResult(
                Host.start(vertx, overlay, settings, console.streams().clock(), new SecureRandom()));
        console.say("listening on " + new HostPort(config.peerHost(), overlay.port()) + ", up to "
                + ProgressUnit.BYTES.show(settings.budgetBytes()) + " in " + data);
        console.event("listening", Map.of("host", config.peerHost(), "port", overlay.port()));
        CountDownLatch over = new CountDownLatch(1);
        console.stop().onStop(over::countDown);
        long timer = vertx.setPeriodic(FIRST_REPORT_MILLIS, REPORT_MILLIS, ignored -> host.status()
                .onSuccess(status -> report(console, status)));
        over.await();
        vertx.cancelTimer(timer);
        HostStatus end = Waiting.forResult(host.close());
        return CommandResult.of(document(end), line(end));
    }

    private static void report(Console console, HostStatus status) {
        console.say(line(status));
        console.event("status", document(status));
    }

    private static String line(HostStatus status) {
        String line = "holds " + status.tracks().size() + " tracks, " + ProgressUnit.BYTES.show(status.heldBytes())
                + " of " + ProgressUnit.BYTES.show(status.budgetBytes()) + "; sent "
                + ProgressUnit.BYTES.show(status.servedThisRunBytes()) + ", "
                + ProgressUnit.BYTES.show(status.servedBytes()) + " in all; " + status.peers() + " peers";
        String answering = status.tracks().stream()
                .map(track -> track.shop() + " (abuse: " + track.abuseContact() + ")")
                .collect(Collectors.toCollection(TreeSet::new))
                .stream()
                .collect(Collectors.joining(", "));
        boolean failing = status.tracks().stream().anyMatch(track -> track.disk() == HostStatus.Disk.FAILING);
        return line
                + (answering.isEmpty() ? "" : "; for " + answering)
                + (failing ? "; the disk cannot be written, downloads wait" : "")
                + (status.limits().sharing() == Sharing.PAUSED ? "; paused" : "")
                + status.trouble().map(trouble -> "; " + trouble).orElse("");
    }

    private static Map<String, Object> document(HostStatus status) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("budgetBytes", status.budgetBytes());
        document.put("heldBytes", status.heldBytes());
        document.put("servedBytes", status.servedBytes());
        document.put("servedThisRunBytes", status.servedThisRunBytes());
        document.put("publicKey", status.publicKey());
        document.put("heldAcks", status.heldAcks());
        document.put("uploadLimit", status.limits().uploadLimit());
        document.put("downloadLimit", status.limits().downloadLimit());
        document.put("sharing", status.limits().sharing().name());
        status.trouble().ifPresent(trouble -> document.put("trouble", trouble));
        Map<String, String> refused = new TreeMap<>();
        status.refused().forEach((id, reason) -> refused.put(id.hex(), reason));
        document.put("refused", refused);
        document.put("tracks", tracks(status));
        return document;
    }

    private static List<Map<String, Object>> tracks(HostStatus status) {
        return status.tracks().stream()
                .map(track -> {
                    Map<String, Object> each = new LinkedHashMap<>();
                    each.put("swarmId", track.swarmId().hex());
                    each.put("sizeBytes", track.sizeBytes());
                    each.put("heldBytes", track.heldBytes());
                    each.put("fetchedBytes", track.fetchedBytes());
                    each.put("servedBytes", track.servedBytes());
                    each.put("peers", track.peers());
                    each.put("disk", track.disk().name());
                    each.put("shop", track.shop());
                    each.put("abuseContact", track.abuseContact());
                    return each;
                })
                .toList();
    }
}
