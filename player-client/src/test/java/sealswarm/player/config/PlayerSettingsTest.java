package sealswarm.player.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sealswarm.console.exit.Refusal;
import sealswarm.console.settings.Settings;
import sealswarm.console.settings.SettingsSources;
import sealswarm.player.playback.TrafficRules;
import sealswarm.player.playback.TrafficRules.Restraint;

class PlayerSettingsTest {
    @TempDir
    Path work;

    private TrafficRules bound(String file, Map<String, String> flags) throws IOException {
        Path config = Files.writeString(work.resolve("sealswarm.yaml"), file);
        SettingsSources sources = new SettingsSources(Map.of(), Optional.of(config), work);
        return Settings.of("player", sources)
                .bind(PlayerSettings.class, flags)
                .values()
                .traffic();
    }

    @Test
    void uploadIsOneMebibyteAndDownloadFreeUnlessSet() throws IOException {
        assertEquals(new TrafficRules(1 << 20, 0, Set.of()), bound("", Map.of()));
    }

    @Test
    void limitsAreSpelledAsForAHost() throws IOException {
        String file = "player:\n  upload-limit: 500K\n  download-limit: 1048576\n  idle-only: true\n";
        assertEquals(new TrafficRules(500 << 10, 1 << 20, Set.of(Restraint.IDLE_ONLY)), bound(file, Map.of()));
        assertEquals(
                new TrafficRules(2 << 20, 0, Set.of(Restraint.METERED)),
                bound(
                        file,
                        Map.of("upload-limit", "2M", "download-limit", "0", "metered", "true", "idle-only", "false")));
    }

    @Test
    void whatIsNoRateOrNoAnswerIsRefusedByName() {
        refused("upload-limit", "-1");
        refused("upload-limit", "fast");
        refused("download-limit", "2T");
        refused("metered", "perhaps");
        refused("idle-only", "");
    }

    private void refused(String key, String value) {
        Refusal refusal = assertThrows(Refusal.class, () -> bound("", Map.of(key, value)), key + " " + value);
        assertTrue(String.valueOf(refusal.getMessage()).contains(key), refusal.toString());
    }
}
