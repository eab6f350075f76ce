package sealswarm.license.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import sealswarm.format.json.Base64Url;
import sealswarm.format.key.Digests;
import sealswarm.license.problem.Problem;
import sealswarm.license.problem.ProblemType;

/**
 * Sign-in without a browser of one's own: the OAuth 2.0 device authorization grant (RFC 8628) with PKCE (RFC 7636, S256), and
 * refreshing (RFC 6749, section 6). The person opens a page and confirms a code; meanwhile this polls as slowly as it is told.
 * Blocking; an object may be used by several threads.
 */
public final class DeviceGrantLogin {
    private static final String GRANT = "urn:ietf:params:oauth:grant-type:device_code";
    private static final int MAX_ANSWER_BYTES = 256 * 1024;
    private static final int VERIFIER_BYTES = 32;
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final Duration SLOW_DOWN = Duration.ofSeconds(5);
    private static final int MIN_INTERVAL_SECONDS = 1;
    private static final int MAX_INTERVAL_SECONDS = 60;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI issuer;
    private final String clientId;
    private final HttpExchange exchange;
    private final SecureRandom random;
    private final InstantSource clock;
    private final Pause pause;

    /**
     * @param issuer of the realm, such as {@code http://127.0.0.1:8180/realms/sealswarm}
     * @param clientId public client with the device grant: {@code player} or {@code packager}
     */
    public DeviceGrantLogin(
            URI issuer, String clientId, HttpClient http, SecureRandom random, InstantSource clock, Pause pause) {
        this.issuer = issuer;
        this.clientId = clientId;
        this.exchange = new HttpExchange(http, TIMEOUT);
        this.random = random;
        this.clock = clock;
        this.pause = pause;
    }

    /** What the person has to do. */
    @FunctionalInterface
    public interface Invitation {
        /**
         * @param page where to go
         * @param pageWithCode the same with the code filled in; equal to {@code page} where the issuer offers none
         * @param code what to type there
         */
        void show(URI page, URI pageWithCode, String code);
    }

