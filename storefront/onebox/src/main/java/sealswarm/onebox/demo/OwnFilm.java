package sealswarm.onebox.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import sealswarm.console.exit.Refusal;

/**
 * The caller's own media as the film: any file, whatever is in it. It is only read, where it is.
 *
 * @param file absolute
 * @param name what the shop calls it: the file's name without its suffix, at most {@link #MAX_NAME_CHARS}
 * @param sizeBytes at least 1
 */
public record OwnFilm(Path file, String name, long sizeBytes) {
    /** Longest name; the rest is cut. */
    static final int MAX_NAME_CHARS = 80;

    private static final String NAMELESS = "Own film";
    private static final String PLAIN = "-.,()!&'";

    /**
     * The file at {@code path}.
     *
     * @throws Refusal exit 3 if there is none, 2 if it is no file or empty, 1 if it may not be read
     */
    public static OwnFilm of(Path path) throws IOException {
        Path file = path.toAbsolutePath().normalize();
        if (!Files.exists(file)) {
            throw Refusal.notFound("file-not-found", path + ": no such file", "check the path");
        }
        if (Files.isDirectory(file)) {
            throw Refusal.usage("not-a-file", path + ": a directory", "name one media file in it");
        }
        if (!Files.isRegularFile(file)) {
            throw Refusal.usage("not-a-file", path + ": not a regular file", "copy it to a file first");
        }
        if (!Files.isReadable(file)) {
            throw Refusal.failure("file-denied", path + ": permission denied", "check owner and mode of the file");
        }
        long sizeBytes = Files.size(file);
        if (sizeBytes == 0) {
            throw Refusal.usage("input-empty", path + ": is empty", "a film has at least one byte");
        }
        return new OwnFilm(file, named(String.valueOf(file.getFileName())), sizeBytes);
    }

    /** Only what stands in a quoted text as it is. */
    static String named(String fileName) {
        int dot = fileName.lastIndexOf('.');
        String stem = dot > 0 ? fileName.substring(0, dot) : fileName;
        StringBuilder name = new StringBuilder();
        stem.codePoints()
                .map(each -> Character.isLetterOrDigit(each) || PLAIN.indexOf(each) >= 0 ? each : ' ')
                .limit(MAX_NAME_CHARS)
                .forEach(name::appendCodePoint);
        String plain = name.toString().replaceAll(" +", " ").strip();
        return plain.isEmpty() ? NAMELESS : plain;
    }
}
