package sealswarm.player.cli;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sealswarm.console.Console;
import sealswarm.console.exit.Refusal;
import sealswarm.console.progress.Progress;
import sealswarm.console.progress.ProgressUnit;
import sealswarm.console.result.CommandResult;
import sealswarm.format.key.TrackId;
import sealswarm.format.manifest.Track;
import sealswarm.license.LicenseDocument.Moment;
import sealswarm.license.device.DeviceRequest.Use;
import sealswarm.license.rights.Action;
import sealswarm.overlay.TrackProgress;
import sealswarm.player.acquisition.LicensedTitle;
import sealswarm.player.config.PlayerSettings;
import sealswarm.player.playback.PeerChoice;
import sealswarm.player.playback.PlainReader;
import sealswarm.player.playback.PlainTrack;

/** Fetches a title's sealed tracks to play them without a connection, or exports a clear file where the rights allow it. */
@Command(name = "fetch", description = "fetches a title you hold, for playing offline")
public final class FetchCommand extends PlayerCommand {
    private static final long REPORT_MILLIS = 500;
    private static final long KEEP_MILLIS = 5_000;

    @Parameters(paramLabel = "TITLE", description = "id or whole name of the title")
    private String title = "";

    @Option(names = "--track", paramLabel = "ID", description = "only this track")
    private @Nullable String track;

    @Option(
            names = "--export",
            paramLabel = "FILE",
            description = "write the clear bytes of one track, if your rights allow it")
    private @Nullable Path export;

    @Override
    CommandResult run(Console console, PlayerSettings settings) throws Exception {
        Path target = export;
        if (target != null && Files.exists(target)) {
            throw new FileAlreadyExistsException(target.toString());
        }
        try (Theatre theatre = new Theatre(console, settings, signIn(console, BUYER), random())) {
            LicensedTitle licensed = theatre.title(title, Use.OFFLINE);
            List<Track> wanted = wanted(licensed);
            Action action = target == null ? Action.DOWNLOAD : Action.EXPORT;
            for (Track each : wanted) {
                theatre.validator().check(licensed.license(), action, each.id(), Moment.START);
            }
            if (target != null && wanted.size() != 1) {
                throw Refusal.usage("usage", "--export writes one track", "name it with --track ID");
            }
            PeerChoice choice = theatre.choice().orElse(PeerChoice.EDGE_ONLY);
            Theatre.Hall hall = theatre.desk(licensed, choice);
            hall.traffic().fetching();
            hall.vertx().setPeriodic(KEEP_MILLIS, fired -> hall.traffic().keep());
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("titleId", licensed.manifest().titleId().text());
            StringBuilder text = new StringBuilder();
            for (Track each : wanted) {
                TrackProgress end = fetch(console, hall, each);
                document.put(
                        each.id().text(),
                        Map.of(
                                "sizeBytes", each.sizeBytes(),
                                "fromPeers", end.totals().fromPeers(),
                                "fromEdge", end.totals().fromSources()));
                text.append(each.id())
                        .append(": here, ")
                        .append(ProgressUnit.BYTES.show(each.sizeBytes()))
                        .append('\n');
            }
            await(hall.traffic().keep());
            if (target != null) {
                write(await(hall.desk().open(wanted.get(0).id())), target);
                document.put("exported", target.toString());
                text.append("exported to ").append(target).append('\n');
            }
            text.append("works offline until ")
                    .append(licensed.license().terms().lease().expiresAt());
            document.put(
                    "offlineUntil",
                    licensed.license().terms().lease().expiresAt().toString());
            return CommandResult.of(document, text.toString());
        }
    }

    private List<Track> wanted(LicensedTitle licensed) {
        String id = track;
        if (id == null) {
            return export == null ? licensed.tracks() : licensed.media();
        }
        Optional<Track> named = licensed.track(new TrackId(id));
        return List.of(named.orElseThrow(() -> Refusal.notFound(
                "not-found",
                "your license holds no track '" + id + "'",
                "tracks: " + licensed.license().terms().rights().tracks())));
    }

    private static TrackProgress fetch(Console console, Theatre.Hall hall, Track track) throws Exception {
        PlainTrack opened = await(hall.desk().open(track.id()));
        try (Progress progress = console.progress(track.label(), track.sizeBytes(), ProgressUnit.BYTES)) {
            AtomicLong shown = new AtomicLong();
            long timer = hall.vertx().setPeriodic(REPORT_MILLIS, fired -> opened.swarm()
                    .progress()
                    .onSuccess(
                            now -> progress.advance(Math.max(0, now.heldBytes() - shown.getAndSet(now.heldBytes())))));
            await(opened.swarm().whenComplete());
            hall.vertx().cancelTimer(timer);
            TrackProgress end = await(opened.swarm().progress());
            progress.advance(Math.max(0, end.heldBytes() - shown.get()));
            return end;
        }
    }

    /** Writes beside the target, then renames: a half export is never under its name. */
    private static void write(PlainTrack track, Path target) throws Exception {
        Path partial = target.resolveSibling(target.getFileName() + ".partial");
        try {
            try (OutputStream out = Files.newOutputStream(
                    partial,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE)) {
                copy(track, out);
            }
            Files.move(partial, target);
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    private static void copy(PlainTrack track, OutputStream out) throws Exception {
        Future<PlainReader> reading = track.read(0, track.track().sizeBytes());
        try (PlainReader reader = await(reading)) {
            for (Optional<Buffer> next = await(reader.next()); next.isPresent(); next = await(reader.next())) {
                out.write(next.get().getBytes());
            }
            out.flush();
        } catch (IOException e) {
            throw new IOException("the clear file cannot be written: " + e.getMessage(), e);
        }
    }
}
