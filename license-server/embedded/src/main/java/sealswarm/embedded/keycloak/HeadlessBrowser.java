package sealswarm.embedded.keycloak;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * As much of a browser as signing in and buying need: cookies, redirects and forms, no scripts. Every page of the shop works
 * without scripts, and so do Keycloak's. One instance is one person's browser; for one thread at a time.
 *
 * <p>Unlike the JDK's cookie store it sends Secure cookies over plain HTTP to loopback, as browsers do.
 */
public final class HeadlessBrowser {
    private static final int MAX_REDIRECTS = 15;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final CookieJar cookies = new CookieJar();

    /** A request failed on the network, or redirects never ended. */
    public static final class BrowserException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        BrowserException(String message) {
            super(message);
        }

        BrowserException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** Gets a page, following redirects; any status is a page. */
    public Page open(URI address) {
        return follow(request(address).GET());
    }

    /** Sends a form as it stands on its page, with {@code values} put in. */
    public Page submit(Form form, Map<String, String> values) {
        Map<String, String> fields = new LinkedHashMap<>(form.fields());
        fields.putAll(values);
        String encoded = fields.entrySet().stream()
                .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
                .collect(Collectors.joining("&"));
        if (form.method() == Form.Method.GET) {
            String plain = form.action().toString().replaceAll("[?#].*", "");
            return open(URI.create(plain + "?" + encoded));
        }
        URI page = form.page();
        return follow(request(form.action())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Origin", page.getScheme() + "://" + page.getRawAuthority())
                .header("Sec-Fetch-Site", sameOrigin(page, form.action()) ? "same-origin" : "same-site")
                .POST(HttpRequest.BodyPublishers.ofString(encoded)));
    }

    private static boolean sameOrigin(URI a, URI b) {
        return a.getScheme().equals(b.getScheme()) && a.getRawAuthority().equals(b.getRawAuthority());
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private HttpRequest.Builder request(URI address) {
        return HttpRequest.newBuilder(address)
                .timeout(TIMEOUT)
                .header("Accept", "text/html,application/xhtml+xml,*/*;q=0.8")
                .header("Accept-Language", "en");
    }

    private Page follow(HttpRequest.Builder first) {
        HttpRequest.Builder next = first;
        for (int redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
            HttpResponse<String> response = send(next);
            Optional<String> location =
                    response.statusCode() / 100 == 3 ? response.headers().firstValue("Location") : Optional.empty();
            if (location.isEmpty()) {
                return new Page(response.uri(), response.statusCode(), response.body());
            }
            next = request(response.uri().resolve(location.get())).GET();
        }
        throw new BrowserException("more than " + MAX_REDIRECTS + " redirects");
    }

    private HttpResponse<String> send(HttpRequest.Builder builder) {
        URI address = builder.build().uri();
        cookies.header(address).ifPresent(value -> builder.setHeader("Cookie", value));
        try {
            HttpResponse<String> response = client.send(builder.build(), HttpResponse.BodyHandlers.ofString());
            response.headers().allValues("Set-Cookie").forEach(cookie -> cookies.accept(address, cookie));
            return response;
        } catch (IOException e) {
            throw new BrowserException("cannot reach " + address + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BrowserException("interrupted while loading " + address, e);
        }
    }
}
