package sealswarm.license.server.keystore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sealswarm.console.exit.Refusal;

class KekFileTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    @TempDir
    private Path directory;

    private Path file() {
        return directory.resolve("made/kek");
    }

    private void write(String text) throws IOException {
        Files.createDirectories(directory.resolve("made"));
        Files.writeString(file(), text);
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-------"));
    }

    private static KeyEncryptionKeys keys(int versions) {
        KeyEncryptionKeys keys = KeyEncryptionKeys.random(new KekId("k1"), RANDOM);
        for (int i = 2; i <= versions; i++) {
            try (KeyEncryptionKeys before = keys) {
                keys = before.rotated(new KekId("k" + i), RANDOM);
            }
        }
        return keys;
    }

    @Test
    void whatIsWrittenIsReadAndOnlyItsOwnerCanReadIt() throws IOException {
        try (KeyEncryptionKeys keys = keys(3)) {
            KekFile.write(file(), keys);
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
            try (KeyEncryptionKeys read = KekFile.read(file())) {
                assertEquals(keys.revealText(), read.revealText());
                assertEquals(new KekId("k3"), read.current());
            }
        }
    }

    @Test
    void missingFileIsRefused() {
        assertThrows(Refusal.class, () -> KekFile.read(file()));
    }

    @Test
    void fileThatOthersMayReadIsRefused() throws IOException {
        try (KeyEncryptionKeys keys = keys(1)) {
            KekFile.write(file(), keys);
        }
        for (String mode : List.of("rw-r-----", "rw----r--", "rw--w----")) {
            Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString(mode));
            assertThrows(Refusal.class, () -> KekFile.read(file()), mode);
        }
    }

    @Test
    void tornFileIsRefusedWithItsLineAndWithoutItsKey() throws IOException {
        String whole;
        try (KeyEncryptionKeys keys = keys(2)) {
            whole = keys.revealText();
        }
        String second = whole.substring(whole.indexOf('\n') + 1).strip();
        for (int cut = 1; cut < second.length(); cut++) {
            write(whole.substring(0, whole.length() - 1 - cut));
            IllegalArgumentException refused =
                    assertThrows(IllegalArgumentException.class, () -> KekFile.read(file()), "cut by " + cut);
            String message = String.valueOf(refused.getMessage());
            assertTrue(message.startsWith(file() + ": line 2: "), message);
            assertFalse(message.contains(second.substring(3, 12)), message);
        }
    }

    @Test
    void fileWithoutAKeyIsRefused() throws IOException {
        for (String text : List.of("", "\n\n", "# only a remark\n")) {
            write(text);
            assertThrows(IllegalArgumentException.class, () -> KekFile.read(file()));
        }
    }

    @Test
    void remarksAndEmptyLinesAreSkipped() throws IOException {
        try (KeyEncryptionKeys keys = keys(2)) {
            write("# ours\n\n" + keys.revealText().replace("\nk2", "\n\n# newer\nk2"));
            try (KeyEncryptionKeys read = KekFile.read(file())) {
                assertEquals(keys.revealText(), read.revealText());
            }
        }
    }

    @Test
    void idMayStandOnceOnly() throws IOException {
        try (KeyEncryptionKeys keys = keys(1)) {
            write(keys.revealText() + keys.revealText());
            assertThrows(IllegalArgumentException.class, () -> KekFile.read(file()));
            assertThrows(IllegalArgumentException.class, () -> keys.rotated(new KekId("k1"), RANDOM));
        }
    }

    @Test
    void sixteenVersionsAreHeldAndNotSeventeen() throws IOException {
        try (KeyEncryptionKeys most = keys(KeyEncryptionKeys.MAX_VERSIONS);
                KeyEncryptionKeys other = KeyEncryptionKeys.random(new KekId("more"), RANDOM)) {
            write(most.revealText());
            KekFile.read(file()).close();
            assertThrows(IllegalArgumentException.class, () -> most.rotated(new KekId("more"), RANDOM));
            write(most.revealText() + other.revealText());
            assertThrows(IllegalArgumentException.class, () -> KekFile.read(file()));
        }
    }

    @Test
    void whatACrashLeftOfAnEarlierWriteDoesNotHarm() throws IOException {
        try (KeyEncryptionKeys first = keys(1);
                KeyEncryptionKeys second = keys(1)) {
            KekFile.write(file(), first);
            Path partial = file().resolveSibling("kek.new");
            Files.writeString(partial, "k1 half-a-k");
            try (KeyEncryptionKeys read = KekFile.read(file())) {
                assertEquals(first.revealText(), read.revealText());
            }
            KekFile.write(file(), second);
            assertFalse(Files.exists(partial));
            try (KeyEncryptionKeys read = KekFile.read(file())) {
                assertEquals(second.revealText(), read.revealText());
            }
        }
    }

    @Test
    void idsAreShortAndPlain() {
        assertEquals("k-1", new KekId("k-1").text());
        new KekId("a".repeat(32));
        for (String id : List.of("", "-k", "K1", "k 1", "k_1", "a".repeat(33))) {
            assertThrows(IllegalArgumentException.class, () -> new KekId(id), id);
        }
    }

    @Test
    void keysAreNeverPrinted() {
        try (KeyEncryptionKeys keys = keys(1)) {
            String secret = keys.revealText().strip().substring(3);
            assertFalse(keys.toString().contains(secret));
        }
    }
}
