package sealswarm.onebox.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import sealswarm.license.client.AccessTokens;
import sealswarm.license.client.LicenseApi;
import sealswarm.license.key.ServerKeys;

/** A studio packs, checks and publishes a film and an album. */
final class StudioAct {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String STUDIO = "studio";

    private final Scene scene;

    StudioAct(Scene scene) {
        this.scene = scene;
    }

    /** Packing needs nobody's sign-in, only the key that title keys are sealed to; both titles at once. */
    void seal() {
        List<Commands.Child> packing = new ArrayList<>();
        for (Release release : scene.props().releases()) {
            scene.story().step("pack " + release.title(), () -> {
                if (packing.isEmpty()) {
                    packing.addAll(pack());
                }
                return sealed(release, packing.get(scene.props().releases().indexOf(release)));
            });
        }
    }

    private List<Commands.Child> pack() throws Exception {
        Path key = serverKey();
        List<Commands.Child> packing = new ArrayList<>();
        for (Release release : scene.props().releases()) {
            List<String> words = new ArrayList<>(List.of("pack"));
            release.inputs().forEach(input -> words.add(input.toString()));
            words.addAll(List.of(
                    "--title",
                    release.job().toString(),
                    "--server-key",
                    key.toString(),
                    "--out",
                    release.packageOf(scene.data()).toString(),
                    "--json"));
            packing.add(scene.commands().start(STUDIO, words.toArray(new String[0])));
        }
        return packing;
    }

    /** The license server's sealing key as a file, as somebody would hand it to a studio that packs offline. */
    private Path serverKey() throws Exception {
        URI server = scene.shop().licenseServer();
        LicenseApi api =
                new LicenseApi(server, LicenseApi.newHttpClient(), AccessTokens.fixed(""), LicenseApi.DEFAULT_TIMEOUT);
        ServerKeys keys = ServerKeys.firstSeen(api.keys());
        JsonNode file = JSON.createObjectNode()
                .put("suite", keys.sealingKey().suite().id())
                .put("kid", keys.sealingKey().kid().hex())
                .put("pub", keys.sealingKey().text());
        return Files.write(scene.commands().home(STUDIO).resolve("license-server.json"), JSON.writeValueAsBytes(file));
    }

    private static String sealed(Release release, Commands.Child packing) throws Exception {
        JsonNode packed = JSON.readTree(Scene.done(packing));
        int tracks = packed.path("tracks").size();
        Story.requireEqual("tracks", release.tracks(), tracks);
        return tracks + (tracks == 1 ? " track sealed" : " tracks sealed, each with a key and a swarm of its own");
    }

    /** Reads both packages back. */
    void verify() {
        List<Commands.Child> verifying = new ArrayList<>();
        for (Release release : scene.props().releases()) {
            scene.story().step("verify " + release.title(), () -> {
                if (verifying.isEmpty()) {
                    for (Release each : scene.props().releases()) {
                        verifying.add(scene.commands()
                                .start(
                                        STUDIO,
                                        "verify",
                                        each.packageOf(scene.data()).toString(),
                                        "--json"));
                    }
                }
                Scene.done(verifying.get(scene.props().releases().indexOf(release)));
                return "every block is under the signed roots";
            });
        }
    }

    /** Puts a title on sale. */
    void publish(Release release) {
        scene.story().step("publish " + release.title(), () -> {
            JsonNode published = JSON.readTree(scene.done(
                    STUDIO,
                    "publish",
                    release.packageOf(scene.data()).toString(),
                    "--title",
                    release.job().toString(),
                    "--live",
                    "--json"));
            Story.requireEqual("state", "live", published.path("state").asText());
            return "on sale at " + published.path("page").asText();
        });
    }
}
