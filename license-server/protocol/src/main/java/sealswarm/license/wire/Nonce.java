package sealswarm.license.wire;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.security.SecureRandom;
import sealswarm.format.json.Base64Url;

/** 32 random bytes that make a request unique and bind its answer to it; base64url in documents. */
public record Nonce(@JsonValue String text) {
    public static final int LENGTH_BYTES = 32;

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Nonce {
        Base64Url.decode(text, LENGTH_BYTES);
    }

    public static Nonce random(SecureRandom random) {
        byte[] bytes = new byte[LENGTH_BYTES];
        random.nextBytes(bytes);
        return new Nonce(Base64Url.encode(bytes));
    }
}
