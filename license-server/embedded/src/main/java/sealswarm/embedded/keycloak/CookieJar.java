package sealswarm.embedded.keycloak;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Host-only cookies of one browser (RFC 6265, as far as loopback needs it): all ports of a host share them. */
final class CookieJar {
    private final Map<Key, String> values = new LinkedHashMap<>();

    private record Key(String host, String path, String name) {}

    /** Takes one {@code Set-Cookie} header; an expired one removes its cookie. */
    void accept(URI from, String header) {
        String[] parts = header.split(";", -1);
        int equals = parts[0].indexOf('=');
        if (equals <= 0) {
            return;
        }
        String path = "/";
        boolean expired = false;
        for (int i = 1; i < parts.length; i++) {
            String attribute = parts[i].strip();
            String lower = attribute.toLowerCase(Locale.ROOT);
            if (lower.startsWith("path=/")) {
                path = attribute.substring("path=".length());
            }
            expired |= lower.equals("max-age=0")
                    || lower.startsWith("expires=thu, 01-jan-1970")
                    || lower.startsWith("expires=thu, 01 jan 1970");
        }
        Key key = new Key(from.getHost(), path, parts[0].substring(0, equals).strip());
        if (expired) {
            values.remove(key);
        } else {
            values.put(key, parts[0].substring(equals + 1).strip());
        }
    }

    /** The {@code Cookie} header for a request, if any cookie matches. */
    Optional<String> header(URI to) {
        String cookies = values.entrySet().stream()
                .filter(cookie -> cookie.getKey().host().equals(to.getHost()))
                .filter(cookie -> matches(cookie.getKey().path(), to.getRawPath()))
                .map(cookie -> cookie.getKey().name() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
        return cookies.isEmpty() ? Optional.empty() : Optional.of(cookies);
    }

    private static boolean matches(String cookiePath, String requestPath) {
        return requestPath.equals(cookiePath)
                || requestPath.startsWith(cookiePath.endsWith("/") ? cookiePath : cookiePath + "/");
    }
}
