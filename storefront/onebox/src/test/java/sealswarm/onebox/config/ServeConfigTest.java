package sealswarm.onebox.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sealswarm.console.exit.ExitCode;
import sealswarm.console.exit.Refusal;
import sealswarm.console.settings.SecretText;
import sealswarm.console.settings.Settings;
import sealswarm.console.settings.SettingsSources;

class ServeConfigTest {
    private static final Map<String, String> ZIP = Map.of("keycloak-zip", "/opt/keycloak.zip");

    @TempDir
    Path directory;

    @Test
    void defaultsAreTheNamedPortsAndOwnStoreAndSignIn() {
        ServeConfig config = bind(ZIP);
        assertEquals(8080, config.storefrontPort());
        assertEquals(8081, config.licenseServerPort());
        assertEquals(8082, config.edgeHttpPort());
        assertEquals(6881, config.edgePeerPort());
        assertEquals(8180, config.keycloakPort());
        assertEquals(9000, config.keycloakManagementPort());
        assertEquals("admin", config.keycloakAdmin());
        assertNull(config.data());
        assertNull(config.mongoUri());
        assertNull(config.keycloakUrl());
    }

    @Test
    void everyKeyIsMapped() throws Exception {
        Path password = Files.writeString(directory.resolve("password"), "hidden\n");
        Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
        Map<String, String> flags = new LinkedHashMap<>();
        flags.put("data", "/srv/shop");
        flags.put("storefront-port", "1");
        flags.put("license-server-port", "2");
        flags.put("edge-http-port", "3");
        flags.put("edge-peer-port", "4");
        flags.put("keycloak-port", "5");
        flags.put("keycloak-management-port", "65535");
        flags.put("keycloak-zip", "/opt/keycloak.zip");
        flags.put("mongo-uri", "mongodb://db.example/");
        flags.put("keycloak-url", "https://id.example");
        flags.put("keycloak-admin", "root");
        flags.put("keycloak-admin-password-file", password.toString());
        assertEquals(
                new ServeConfig(
                        Path.of("/srv/shop"),
                        1,
                        2,
                        3,
                        4,
                        5,
                        65_535,
                        Path.of("/opt/keycloak.zip"),
                        "mongodb://db.example/",
                        URI.create("https://id.example"),
                        "root",
                        SecretText.of("hidden")),
                bind(flags));
    }

    @Test
    void everyInvalidValueIsRefusedWithItsKey() {
        for (String key : new String[] {
            "storefront-port",
            "license-server-port",
            "edge-http-port",
            "edge-peer-port",
            "keycloak-port",
            "keycloak-management-port"
        }) {
            for (String value : new String[] {"-1", "65536", "many"}) {
                assertRefused(Map.of(key, value), key);
            }
        }
        assertRefused(Map.of("keycloak-url", "https://id.example"), "keycloak-admin-password-file");
    }

    @Test
    void refusesAStartWithoutAnyIdentityServer() {
        Refusal refused = assertThrows(Refusal.class, () -> bind(Map.of()));
        assertEquals(ExitCode.USAGE, refused.exit());
        assertTrue(refused.message().contains("keycloak-zip"), refused::message);
    }

    @Test
    void takesTheDistributionFromTheVariableThatTheLauncherSets() {
        SettingsSources sources =
                new SettingsSources(Map.of("SEALSWARM_KEYCLOAK_ZIP", "/opt/keycloak.zip"), Optional.empty(), directory);
        assertEquals(
                Path.of("/opt/keycloak.zip"),
                Settings.of("serve", sources)
                        .bind(ServeConfig.class, Map.of())
                        .values()
                        .keycloakZip());
        assertEquals(
                Path.of("/opt/keycloak.zip"),
                Settings.of("demo", sources)
                        .bind(DemoConfig.class, Map.of())
                        .values()
                        .keycloakZip());
    }

    @Test
    void refusesADemoWithoutTheIdentityServer() {
        SettingsSources sources = new SettingsSources(Map.of(), Optional.empty(), directory);
        Refusal refused =
                assertThrows(Refusal.class, () -> Settings.of("demo", sources).bind(DemoConfig.class, Map.of()));
        assertTrue(refused.message().contains("keycloak-zip"), refused::message);
    }

    private void assertRefused(Map<String, String> flags, String named) {
        Map<String, String> all = new HashMap<>(ZIP);
        all.putAll(flags);
        Refusal refused = assertThrows(Refusal.class, () -> bind(all), flags::toString);
        assertEquals(ExitCode.USAGE, refused.exit());
        assertTrue(refused.message().contains(named), refused::message);
    }

    private ServeConfig bind(Map<String, String> flags) {
        return Settings.of("serve", new SettingsSources(Map.of(), Optional.empty(), directory))
                .bind(ServeConfig.class, flags)
                .values();
    }
}
