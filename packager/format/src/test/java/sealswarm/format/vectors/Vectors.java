package sealswarm.format.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.Objects;
import sealswarm.format.secret.InsecureSecretAccess;
import sealswarm.format.secret.SecretBytes;

/** Vector files under {@code resources/vectors}, and the hex they are written in. */
public final class Vectors {
    private Vectors() {}

    /** The tree of {@code /vectors/<name>}. */
    public static JsonNode read(String name) {
        try (InputStream in = Vectors.class.getResourceAsStream("/vectors/" + name)) {
            return new ObjectMapper().readTree(Objects.requireNonNull(in, name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static byte[] hex(JsonNode text) {
        return hex(text.asText());
    }

    public static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }

    public static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    public static SecretBytes secret(JsonNode hex) {
        return SecretBytes.take(hex(hex), InsecureSecretAccess.get());
    }

    public static String hex(SecretBytes secret) {
        return hex(secret.copy(InsecureSecretAccess.get()));
    }
}
