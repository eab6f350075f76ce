package sealswarm.license.server.title;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sealswarm.format.envelope.Envelope;
import sealswarm.format.key.TitleKey;
import sealswarm.format.manifest.Manifest;
import sealswarm.license.server.SampleTitle;
import sealswarm.license.server.keystore.KekFile;
import sealswarm.license.server.keystore.KekId;
import sealswarm.license.server.keystore.KeyEncryptionKeys;
import sealswarm.license.server.keystore.Keystore;
import sealswarm.trial.crash.Checkpoints;
import sealswarm.trial.crash.ChildJvm;

/** kill -9 amid a rotation: every title key opens, the next run finishes, and then the old key-encryption key is not needed. */
class SealAnewCrashIT {
    private static final KekId ONE = new KekId("kek-1");
    private static final KekId TWO = new KekId("kek-2");
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
    private static final int TITLES = 25;
    private static final int SEALED_BEFORE_THE_KILL = 9;

    @TempDir
    private Path directory;

    @BeforeEach
    void makeKeyFile() throws Exception {
        try (KeyEncryptionKeys first = KeyEncryptionKeys.random(ONE, new SecureRandom())) {
            KekFile.write(directory.resolve("kek"), first);
        }
    }

    private void change(UnaryOperator<KeyEncryptionKeys> change) throws Exception {
        Path file = directory.resolve("kek");
        try (KeyEncryptionKeys old = KekFile.read(file);
                KeyEncryptionKeys changed = change.apply(old)) {
            KekFile.write(file, changed);
        }
    }

    private static void register(MongoTitleStore titles, Keystore keystore, String name) {
        try (SampleTitle title = new SampleTitle("studio", name, "hd")) {
            Envelope envelope = title.manifest(1).sign(title.studioKey());
            titles.insert(TitleRegistrar.revision(
                    envelope, Manifest.selfSigned(envelope), keystore.wrap(title.titleKey()), NOON));
        }
    }

    @Test
    void killedAmongItsTitlesItGoesOnWhereItWas() throws Exception {
        SealAnewMain.with(directory, (titles, keystore) -> {
            for (int i = 0; i < TITLES; i++) {
                register(titles, keystore, "film-" + i);
            }
        });
        change(keys -> keys.rotated(TWO, new SecureRandom()));
        String option = Checkpoints.option(SealedTitleKeys.Checkpoint.KEY_SEALED_ANEW, SEALED_BEFORE_THE_KILL);
        try (ChildJvm child = ChildJvm.start(SealAnewMain.class, List.of(option), directory.toString())) {
            assertTrue(
                    child.says("reached KEY_SEALED_ANEW#" + SEALED_BEFORE_THE_KILL),
                    child.lines().toString());
            child.kill();
        }
        SealAnewMain.with(directory, (titles, keystore) -> {
            assertEquals(Set.of(ONE, TWO), titles.keks());
            assertEquals(
                    TITLES - SEALED_BEFORE_THE_KILL,
                    titles.notUnder(TWO, "", 100).size());
            assertEquals(TITLES, opened(titles, keystore));
            new SealedTitleKeys(titles, checkpoint -> {}).sealAnew(keystore);
            assertEquals(Set.of(TWO), titles.keks());
        });
        change(keys -> keys.without(ONE));
        SealAnewMain.with(directory, (titles, keystore) -> assertEquals(TITLES, opened(titles, keystore)));
    }

    private static int opened(MongoTitleStore titles, Keystore keystore) {
        int opened = 0;
        for (int i = 0; i < TITLES; i++) {
            TitleRevision revision = titles.named("film-" + i + ":1").orElseThrow();
            try (TitleKey key = keystore.unwrap(revision.title(), revision.keyId(), revision.sealedKey())) {
                opened += key.keyId().equals(revision.keyId()) ? 1 : 0;
            }
        }
        return opened;
    }

    @Test
    void refusesToExchangeWhatAnotherServerExchangedMeanwhile() {
        SealAnewMain.with(directory, (titles, keystore) -> {
            register(titles, keystore, "film-0");
            TitleRevision stored = titles.named("film-0:1").orElseThrow();
            try (TitleKey key = keystore.unwrap(stored.title(), stored.keyId(), stored.sealedKey())) {
                assertTrue(titles.exchange("film-0:1", stored.sealedKey(), keystore.wrap(key)));
                assertFalse(titles.exchange("film-0:1", stored.sealedKey(), keystore.wrap(key)));
            }
        });
    }
}