    /**
     * Runs the whole grant: shows the invitation, then waits for the person.
     *
     * @throws ApiRefusal unauthenticated if the person declined or let the code expire
     * @throws IOException if the issuer cannot be reached or answers nonsense
     */
    public IssuedTokens login(Invitation invitation) throws IOException, InterruptedException {
        Endpoints endpoints = endpoints();
        byte[] bytes = new byte[VERIFIER_BYTES];
        random.nextBytes(bytes);
        String verifier = Base64Url.encode(bytes);
        String challenge = Base64Url.encode(Digests.sha256().digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        HttpExchange.Answer answer = post(
                endpoints.device(),
                Map.of(
                        "client_id",
                        clientId,
                        "scope",
                        "openid",
                        "code_challenge",
                        challenge,
                        "code_challenge_method",
                        "S256"));
        JsonNode started = tree(answer);
        if (!answer.isSuccess()) {
            throw new IOException("the issuer refuses to start a sign-in: " + error(started));
        }
        Instant end = clock.instant().plusSeconds(started.path("expires_in").asLong(600));
        URI page = page(started.path("verification_uri").asText());
        String complete = started.path("verification_uri_complete").asText("");
        invitation.show(
                page,
                complete.isEmpty() ? page : page(complete),
                started.path("user_code").asText());
        int seconds = Math.max(
                MIN_INTERVAL_SECONDS,
                Math.min(MAX_INTERVAL_SECONDS, started.path("interval").asInt(5)));
        return poll(
                endpoints.token(), started.path("device_code").asText(), verifier, Duration.ofSeconds(seconds), end);
    }

    private IssuedTokens poll(URI endpoint, String deviceCode, String verifier, Duration interval, Instant end)
            throws IOException, InterruptedException {
        Map<String, String> form = Map.of(
                "grant_type", GRANT, "client_id", clientId, "device_code", deviceCode, "code_verifier", verifier);
        Duration wait = interval;
        while (clock.instant().isBefore(end)) {
            pause.forDuration(wait);
            HttpExchange.Answer answer = post(endpoint, form);
            JsonNode tree = tree(answer);
            if (answer.isSuccess()) {
                return tokens(tree);
            }
            switch (tree.path("error").asText()) {
                case "authorization_pending" -> {}
                case "slow_down" -> wait = wait.plus(SLOW_DOWN);
                case "access_denied" -> throw refused("the sign-in was declined");
                case "expired_token" -> throw refused("the code expired before it was confirmed");
                default -> throw new IOException("the issuer ends the sign-in: " + error(tree));
            }
        }
        throw refused("the code expired before it was confirmed");
    }

    /**
     * Fresh tokens for a refresh token, which is used up by this.
     *
     * @throws ApiRefusal unauthenticated if the issuer does not take it any more
     */
    public IssuedTokens refresh(String refreshToken) throws IOException, InterruptedException {
        HttpExchange.Answer answer = post(
                endpoints().token(),
                Map.of("grant_type", "refresh_token", "client_id", clientId, "refresh_token", refreshToken));
        JsonNode tree = tree(answer);
        if (answer.isSuccess()) {
            return tokens(tree);
        }
        if (answer.status() == 400 || answer.status() == 401) {
            throw refused("the sign-in has ended");
        }
        throw new IOException("the issuer refuses to refresh: " + error(tree));
    }

    private IssuedTokens tokens(JsonNode tree) throws IOException {
        String access = tree.path("access_token").asText();
        if (access.isEmpty()) {
            throw new IOException("the issuer gave no access token");
        }
        Instant expiresAt = clock.instant().plusSeconds(tree.path("expires_in").asLong(60));
        return new IssuedTokens(access, expiresAt, tree.path("refresh_token").asText(""));
    }

    private record Endpoints(URI device, URI token) {}

    private Endpoints endpoints() throws IOException, InterruptedException {
        URI document = URI.create(issuer.toString().replaceAll("/+$", "") + "/.well-known/openid-configuration");
        HttpExchange.Answer answer = exchange.send(HttpRequest.newBuilder(document), MAX_ANSWER_BYTES);
        if (!answer.isSuccess()) {
            throw new IOException("the issuer " + issuer + " answers " + answer.status());
        }
        JsonNode tree = tree(answer);
        return new Endpoints(
                endpoint(tree.path("device_authorization_endpoint").asText()),
                endpoint(tree.path("token_endpoint").asText()));
    }

    /** Tokens go to the issuer's own origin only, whatever its document says. */
    private URI endpoint(String text) throws IOException {
        URI uri = page(text);
        if (!uri.getScheme().equals(issuer.getScheme())
                || !String.valueOf(uri.getRawAuthority()).equals(issuer.getRawAuthority())) {
            throw new IOException("the issuer names an endpoint outside its own address: " + uri.getHost());
        }
        return uri;
    }

    private static URI page(String text) throws IOException {
        try {
            URI uri = URI.create(text);
            if (uri.getScheme() != null && uri.getScheme().matches("https?") && uri.getHost() != null) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            throw new IOException("the issuer names no usable address", e);
        }
        throw new IOException("the issuer names no usable address");
    }

    private HttpExchange.Answer post(URI uri, Map<String, String> form) throws IOException, InterruptedException {
        StringBuilder body = new StringBuilder();
        new TreeMap<>(form).forEach((name, value) -> body.append(body.isEmpty() ? "" : "&")
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return exchange.send(
                HttpRequest.newBuilder(uri)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(body.toString())),
                MAX_ANSWER_BYTES);
    }

    private static JsonNode tree(HttpExchange.Answer answer) throws IOException {
        try {
            return JSON.readTree(answer.body());
        } catch (JsonProcessingException e) {
            throw new IOException("the issuer answers " + answer.status() + " without JSON", e);
        }
    }

    private static String error(JsonNode tree) {
        String description = tree.path("error_description").asText();
        return description.isEmpty() ? tree.path("error").asText("no reason given") : description;
    }

    private static ApiRefusal refused(String detail) {
        return new ApiRefusal(
                new Problem(ProblemType.UNAUTHENTICATED, detail, "sign in again with sealswarm login", "", Map.of()));
    }
}
