package sealswarm.overlay.config;

import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sealswarm.overlay.token.EdgeName;

/**
 * Another edge of the shop as a setting: {@code name=http://host:port}.
 *
 * @param url without a slash at the end
 */
public record SiblingAddress(EdgeName name, URI url) {
    private static final Pattern FORM = Pattern.compile("([a-z0-9][a-z0-9-]{0,62})=(https?://[A-Za-z0-9._:\\[\\]-]+)");

    /**
     * Reads the setting.
     *
     * @throws IllegalArgumentException for anything else
     */
    static SiblingAddress parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("siblings must be name=http://host:port: '" + text + "'");
        }
        return new SiblingAddress(new EdgeName(matcher.group(1)), URI.create(matcher.group(2)));
    }
}
