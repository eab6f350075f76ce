package sealswarm.console.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sealswarm.console.exit.ExitCode;
import sealswarm.console.exit.Refusal;

class SettingsTest {
    enum Level {
        LOW,
        HIGH
    }

    record Partner(String name, URI url) {}

    record Locked(@Setting(help = "store") SecretText storeUri) {}

    record Sample(
            @Setting(help = "port", fallback = "8082") int httpPort,
            @Setting(help = "wait", fallback = "PT30S") Duration patience,
            @Setting(help = "level", fallback = "low") Level level,
            @Setting(help = "folder") Path folder,
            @Setting(help = "password") @Nullable SecretText password,
            @Setting(help = "partners") List<Partner> partners,
            @Setting(help = "names") List<String> names,

            @Setting(help = "store", shared = true) @Nullable
            String mongoUri) {}

    @TempDir
    Path work;

    private final Map<String, String> environment = new HashMap<>();
    private final Map<String, String> flags = new HashMap<>();

    @Test
    void defaultsHoldWhereNothingIsGiven() {
        flags.put("folder", "here");
        Sample sample = bind().values();
        assertEquals(
                new Sample(8082, Duration.ofSeconds(30), Level.LOW, Path.of("here"), null, List.of(), List.of(), null),
                sample);
    }

    @Test
    void fileMapsEveryKey() throws IOException {
        Path secret = secret("s3cret\n", "rw-------");
        write("sealswarm.yaml", """
                mongo-uri: mongodb://store
                edge:
                  http-port: 1
                  patience: PT1M
                  level: HIGH
                  folder: "a b"
                  password-file: %s
                  partners:
                    - name: no
                      url: http://a/
                    - {name: "010", url: http://b/}
                  names: [x, 010, no]
                """.formatted(secret));
        Sample sample = bind().values();
        assertEquals(
                new Sample(
                        1,
                        Duration.ofMinutes(1),
                        Level.HIGH,
                        Path.of("a b"),
                        SecretText.of("s3cret"),
                        List.of(
                                new Partner("no", URI.create("http://a/")),
                                new Partner("010", URI.create("http://b/"))),
                        List.of("x", "010", "no"),
                        "mongodb://store"),
                sample);
    }

    @Test
    void flagBeatsEnvironmentBeatsFileBeatsUserFileBeatsDefault() throws IOException {
        Path xdg = Files.createDirectories(work.resolve("xdg/sealswarm"));
        environment.put("XDG_CONFIG_HOME", work.resolve("xdg").toString());
        flags.put("folder", "x");
        assertEquals("default", origin("edge.http-port"));
        Files.writeString(xdg.resolve("config.yaml"), "edge:\n  http-port: 2\n");
        assertEquals(xdg.resolve("config.yaml") + ":2", origin("edge.http-port"));
        write("sealswarm.yaml", "edge: {http-port: 3}\n");
        assertEquals(work.resolve("sealswarm.yaml") + ":1", origin("edge.http-port"));
        environment.put("SEALSWARM_EDGE_HTTP_PORT", "4");
        assertEquals("SEALSWARM_EDGE_HTTP_PORT", origin("edge.http-port"));
        flags.put("http-port", "5");
        assertEquals("flag --http-port", origin("edge.http-port"));
        assertEquals(5, bind().values().httpPort());
    }

    @Test
    void sharedKeyComesFromTheTopAndFromItsOwnVariable() {
        flags.put("folder", "x");
        environment.put("SEALSWARM_MONGO_URI", "mongodb://env");
        assertEquals("mongodb://env", bind().values().mongoUri());
        assertEquals("SEALSWARM_MONGO_URI", origin("mongo-uri"));
    }

    @Test
    void aMissingSecretIsAskedForAsAFile() {
        Settings settings = Settings.of("edge", new SettingsSources(environment, Optional.empty(), work));
        Refusal refusal = assertThrows(Refusal.class, () -> settings.bind(Locked.class, flags));
        assertEquals("add 'store-uri-file: PATH'", refusal.fix());
    }

    @Test
    void secretComesFromTheEnvironmentAndIsNeverShown() {
        flags.put("folder", "x");
        environment.put("SEALSWARM_EDGE_PASSWORD", "canary-7");
        BoundSettings<Sample> bound = bind();
        assertEquals(
                "canary-7", Objects.requireNonNull(bound.values().password()).revealSecret());
        assertFalse(bound.toString().contains("canary-7"), bound.toString());
        assertTrue(bound.origins()
                .contains(new SettingOrigin("edge.password-file", "[secret]", "SEALSWARM_EDGE_PASSWORD")));
    }

    @Test
    void secretFileReadableByOthersIsRefused() throws IOException {
        flags.put("folder", "x");
        flags.put("password-file", secret("x\n", "rw-r-----").toString());
        Refusal refusal = refusal();
        assertEquals("secret-file", refusal.code());
        assertTrue(refusal.fix().startsWith("chmod 600 "), refusal.fix());
    }

