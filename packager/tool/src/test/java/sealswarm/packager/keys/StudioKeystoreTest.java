package sealswarm.packager.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sealswarm.console.exit.ExitCode;
import sealswarm.console.exit.Refusal;

class StudioKeystoreTest {
    private static final int COMMANDS = 4;

    @TempDir
    Path directory;

    @Test
    void makesOneKeystoreForAllFirstCommandsOfOneMoment() throws Exception {
        Path file = directory.resolve("keys/studio.p12");
        CyclicBarrier start = new CyclicBarrier(COMMANDS);
        Set<String> keys = ConcurrentHashMap.newKeySet();
        Thread[] commands = IntStream.range(0, COMMANDS)
                .mapToObj(ignored -> new Thread(() -> keys.add(openedAfter(start, file))))
                .toArray(Thread[]::new);
        for (Thread command : commands) {
            command.start();
        }
        for (Thread command : commands) {
            command.join();
        }
        assertEquals(1, keys.size(), keys::toString);
        assertEquals(new HashSet<>(keys), Set.of(opened(file)));
    }

    @Test
    void refusesAKeystoreWhosePassphraseIsAnother() throws Exception {
        Path file = directory.resolve("studio.p12");
        opened(file);
        Path passphrase = directory.resolve("studio.p12.passphrase");
        Files.writeString(passphrase, "another\n");
        Refusal refused = assertThrows(Refusal.class, () -> opened(file));
        assertEquals(ExitCode.DENIED, refused.exit());
    }

    private static String openedAfter(CyclicBarrier start, Path file) {
        try {
            start.await();
            return opened(file);
        } catch (Exception e) {
            return e.toString();
        }
    }

    private static String opened(Path file) throws Exception {
        try (StudioKeystore keystore = StudioKeystore.openOrCreate(file, Optional.empty(), new SecureRandom())) {
            return keystore.signing().kid().hex();
        }
    }
}
