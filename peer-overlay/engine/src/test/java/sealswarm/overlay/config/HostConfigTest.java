package sealswarm.overlay.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sealswarm.console.exit.ExitCode;
import sealswarm.console.exit.Refusal;
import sealswarm.console.settings.Settings;
import sealswarm.console.settings.SettingsSources;
import sealswarm.overlay.mapping.Gateway;

class HostConfigTest {
    @TempDir
    Path directory;

    @Test
    void defaultsListenEverywhereAndLendTwoMebibytesASecond() {
        HostConfig config = bind(Map.of());
        assertEquals(50L << 30, config.disk().bytes());
        assertEquals(2 << 20, config.uploadLimit().bytes());
        assertEquals(0, config.downloadLimit().bytes());
        assertEquals("0.0.0.0", config.peerHost());
        assertEquals(6881, config.peerPort());
        assertEquals(new Gateway.Nobody(), config.mapPort());
        assertEquals(null, config.data());
    }

    @Test
    void everyKeyIsMapped() {
        Map<String, String> flags = new LinkedHashMap<>();
        flags.put("server", "http://127.0.0.1:8082");
        flags.put("disk", "3T");
        flags.put("upload-limit", "500k");
        flags.put("download-limit", "7MB");
        flags.put("peer-host", "::");
        flags.put("peer-port", "65535");
        flags.put("map-port", "192.168.1.1");
        flags.put("data", "/srv/host");
        assertEquals(
                new HostConfig(
                        URI.create("http://127.0.0.1:8082"),
                        new ByteSize(3L << 40),
                        new ByteSize(500 << 10),
                        new ByteSize(7 << 20),
                        "::",
                        65_535,
                        Gateway.parse("192.168.1.1"),
                        Path.of("/srv/host")),
                bind(flags));
    }

    @Test
    void everyWrongValueIsRefusedByName() {
        refused("server", "edge.example");
        refused("server", "ftp://edge.example");
        refused("server", "http://edge.example:8082");
        refused("server", "https://edge.example/path");
        refused("server", "https://user@edge.example");
        refused("disk", "1048575");
        refused("disk", "fifty");
        refused("upload-limit", "-1");
        refused("upload-limit", "2MBit");
        refused("download-limit", "");
        refused("peer-host", "localhost");
        refused("peer-host", "999.1.1.1");
        refused("peer-port", "65536");
        refused("peer-port", "-1");
        refused("map-port", "on");
        refused("map-port", "192.168.1.256");
        refused("map-port", "router.example");
    }

    @Test
    void nothingIsForwardedToAnAddressOfThisMachineAlone() {
        Map<String, String> flags = Map.of("peer-host", "127.0.0.1", "map-port", "auto");
        assertEquals(
                ExitCode.USAGE, assertThrows(Refusal.class, () -> bind(flags)).exit());
        assertEquals(new Gateway.ByRoute(), bind(Map.of("map-port", "auto")).mapPort());
    }

    @Test
    void amountsReachToTwoToTheSixtiethAndNoFurther() {
        assertEquals(1L << 60, ByteSize.parse("1048576T").bytes());
        assertThrows(IllegalArgumentException.class, () -> ByteSize.parse("1048577T"));
        assertThrows(IllegalArgumentException.class, () -> new ByteSize(-1));
        assertEquals(12, ByteSize.parse(" 12b ").bytes());
    }

    @Test
    void plainNumberInTheSettingsFileIsAnAmountAndANegativeOneIsRefused() throws IOException {
        assertEquals(1_048_576, inFile("1048576").uploadLimit().bytes());
        assertEquals(0, inFile("0").uploadLimit().bytes());
        assertThrows(Refusal.class, () -> inFile("-1"));
        assertThrows(Refusal.class, () -> inFile("true"));
    }

    private HostConfig inFile(String uploadLimit) throws IOException {
        Path file = Files.writeString(
                directory.resolve("sealswarm.yaml"),
                "host:\n  server: https://edge.example\n  disk: 50GB\n  upload-limit: " + uploadLimit + "\n");
        return Settings.of("host", new SettingsSources(Map.of(), Optional.of(file), directory))
                .bind(HostConfig.class, Map.of())
                .values();
    }

    private void refused(String flag, String value) {
        Refusal refusal = assertThrows(Refusal.class, () -> bind(Map.of(flag, value)), flag + "=" + value);
        assertEquals(ExitCode.USAGE, refusal.exit(), flag + "=" + value);
    }

    private HostConfig bind(Map<String, String> flags) {
        Map<String, String> all = new LinkedHashMap<>(Map.of("server", "https://edge.example", "disk", "50GB"));
        all.putAll(flags);
        return Settings.of("host", new SettingsSources(Map.of(), Optional.empty(), directory))
                .bind(HostConfig.class, all)
                .values();
    }
}