    @Test
    void secretFileAtItsLimitIsReadAndOneByteMoreIsRefused() throws IOException {
        Path file = secret("x".repeat(SecretFile.MAX_BYTES), "rw-------");
        assertEquals(SecretFile.MAX_BYTES, SecretFile.readBytes(file).length);
        Files.writeString(file, "x".repeat(SecretFile.MAX_BYTES + 1));
        assertThrows(Refusal.class, () -> SecretFile.readBytes(file));
    }

    @Test
    void literalSecretInTheFileIsRefused() throws IOException {
        write("sealswarm.yaml", "edge:\n  folder: x\n  password: hunter2\n");
        Refusal refusal = refusal();
        assertTrue(refusal.message().contains("sealswarm.yaml:3: unknown key 'password'"), refusal.message());
        assertTrue(refusal.fix().contains("password-file"), refusal.fix());
    }

    @Test
    void misspeltKeySectionAndVariableAreRefusedWithTheNearestName() throws IOException {
        flags.put("folder", "x");
        write("sealswarm.yaml", "edge:\n  http-prot: 1\n");
        assertMessage("sealswarm.yaml:2: unknown key 'http-prot' (did you mean 'http-port'?)");
        write("sealswarm.yaml", "egde:\n  http-port: 1\n");
        assertMessage("sealswarm.yaml:1: unknown key 'egde' (did you mean 'edge'?)");
        write("sealswarm.yaml", "edge:\n  partners:\n    - nmae: x\n      url: http://a/\n");
        assertMessage("sealswarm.yaml:2: unknown key 'nmae' (did you mean 'name'?)");
        write("sealswarm.yaml", "");
        environment.put("SEALSWARM_EDGE_HTTP_PROT", "1");
        assertMessage("unknown variable 'SEALSWARM_EDGE_HTTP_PROT' (did you mean 'SEALSWARM_EDGE_HTTP_PORT'?)");
    }

    @Test
    void keysOfOtherComponentsAreLeftAlone() throws IOException {
        flags.put("folder", "x");
        write("sealswarm.yaml", "storefront:\n  anything: 1\nedge:\n  http-port: 7\n");
        environment.put("SEALSWARM_STOREFRONT_ANYTHING", "1");
        environment.put("SEALSWARM_TEST_MONGO_URI", "x");
        assertEquals(7, bind().values().httpPort());
    }

    @Test
    void missingKeyAndWrongValuesNameTheirPlace() throws IOException {
        assertMessage("key 'folder' is missing");
        flags.put("folder", "x");
        write("sealswarm.yaml", "edge:\n  http-port: many\n");
        assertMessage("sealswarm.yaml:2: 'http-port': 'many' is not a value of type int");
        write("sealswarm.yaml", "edge:\n\n  patience: 30\n");
        assertMessage("sealswarm.yaml:3: 'patience': '30' is not a duration such as PT30S");
        write("sealswarm.yaml", "edge:\n  level: middle\n");
        assertMessage("sealswarm.yaml:2: 'level': 'middle' is not one of low, high");
        write("sealswarm.yaml", "edge: 5\n");
        assertMessage("sealswarm.yaml:1: section 'edge' must hold keys and values");
        write("sealswarm.yaml", "edge: {http-port: 1.5}\n");
        assertMessage("'http-port'");
    }

    @Test
    void namedConfigFileReplacesTheLocalOneAndMustExist() throws IOException {
        flags.put("folder", "x");
        write("sealswarm.yaml", "edge: {http-port: 3}\n");
        write("other.yaml", "edge: {http-port: 4}\n");
        assertEquals(4, bind(Optional.of(Path.of("other.yaml"))).values().httpPort());
        Refusal refusal = assertThrows(Refusal.class, () -> bind(Optional.of(Path.of("absent.yaml"))));
        assertEquals(ExitCode.NOT_FOUND, refusal.exit());
    }

    private void assertMessage(String part) {
        Refusal refusal = refusal();
        assertEquals(ExitCode.USAGE, refusal.exit());
        assertTrue(refusal.message().contains(part), refusal.message());
    }

    private Refusal refusal() {
        return assertThrows(Refusal.class, this::bind);
    }

    private String origin(String key) {
        return bind().origins().stream()
                .filter(origin -> origin.key().equals(key))
                .findFirst()
                .orElseThrow()
                .origin();
    }

    private BoundSettings<Sample> bind() {
        return bind(Optional.empty());
    }

    private BoundSettings<Sample> bind(Optional<Path> config) {
        return Settings.of("edge", new SettingsSources(environment, config, work))
                .bind(Sample.class, flags);
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(work.resolve(name), text);
    }

    private Path secret(String text, String mode) throws IOException {
        Path file = Files.writeString(work.resolve("secret"), text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }
}
