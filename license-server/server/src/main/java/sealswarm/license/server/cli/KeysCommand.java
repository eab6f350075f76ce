package sealswarm.license.server.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import sealswarm.console.Console;
import sealswarm.console.ConsoleCommand;
import sealswarm.console.exit.Refusal;
import sealswarm.console.result.CommandResult;
import sealswarm.license.server.keystore.KekFile;
import sealswarm.license.server.keystore.KekId;
import sealswarm.license.server.keystore.KeyEncryptionKeys;

/** Makes and rotates the file of key-encryption keys. The keys themselves are never shown. */
@Command(
        name = "keys",
        description = "Makes or rotates the file of key-encryption keys.",
        subcommands = {KeysCommand.New.class, KeysCommand.Rotate.class})
final class KeysCommand {
    /** Makes the file. */
    @Command(name = "new", description = "Makes a key file with one fresh key; refuses a file that is there.")
    static final class New extends ConsoleCommand {
        @Option(names = "--kek-file", required = true, description = "the file to make")
        private Path file = Path.of("");

        @Option(names = "--id", defaultValue = "kek-1", description = "name of the key (default: ${DEFAULT-VALUE})")
        private String id = "";

        @Override
        protected CommandResult execute(Console console) throws Exception {
            Path target = console.streams().workingDirectory().resolve(file);
            if (Files.exists(target)) {
                throw Refusal.failure(
                        "output-exists", target + ": exists", "another file, or 'keys rotate' to add a key to it");
            }
            try (KeyEncryptionKeys keys = KeyEncryptionKeys.random(kekId(id), new SecureRandom())) {
                KekFile.write(target, keys);
                return written(target, keys);
            }
        }
    }

    /** Adds a key that seals from the next start on. */
    @Command(name = "rotate", description = "Adds a fresh key, which seals from the server's next start on.")
    static final class Rotate extends ConsoleCommand {
        @Option(names = "--kek-file", required = true, description = "the file to add to")
        private Path file = Path.of("");

        @Option(names = "--id", required = true, description = "name of the new key")
        private String id = "";

        @Override
        protected CommandResult execute(Console console) throws Exception {
            Path target = console.streams().workingDirectory().resolve(file);
            try (KeyEncryptionKeys old = KekFile.read(target);
                    KeyEncryptionKeys keys = rotated(old, id)) {
                KekFile.write(target, keys);
                return written(target, keys);
            }
        }

        private static KeyEncryptionKeys rotated(KeyEncryptionKeys old, String id) {
            try {
                return old.rotated(kekId(id), new SecureRandom());
            } catch (IllegalArgumentException taken) {
                throw Refusal.usage("usage", String.valueOf(taken.getMessage()), "another --id");
            }
        }
    }

    private KeysCommand() {}

    private static KekId kekId(String id) {
        try {
            return new KekId(id);
        } catch (IllegalArgumentException malformed) {
            throw Refusal.usage("usage", String.valueOf(malformed.getMessage()), "another --id");
        }
    }

    private static CommandResult written(Path file, KeyEncryptionKeys keys) {
        return CommandResult.of(
                Map.of("file", file.toString(), "kekId", keys.current().text()),
                "key-encryption key " + keys.current() + " in " + file
                        + ": keep a copy where the database's backups are not");
    }
}
