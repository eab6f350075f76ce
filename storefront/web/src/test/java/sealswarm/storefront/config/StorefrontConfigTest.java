package sealswarm.storefront.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sealswarm.console.exit.ExitCode;
import sealswarm.console.exit.Refusal;
import sealswarm.console.settings.BoundSettings;
import sealswarm.console.settings.Settings;
import sealswarm.console.settings.SettingsSources;

class StorefrontConfigTest {
    @TempDir
    Path directory;

    @Test
    void onlySecretsHaveNoDefault() {
        StorefrontConfig config = bind(Map.of()).values();
        assertEquals("127.0.0.1", config.httpHost());
        assertEquals(8080, config.httpPort());
        assertEquals("http://127.0.0.1:8180/realms/sealswarm", config.issuer().toString());
        assertEquals("http://127.0.0.1:8081", config.server().toString());
        Refusal refusal = assertThrows(Refusal.class, () -> bindWith(Map.of(), Map.of()));
        assertEquals(ExitCode.USAGE, refusal.exit());
    }

    @Test
    void everyKeyComesFromTheFile() throws Exception {
        Path secret = Files.writeString(directory.resolve("secret"), "s3cret");
        Files.setPosixFilePermissions(secret, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
        Files.writeString(directory.resolve("sealswarm.yaml"), """
                keycloak-url: "https://id.example"
                keycloak-realm: "films"
                server: "https://license.example"
                mongo-uri-file: "secret"
                storefront:
                  http-host: "0.0.0.0"
                  http-port: 9090
                  public-url: "https://shop.example"
                  database: "shop"
                  client-secret-file: "secret"
                """);
        StorefrontConfig config = bindWith(Map.of(), Map.of()).values();
        assertEquals("0.0.0.0", config.httpHost());
        assertEquals(9090, config.httpPort());
        assertEquals("https://shop.example", String.valueOf(config.publicUrl()));
        assertEquals("shop", config.database());
        assertEquals("https://id.example/realms/films", config.issuer().toString());
        assertEquals("https://license.example", config.server().toString());
        assertEquals("s3cret", config.mongoUri().revealSecret());
        assertEquals("s3cret", config.clientSecret().revealSecret());
    }

    @Test
    void everyWrongValueIsRefusedByItsKey() {
        assertRefused("http-port", "65536");
        assertRefused("http-port", "-1");
        assertRefused("http-host", "0.0.0.0");
        assertRefused("public-url", "https://shop.example/path");
        assertRefused("keycloak-url", "ftp://id.example");
        assertRefused("keycloak-realm", "No Realm");
        assertRefused("server", "license.example");
        assertRefused("database", "a.b");
    }

    @Test
    void noSecretIsShown() {
        BoundSettings<StorefrontConfig> bound = bind(Map.of());
        assertFalse(bound.origins().toString().contains("mongodb://secret"), "in the settings' origins");
        assertFalse(bound.values().toString().contains("mongodb://secret"), "in the record");
        assertTrue(bound.origins().toString().contains("[secret]"));
    }

    private void assertRefused(String key, String value) {
        Refusal refusal = assertThrows(Refusal.class, () -> bind(Map.of(key, value)), key + "=" + value);
        assertEquals(ExitCode.USAGE, refusal.exit());
        assertTrue(refusal.message().contains(key), refusal.message());
    }

    private BoundSettings<StorefrontConfig> bind(Map<String, String> flags) {
        Map<String, String> environment = new HashMap<>();
        environment.put("SEALSWARM_MONGO_URI", "mongodb://secret");
        environment.put("SEALSWARM_STOREFRONT_CLIENT_SECRET", "mongodb://secret-too");
        return bindWith(environment, flags);
    }

    private BoundSettings<StorefrontConfig> bindWith(Map<String, String> environment, Map<String, String> flags) {
        return Settings.of("storefront", new SettingsSources(environment, Optional.empty(), directory))
                .bind(StorefrontConfig.class, flags);
    }
}
