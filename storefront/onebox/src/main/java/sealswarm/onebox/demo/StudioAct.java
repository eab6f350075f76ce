package sealswarm.onebox.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;

/** A studio packs, checks and publishes a film and an album. */
final class StudioAct {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String STUDIO = "studio";

    private final Scene scene;

    StudioAct(Scene scene) {
        this.scene = scene;
    }

    void play() {
        for (Release release : Release.values()) {
            scene.story().step("pack " + release.title(), () -> pack(release));
            scene.story().step("verify " + release.title(), () -> verify(release));
        }
        for (Release release : Release.values()) {
            scene.story().step("publish " + release.title(), () -> publish(release));
        }
    }

    private String pack(Release release) throws Exception {
        JsonNode packed = JSON.readTree(scene.done(
                STUDIO,
                "pack",
                "--title",
                release.job(scene.props()).toString(),
                "--out",
                release.packageOf(scene.data()).toString(),
                "--json"));
        int tracks = packed.path("tracks").size();
        Story.requireEqual("tracks", release.tracks(), tracks);
        return tracks + " tracks sealed, each with a key and a swarm of its own";
    }

    private String verify(Release release) throws Exception {
        scene.done(STUDIO, "verify", release.packageOf(scene.data()).toString(), "--json");
        return "every block is under the signed roots";
    }

    private String publish(Release release) throws Exception {
        Path job = release.job(scene.props());
        JsonNode published = JSON.readTree(scene.done(
                STUDIO,
                "publish",
                release.packageOf(scene.data()).toString(),
                "--title",
                job.toString(),
                "--live",
                "--json"));
        Story.requireEqual("state", "live", published.path("state").asText());
        return "on sale at " + published.path("page").asText();
    }
}
