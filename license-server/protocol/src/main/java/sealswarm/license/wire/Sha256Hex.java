package sealswarm.license.wire;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import sealswarm.format.json.LowerHex;
import sealswarm.format.key.Digests;

/** A SHA-256 hash, 64 lower-case hex digits in documents. */
public record Sha256Hex(@JsonValue String hex) {
    public static final int LENGTH_BYTES = 32;

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Sha256Hex {
        LowerHex.decode(hex, LENGTH_BYTES);
    }

    /** The hash of {@code bytes}. */
    public static Sha256Hex of(byte[] bytes) {
        return new Sha256Hex(LowerHex.encode(Digests.sha256().digest(bytes)));
    }

    @Override
    public String toString() {
        return hex;
    }
}
