package sealswarm.overlay.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sealswarm.console.exit.ExitCode;
import sealswarm.console.exit.Refusal;
import sealswarm.console.settings.BoundSettings;
import sealswarm.console.settings.SecretText;
import sealswarm.console.settings.Settings;
import sealswarm.console.settings.SettingsSources;

class EdgeConfigTest {
    @TempDir
    Path directory;

    private Path key;

    @BeforeEach
    void writeKey() throws IOException {
        key = directory.resolve("edge.key");
        Files.writeString(key, "not-a-real-key\n");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void defaultsAreLoopbackAndTheNamedPorts() {
        EdgeConfig config = bind(Map.of()).values();
        assertEquals("127.0.0.1", config.httpHost());
        assertEquals(8082, config.httpPort());
        assertEquals("127.0.0.1", config.peerHost());
        assertEquals(6881, config.peerPort());
        assertEquals(List.of(), config.statusAllow());
        assertEquals(List.of(), config.siblingList());
        assertEquals(null, config.publicUrl());
        assertEquals(null, config.data());
        assertTrue(!config.usesTls());
    }

    @Test
    void everyKeyIsMapped() {
        Map<String, String> flags = new LinkedHashMap<>();
        flags.put("http-host", "0.0.0.0");
        flags.put("http-port", "1");
        flags.put("peer-host", "::");
        flags.put("peer-port", "65535");
        flags.put("public-url", "https://edge.example:443");
        flags.put("public-peer-address", "192.0.2.7");
        flags.put("data", "/srv/edge");
        flags.put("previous-token-key-file", key.toString());
        flags.put("siblings", "edge-2=https://two.example:8082, edge-3=http://127.0.0.1:8083");
        flags.put("sibling-keys-file", key.toString());
        flags.put("locality-file", "places.csv");
        flags.put("max-bytes-per-second", "125000000");
        flags.put("max-connections", "1");
        flags.put("status-allow", "10.0.0.1, 10.0.0.2");
        flags.put("storefront-url", "https://shop.example");
        flags.put("abuse-contact", "abuse@shop.example");
        flags.put("tls-certificate", "chain.pem");
        flags.put("tls-key", "key.pem");
        BoundSettings<EdgeConfig> bound = bind(flags);
        assertEquals(
                new EdgeConfig(
                        "0.0.0.0",
                        1,
                        "::",
                        65_535,
                        "https://edge.example:443",
                        "192.0.2.7",
                        Path.of("/srv/edge"),
                        SecretText.of("not-a-real-key"),
                        SecretText.of("not-a-real-key"),
                        List.of("edge-2=https://two.example:8082", "edge-3=http://127.0.0.1:8083"),
                        SecretText.of("not-a-real-key"),
                        Path.of("places.csv"),
                        null,
                        null,
                        125_000_000,
                        1,
                        List.of("10.0.0.1", "10.0.0.2"),
                        "https://shop.example",
                        "abuse@shop.example",
                        Path.of("chain.pem"),
                        Path.of("key.pem")),
                bound.values());
        assertTrue(bound.origins().toString().contains("[secret]"));
        assertTrue(!bound.origins().toString().contains("not-a-real-key"));
    }

    @Test
    void everyWrongValueIsRefusedByName() {
        refused("http-port", "65536");
        refused("http-port", "-1");
        refused("http-port", "http");
        refused("peer-port", "70000");
        refused("http-host", "localhost");
        refused("http-host", "0.0.0.0");
        refused("http-host", "999.1.1.1");
        refused("peer-host", "example.org");
        refused("public-peer-address", "example.org");
        refused("public-url", "ftp://x");
        refused("public-url", "http://x/path");
        refused("status-allow", "nobody");
        refused("storefront-url", "");
        refused("abuse-contact", "the abuse desk");
        refused("tls-key", "key.pem");
        refused("alto-network-map", "networks.json");
        refused("alto-cost-map", "costs.json");
        Map<String, String> both =
                Map.of("alto-network-map", "n.json", "alto-cost-map", "c.json", "locality-file", "places.csv");
        assertThrows(Refusal.class, () -> bind(both));
        refused("max-bytes-per-second", "-1");
        refused("max-connections", "0");
        refused("max-connections", "10001");
        refused("siblings", "edge-2=https://two.example");
        refused("sibling-keys-file", key.toString());
        refusedWithKeys("two.example");
        refusedWithKeys("edge-2=ftp://two.example");
        refusedWithKeys("Edge=http://two.example");
        refusedWithKeys("edge-2=http://two.example/path");
        refusedWithKeys("edge-2=http://two.example,edge-2=http://three.example");
        refused("token-key-file", directory.resolve("missing").toString());
    }

    @Test
    void keyFileOthersCanReadIsRefused() throws IOException {
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
        Refusal refusal = assertThrows(Refusal.class, () -> bind(Map.of()));
        assertEquals(ExitCode.USAGE, refusal.exit());
        assertTrue(refusal.fix().contains("chmod 600"), refusal.fix());
    }

    private void refusedWithKeys(String siblings) {
        Map<String, String> flags = Map.of("siblings", siblings, "sibling-keys-file", key.toString());
        assertEquals(
                ExitCode.USAGE,
                assertThrows(Refusal.class, () -> bind(flags), siblings).exit());
    }

    private void refused(String flag, String value) {
        Refusal refusal = assertThrows(Refusal.class, () -> bind(Map.of(flag, value)), flag + "=" + value);
        assertTrue(refusal.exit() == ExitCode.USAGE || refusal.exit() == ExitCode.NOT_FOUND, flag + "=" + value);
    }

    private BoundSettings<EdgeConfig> bind(Map<String, String> flags) {
        Map<String, String> all = new LinkedHashMap<>(Map.of("token-key-file", key.toString()));
        all.putAll(flags);
        return Settings.of("edge", new SettingsSources(Map.of(), Optional.empty(), directory))
                .bind(EdgeConfig.class, all);
    }
}
