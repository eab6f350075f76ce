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

/** Makes and changes the file of key-encryption keys, which running servers follow. The keys themselves are never shown. */
@Command(
        name = "keys",
        description = "Makes and changes the file of key-encryption keys; running servers follow it.",
        subcommands = {
            KeysCommand.New.class,
            KeysCommand.Prepare.class,
            KeysCommand.Rotate.class,
            KeysCommand.Remove.class
        })
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

    /** Changes a file that is there. */
    abstract static class Change extends ConsoleCommand {
        @Option(names = "--kek-file", required = true, description = "the key file")
        private Path file = Path.of("");

        @Option(names = "--id", required = true, description = "name of the key")
        private String id = "";

        /** The keys after the change; refuses with IllegalArgumentException. */
        abstract KeyEncryptionKeys changed(KeyEncryptionKeys keys, KekId id);

        @Override
        protected final CommandResult execute(Console console) throws Exception {
            Path target = console.streams().workingDirectory().resolve(file);
            try (KeyEncryptionKeys old = read(target);
                    KeyEncryptionKeys keys = refusing(old, kekId(id))) {
                KekFile.write(target, keys);
                return written(target, keys);
            }
        }

        private KeyEncryptionKeys refusing(KeyEncryptionKeys old, KekId key) {
            try {
                return changed(old, key);
            } catch (IllegalArgumentException refused) {
                throw Refusal.usage("usage", String.valueOf(refused.getMessage()), "another --id");
            }
        }

        private static KeyEncryptionKeys read(Path target) {
            try {
                return KekFile.read(target);
            } catch (IllegalArgumentException malformed) {
                throw Refusal.usage(
                        "kek-malformed", String.valueOf(malformed.getMessage()), "restore the file from your copy");
            }
        }
    }

    /** Adds a key that opens but does not seal yet. */
    @Command(
            name = "prepare",
            description = "Adds a fresh key that does not seal yet: copy the file to all servers, then rotate to it.")
    static final class Prepare extends Change {
        @Override
        KeyEncryptionKeys changed(KeyEncryptionKeys keys, KekId id) {
            return keys.prepared(id, new SecureRandom());
        }
    }

    /** Makes a key the one that seals. */
    @Command(
            name = "rotate",
            description = "Seals with a fresh or prepared key from now on; servers seal anew what older keys sealed.")
    static final class Rotate extends Change {
        @Override
        KeyEncryptionKeys changed(KeyEncryptionKeys keys, KekId id) {
            return keys.rotated(id, new SecureRandom());
        }
    }

    /** Drops a key. */
    @Command(
            name = "remove",
            description = "Drops a key that seals nothing any more; a server that still needs it says so and keeps it.")
    static final class Remove extends Change {
        @Override
        KeyEncryptionKeys changed(KeyEncryptionKeys keys, KekId id) {
            return keys.without(id);
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
                Map.of(
                        "file",
                        file.toString(),
                        "kekId",
                        keys.current().text(),
                        "kekIds",
                        keys.ids().stream().map(KekId::text).toList()),
                "key-encryption key " + keys.current() + " seals, " + keys.ids() + " open, in " + file
                        + ": keep a copy where the database's backups are not");
    }
}
