package sealswarm.license.server.keystore;

import java.util.regex.Pattern;

/** The name of one version of the key-encryption key: 1 to 32 of {@code a-z 0-9 -}. It stands beside every sealed value. */
public record KekId(String text) {
    private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");

    public KekId {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("kek id must be 1 to 32 of a-z, 0-9 and '-': '" + text + "'");
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
