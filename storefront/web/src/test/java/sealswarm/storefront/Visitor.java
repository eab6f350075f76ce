package sealswarm.storefront;

import java.io.IOException;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A browser without a screen: keeps cookies, Secure ones over loopback too, follows nothing by itself. */
final class Visitor {
    private static final Pattern TOKEN = Pattern.compile("name=\"formToken\" value=\"([^\"]+)\"");

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI shop;
    final Map<String, String> cookies = new HashMap<>();

    Visitor(URI shop) {
        this.shop = shop;
    }

    HttpResponse<String> get(String path, String... headers) {
        return send(HttpRequest.newBuilder(shop.resolve(path)).GET(), headers);
    }

    HttpResponse<String> head(String path) {
        return send(HttpRequest.newBuilder(shop.resolve(path)).method("HEAD", HttpRequest.BodyPublishers.noBody()));
    }

    /** Follows redirects, through the issuer too, until a page comes. */
    HttpResponse<String> open(String path) {
        HttpResponse<String> answer = get(path);
        for (int hops = 0; hops < 10 && answer.headers().firstValue("Location").isPresent(); hops++) {
            answer = send(HttpRequest.newBuilder(answer.uri()
                            .resolve(answer.headers().firstValue("Location").get()))
                    .GET());
        }
        return answer;
    }

    /** The token of a form on a page. */
    String formToken() {
        Matcher match = TOKEN.matcher(get("/").body());
        if (!match.find()) {
            throw new IllegalStateException("no form on the front page");
        }
        return match.group(1);
    }

    /** Sends a form with its token. */
    HttpResponse<String> submit(String path, Map<String, String> fields) {
        Map<String, String> all = new HashMap<>(fields);
        all.put("formToken", formToken());
        return post(path, all);
    }

    /** Sends fields as they are. */
    HttpResponse<String> post(String path, Map<String, String> fields, String... headers) {
        String form = fields.entrySet().stream()
                .map(field -> URLEncoder.encode(field.getKey(), StandardCharsets.UTF_8) + "="
                        + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return send(
                HttpRequest.newBuilder(shop.resolve(path))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form)),
                headers);
    }

    HttpResponse<String> send(HttpRequest.Builder request, String... headers) {
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        if (!cookies.isEmpty()) {
            request.header(
                    "Cookie",
                    cookies.entrySet().stream()
                            .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                            .collect(Collectors.joining("; ")));
        }
        try {
            HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            answer.headers().allValues("Set-Cookie").stream()
                    .map(HttpCookie::parse)
                    .forEach(parsed -> parsed.forEach(cookie -> cookies.put(cookie.getName(), cookie.getValue())));
            return answer;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
