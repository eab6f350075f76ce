package sealswarm.format.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HexFormat;
import sealswarm.format.secret.InsecureSecretAccess;
import sealswarm.format.secret.SecretBytes;
import sealswarm.trial.Vectors;

/** Vector files under {@code resources/vectors}, and the hex they are written in. */
public final class FormatVectors {
    private FormatVectors() {}

    /** The tree of {@code /vectors/<name>}. */
    public static JsonNode read(String name) {
        return Vectors.read(name);
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
