package sealswarm.storefront.web;

import java.net.URI;
import java.util.Locale;

/**
 * Where the shop is reached from outside (RFC 6454): what redirects start with and the {@code Host} header must name.
 *
 * @param text scheme and authority without a trailing slash, such as {@code http://127.0.0.1:8080}
 */
public record Origin(String text) {
    /** Refuses anything but scheme, host and port. */
    public Origin {
        URI uri = URI.create(text);
        String scheme = uri.getScheme();
        boolean web = "http".equals(scheme) || "https".equals(scheme);
        boolean bare = uri.getRawPath() != null
                && uri.getRawPath().isEmpty()
                && uri.getRawQuery() == null
                && uri.getRawFragment() == null
                && uri.getRawUserInfo() == null;
        if (!web || uri.getHost() == null || !bare) {
            throw new IllegalArgumentException(
                    "not an origin: " + text + " (give scheme, host and port, such as https://shop.example)");
        }
    }

    /** The origin of any absolute URL. */
    public static Origin of(URI uri) {
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        String host = uri.getHost() == null ? "" : uri.getHost().toLowerCase(Locale.ROOT);
        return new Origin(uri.getScheme() + "://" + host + port);
    }

    /** Host and port as the {@code Host} header writes them. */
    public String authority() {
        return text.substring(text.indexOf("//") + 2);
    }

    /** Whether cookies and pages travel encrypted. */
    public boolean isEncrypted() {
        return text.startsWith("https:");
    }

    @Override
    public String toString() {
        return text;
    }
}
