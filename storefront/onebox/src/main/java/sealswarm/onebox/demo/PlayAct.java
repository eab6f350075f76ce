package sealswarm.onebox.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;

/** The buyer plays what was bought, byte for byte; the stranger, who has bought nothing, is refused. */
final class PlayAct {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String BUYER = "buyer";

    private final Scene scene;
    private long delivered;

    PlayAct(Scene scene) {
        this.scene = scene;
    }

    void play() {
        List<Commands.Child> trying = new ArrayList<>();
        scene.story().step("library", () -> {
            // Refused while the buyer plays, at a home of their own.
            trying.add(tryAsStranger());
            return library();
        });
        scene.story().step("play the film", this::playFilm);
        scene.story().step("play the album", this::playAlbum);
        scene.story().step("stranger is refused", () -> refused(trying.get(0)));
    }

    private String library() throws Exception {
        JsonNode library = JSON.readTree(scene.done(BUYER, "library", "--json"));
        Story.requireEqual(
                "grants",
                scene.props().releases().size(),
                library.path("grants").size());
        return "both titles are there";
    }

    private String playFilm() throws Exception {
        Screening film = Screening.begin(scene, BUYER, scene.props().film());
        film.openWith("film", scene.props().clearFilm());
        scene.say("  first played byte %.1f s after the start"
                .formatted(scene.story().elapsedSeconds()));
        film.compare("film", scene.props().clearFilm());
        delivered += film.deliveredBytes();
        return told(film.end());
    }

    private String playAlbum() throws Exception {
        Screening album = Screening.begin(scene, BUYER, scene.props().album());
        album.compare("first-light", scene.props().song(1));
        album.compare("merkle-wood", scene.props().song(2));
        delivered += album.deliveredBytes();
        album.end();
        return "both songs equal the originals";
    }

    private static String told(JsonNode result) {
        JsonNode bytes = result.path("bytes");
        return "equal to the original; " + bytes.path("peers").asLong() + " bytes by the swarm, "
                + bytes.path("edge").asLong() + " by the web seed";
    }

    private Commands.Child tryAsStranger() throws Exception {
        return scene.commands()
                .start(
                        "stranger",
                        "play",
                        scene.props().film().title(),
                        "--json",
                        "--no-input",
                        "--no-browser",
                        "--port",
                        "0");
    }

    private static String refused(Commands.Child stranger) throws Exception {
        Commands.Ended ended = stranger.await();
        Story.requireEqual("exit code", 4, ended.exit());
        String code = JSON.readTree(ended.out()).path("error").path("code").asText();
        Story.requireEqual("reason", "no-grant", code);
        return "exit 4, no-grant";
    }

    /** Clear bytes given to media players so far. */
    long deliveredBytes() {
        return delivered;
    }
}
