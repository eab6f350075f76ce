package sealswarm.embedded.keycloak;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeycloakDistributionTest {
    @TempDir
    Path directory;

    @Test
    void saysHowToGetAMissingDistribution() {
        KeycloakException refused = assertThrows(KeycloakException.class, () -> prepare(directory.resolve("none.zip")));
        assertTrue(String.valueOf(refused.getMessage()).contains("(fix: build with ./mvnw package"), refused::toString);
    }

    @Test
    void refusesAFileThatIsNoZipAndCachesNothing() throws Exception {
        Path zip = Files.writeString(directory.resolve("keycloak.zip"), "no zip");
        assertThrows(KeycloakException.class, () -> prepare(zip));
        assertFalse(isCached());
    }

    @Test
    void cachesNothingWhenTheBuildFails() throws Exception {
        Path zip = zipWith("keycloak/readme.txt");
        KeycloakException refused = assertThrows(KeycloakException.class, () -> prepare(zip));
        assertTrue(String.valueOf(refused.getMessage()).contains("building Keycloak failed"), refused::toString);
        assertFalse(isCached());
    }

    @Test
    void writesNothingOutsideTheCache() throws Exception {
        Path zip = zipWith("keycloak/../../escaped.txt");
        assertThrows(KeycloakException.class, () -> prepare(zip));
        assertFalse(Files.exists(directory.resolve("escaped.txt")));
        assertFalse(Files.exists(directory.resolve("cache/escaped.txt")));
    }

    private boolean isCached() throws Exception {
        try (var entries = Files.list(directory.resolve("cache"))) {
            return entries.anyMatch(entry -> entry.getFileName().toString().endsWith("-1"));
        }
    }

    private void prepare(Path zip) {
        new KeycloakDistribution(zip, directory.resolve("cache"), line -> {}, new KeycloakStart()).prepare();
    }

    private Path zipWith(String entry) throws Exception {
        Path zip = directory.resolve("keycloak.zip");
        try (OutputStream out = Files.newOutputStream(zip);
                ZipOutputStream archive = new ZipOutputStream(out)) {
            archive.putNextEntry(new ZipEntry(entry));
            archive.write(1);
            archive.closeEntry();
        }
        return zip;
    }
}
