package sealswarm.player.cli;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.BindException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sealswarm.console.Console;
import sealswarm.console.exit.Refusal;
import sealswarm.console.result.CommandResult;
import sealswarm.format.manifest.Track;
import sealswarm.format.problem.FormatException;
import sealswarm.license.LicenseRefusal;
import sealswarm.license.client.ApiRefusal;
import sealswarm.license.device.DeviceRequest.Use;
import sealswarm.license.receipt.PlayEntry.Reason;
import sealswarm.license.rights.Action;
import sealswarm.player.acquisition.LicensedTitle;
import sealswarm.player.acquisition.TitleStage;
import sealswarm.player.config.PlayerSettings;
import sealswarm.player.page.PlayerServer;
import sealswarm.player.playback.PeerChoice;

/** Plays a title: license, swarm, the page on 127.0.0.1; ends with Ctrl-C. */
@Command(name = "play", description = "plays a title you hold; stop with Ctrl-C")
public final class PlayCommand extends PlayerCommand {
    @Parameters(paramLabel = "TITLE", description = "id or whole name of the title")
    private String title = "";

    @Option(names = "--external", description = "also print the address for other media players")
    private boolean external;

    @Option(names = "--no-browser", description = "do not open a browser")
    private boolean noBrowser;

    @Override
    CommandResult run(Console console, PlayerSettings settings) throws Exception {
        try (Theatre theatre = new Theatre(console, settings, signIn(console, BUYER), random())) {
            LicensedTitle licensed = theatre.title(title, Use.STREAM);
            for (Track track : licensed.media()) {
                theatre.validator()
                        .check(
                                licensed.license(),
                                Action.PLAY,
                                track.id(),
                                sealswarm.license.LicenseDocument.Moment.START);
            }
            Optional<PeerChoice> asked = asked(console, theatre);
            Theatre.Hall hall = theatre.desk(licensed, asked.orElse(PeerChoice.EDGE_ONLY));
            TitleStage stage = theatre.stage(licensed, hall, asked);
            PlayerServer server = serve(hall, settings, stage, theatre);
            try (LeaseKeeper keeper = new LeaseKeeper(hall.vertx(), theatre, stage, licensed)) {
                announce(console, server, licensed);
                CountDownLatch over = new CountDownLatch(1);
                console.stop().onStop(over::countDown);
                over.await();
                JsonObject last = await(stage.status());
                await(server.close());
                await(stage.endSessions(Reason.STOP));
                return ended(console, theatre, keeper.title(), last);
            }
        }
    }

    /** Asks on the terminal where it can; else the page asks, and until then nobody but the edge is used. */
    private static Optional<PeerChoice> asked(Console console, Theatre theatre) throws IOException {
        Optional<PeerChoice> known = theatre.choice();
        if (known.isPresent() || !console.canAsk()) {
            return known;
        }
        console.say(
                "May this player use peers? They see your IP address and which sealed data you hold, never your name");
        console.say("or unsealed content. Other buyers of the same title and its studio can see that you fetch it.");
        String answer = console.ask("share, always or edge-only (default: ask on the page): ");
        Optional<PeerChoice> choice = PeerChoice.of(answer.strip());
        if (choice.isPresent()) {
            theatre.positions().consent(choice.get().text());
        }
        return choice;
    }

    private PlayerServer serve(Theatre.Hall hall, PlayerSettings settings, TitleStage stage, Theatre theatre)
            throws Exception {
        try {
            return await(PlayerServer.start(hall.vertx(), settings.port(), stage, random(), theatre.monotonic()));
        } catch (BindException e) {
            throw Refusal.failure(
                            "port-in-use",
                            "port " + settings.port() + " is in use",
                            "another --port, or stop the other player")
                    .causedBy(e);
        }
    }

    private void announce(Console console, PlayerServer server, LicensedTitle licensed) throws IOException {
        String open = server.oneTimeAddress().toString();
        console.say("playing at " + open + " (works once, within a minute)");
        Map<String, String> media = new LinkedHashMap<>();
        Map<String, String> whole = new LinkedHashMap<>();
        for (Track track : licensed.media()) {
            media.put(
                    track.id().text(),
                    server.pageAddress().resolve("media/" + track.id().text()).toString());
            whole.put(track.id().text(), server.externalAddress(track.id()).toString());
            if (external) {
                console.say(track.label() + ": " + server.externalAddress(track.id()));
            }
        }
        console.event(
                "ready",
                Map.of(
                        "open",
                        open,
                        "page",
                        server.pageAddress().toString(),
                        "status",
                        server.pageAddress().resolve("status").toString(),
                        "media",
                        media,
                        "external",
                        whole));
        if (!noBrowser && console.canAsk()) {
            browse(console, open);
        }
    }

    private static void browse(Console console, String address) {
        try {
            Process started = new ProcessBuilder("xdg-open", address)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            console.event("browser", Map.of("pid", started.pid()));
        } catch (IOException e) {
            console.say("no browser could be opened; open the address yourself");
        }
    }

    /** Uploads receipts and frees the stream; what cannot be said now is said at the next start. */
    private static CommandResult ended(Console console, Theatre theatre, LicensedTitle licensed, JsonObject last)
            throws InterruptedException, IOException {
        try {
            theatre.licenses().uploadReceipts();
            theatre.licenses().stop(licensed.license());
        } catch (IOException | ApiRefusal | LicenseRefusal | FormatException e) {
            console.warn("the play is recorded here and will be reported later: " + e.getMessage());
        }
        int waiting = theatre.log().pending();
        JsonObject bytes = last.getJsonObject("bytes", new JsonObject());
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("titleId", licensed.manifest().titleId().text());
        document.put("receiptsWaiting", waiting);
        document.put("bytes", bytes.getMap());
        List<String> lines = new ArrayList<>();
        lines.add("played " + licensed.manifest().publicPart().title());
        if (waiting > 0) {
            lines.add(waiting + " receipts wait for the server");
        }
        return CommandResult.of(document, String.join("\n", lines));
    }
}
