package sealswarm.format.manifest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.regex.Pattern;
import sealswarm.format.json.JsonMembers;
import sealswarm.format.json.LowerHex;
import sealswarm.format.problem.FormatException;

/**
 * A clear file beside the tracks: poster, trailer.
 *
 * @param path below {@code public/}: segments of {@code [A-Za-z0-9._-]}, none {@code .} or {@code ..}
 * @param sizeBytes 0 to {@link #MAX_SIZE_BYTES}
 * @param sha256 of its bytes, lower-case hex
 * @param mediaType of its bytes
 * @param use what a shop does with it, such as {@code poster}
 */
public record PublicFile(String path, long sizeBytes, String sha256, MediaType mediaType, String use) {
    public static final long MAX_SIZE_BYTES = 1L << 30;
    public static final int MAX_PATH_CHARS = 240;

    private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9._-]+");
    private static final Pattern USE = Pattern.compile("[a-z][a-z0-9-]{0,31}");

    public PublicFile {
        checkPath(path);
        if (sizeBytes < 0 || sizeBytes > MAX_SIZE_BYTES) {
            throw FormatException.malformed("a public file has at most 1 GiB");
        }
        LowerHex.decode(sha256, 32);
        checkUse(use);
    }

    /** The path itself, if it is one. */
    public static String checkPath(String path) {
        if (path.length() > MAX_PATH_CHARS) {
            throw FormatException.malformed("a path of " + path.length() + " characters");
        }
        for (String segment : path.split("/", -1)) {
            if (!SEGMENT.matcher(segment).matches() || segment.equals(".") || segment.equals("..")) {
                throw FormatException.malformed("not a path of segments of A-Z, a-z, 0-9, '.', '_', '-' without '..'");
            }
        }
        return path;
    }

    /** The use itself, if it is one. */
    public static String checkUse(String use) {
        if (!USE.matcher(use).matches()) {
            throw FormatException.malformed("not a use such as poster or trailer");
        }
        return use;
    }

    static PublicFile read(JsonMembers members) {
        return new PublicFile(
                members.value("path", PublicFile::checkPath),
                members.integer("size", 0, MAX_SIZE_BYTES),
                LowerHex.encode(members.value("sha256", text -> LowerHex.decode(text, 32))),
                members.value("mediaType", MediaType::new),
                members.value("use", PublicFile::checkUse));
    }

    void write(ObjectNode target) {
        target.put("path", path)
                .put("size", sizeBytes)
                .put("sha256", sha256)
                .put("mediaType", mediaType.text())
                .put("use", use);
    }
}
