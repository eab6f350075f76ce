package sealswarm.console.settings;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import sealswarm.console.exit.Refusal;

/** Reads secrets from files that nobody but their owner may read. */
public final class SecretFile {
    /** A secret file is never longer. */
    public static final int MAX_BYTES = 64 * 1024;

    private static final Set<PosixFilePermission> OWNER =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private SecretFile() {}

    /**
     * The bytes of {@code file}.
     *
     * @throws Refusal with exit 2 or 3 if the file is missing, wider than 0600, a directory, or longer than {@link #MAX_BYTES}
     */
    public static byte[] readBytes(Path file) {
        requireOwnerOnly(file);
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw Refusal.usage("secret-file", file + ": longer than a secret can be", "check the path");
            }
            return bytes;
        } catch (IOException e) {
            throw Refusal.usage("secret-file", file + ": cannot be read", "check the path and its owner")
                    .causedBy(e);
        }
    }

    /** The text of {@code file} without its trailing line break. Refuses as {@link #readBytes}, and what is not UTF-8. */
    public static SecretText readText(Path file) {
        byte[] bytes = readBytes(file);
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(java.nio.ByteBuffer.wrap(bytes))
                    .toString();
            String stripped = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
            if (stripped.endsWith("\r")) {
                stripped = stripped.substring(0, stripped.length() - 1);
            }
            if (stripped.isEmpty()) {
                throw Refusal.usage("secret-file", file + ": empty", "write the secret into the file");
            }
            return SecretText.of(stripped);
        } catch (CharacterCodingException e) {
            throw Refusal.usage("secret-file", file + ": not UTF-8 text", "write the secret as text")
                    .causedBy(e);
        }
    }

    /** Refuses a file that is missing, no regular file, or that others than its owner may read or write. */
    public static void requireOwnerOnly(Path file) {
        try {
            PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
            if (!Files.exists(file)) {
                throw new NoSuchFileException(file.toString());
            }
            if (!Files.isRegularFile(file)) {
                throw Refusal.usage("secret-file", file + ": not a regular file", "check the path");
            }
            if (view == null) {
                return;
            }
            Set<PosixFilePermission> permissions = view.readAttributes().permissions();
            if (!OWNER.containsAll(permissions)) {
                throw Refusal.usage(
                        "secret-file",
                        file + ": mode " + PosixFilePermissions.toString(permissions) + " lets others at a secret",
                        "chmod 600 " + file);
            }
        } catch (NoSuchFileException e) {
            throw Refusal.notFound("file-not-found", file + ": no such file", "check the path")
                    .causedBy(e);
        } catch (IOException e) {
            throw Refusal.usage("secret-file", file + ": cannot be read", "check the path and its owner")
                    .causedBy(e);
        }
    }
}
