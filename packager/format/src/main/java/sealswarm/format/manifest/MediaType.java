package sealswarm.format.manifest;

import java.util.regex.Pattern;
import sealswarm.format.problem.FormatException;

/** A media type such as {@code video/webm}, lower case, without parameters (RFC 6838). */
public record MediaType(String text) {
    private static final Pattern FORM =
            Pattern.compile("[a-z0-9][a-z0-9!#$&^_.+-]{0,62}/[a-z0-9][a-z0-9!#$&^_.+-]{0,62}");

    /** Bytes of no known kind. */
    public static final MediaType OCTETS = new MediaType("application/octet-stream");

    public MediaType {
        if (!FORM.matcher(text).matches()) {
            throw FormatException.malformed("not a media type");
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
