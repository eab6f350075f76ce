package sealswarm.trial;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Reads the test vectors of the specs: {@code vectors/SPEC/NAME.json} on the class path. */
public final class Vectors {
    private Vectors() {}

    /** The vector file at {@code vectors/path}. */
    public static JsonNode read(String path) {
        try (InputStream in = Vectors.class.getResourceAsStream("/vectors/" + path)) {
            if (in == null) {
                throw new IllegalArgumentException("no vectors at " + path);
            }
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The content that vectors speak of: byte i is the low byte of {@code (i * 2654435761) >> 16}, so that any length can be made
     * again anywhere.
     */
    public static byte[] content(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) ((i * 2654435761L) >> 16);
        }
        return bytes;
    }
}
