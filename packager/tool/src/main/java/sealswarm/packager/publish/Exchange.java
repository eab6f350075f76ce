package sealswarm.packager.publish;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import sealswarm.console.exit.ExitCode;
import sealswarm.console.exit.Refusal;
import sealswarm.format.json.StrictJson;
import sealswarm.format.problem.FormatException;

/** One HTTP exchange with edge or storefront: bounded in time and size, no redirects, in clear to loopback only. */
final class Exchange {
    private static final int MAX_ANSWER_BYTES = 1 << 20;
    private static final int FIRST_SERVER_ERROR = 500;

    private final HttpClient http;
    private final Duration timeout;

    Exchange(HttpClient http, Duration timeout) {
        this.http = http;
        this.timeout = timeout;
    }

    /** An answer in memory. */
    record Answer(int status, String body, OptionalLong offset, Optional<Long> retryAfterSeconds) {
        boolean isSuccess() {
            return status >= 200 && status < 300;
        }

        boolean isWorthRepeating() {
            return status == 429 || status == 503;
        }
    }

    Answer send(HttpRequest.Builder builder) throws IOException, InterruptedException {
        HttpRequest request = builder.timeout(timeout).build();
        requireSafe(request.uri());
        HttpResponse<InputStream> response = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream in = response.body()) {
            byte[] body = in.readNBytes(MAX_ANSWER_BYTES + 1);
            if (body.length > MAX_ANSWER_BYTES) {
                throw new IOException("answer longer than " + MAX_ANSWER_BYTES + " bytes");
            }
            return new Answer(
                    response.statusCode(),
                    new String(body, java.nio.charset.StandardCharsets.UTF_8),
                    number(response, "Upload-Offset"),
                    number(response, "Retry-After").stream().boxed().findFirst());
        }
    }

    /** The refusal that a failed answer means: the problem document's own words, and an exit code by its status. */
    static Refusal refusal(String what, Answer answer) {
        Optional<ObjectNode> problem = problem(answer.body());
        String type = problem.map(tree -> tree.path("type").asText()).orElse("");
        String name = type.substring(type.lastIndexOf(':') + 1);
        String code = name.matches("[a-z][a-z0-9]*(-[a-z0-9]+)*") ? name : "http-" + answer.status();
        String detail = problem.map(tree -> tree.path("detail").asText()).orElse("status " + answer.status());
        String hint = problem.map(tree -> tree.path("hint").asText()).orElse("");
        return new Refusal(exit(answer.status()), code, what + ": " + detail, hint);
    }

    private static ExitCode exit(int status) {
        return switch (status) {
            case 401, 403 -> ExitCode.DENIED;
            case 404 -> ExitCode.NOT_FOUND;
            case 422 -> ExitCode.INTEGRITY;
            case 429 -> ExitCode.NETWORK;
            default -> status >= FIRST_SERVER_ERROR ? ExitCode.NETWORK : ExitCode.FAILURE;
        };
    }

    private static Optional<ObjectNode> problem(String body) {
        try {
            return Optional.of(
                    StrictJson.parseObject(body.getBytes(java.nio.charset.StandardCharsets.UTF_8), MAX_ANSWER_BYTES));
        } catch (FormatException e) {
            return Optional.empty();
        }
    }

    private static OptionalLong number(HttpResponse<?> response, String header) {
        return response.headers()
                .firstValue(header)
                .filter(text -> text.matches("[0-9]{1,18}"))
                .map(text -> OptionalLong.of(Long.parseLong(text)))
                .orElse(OptionalLong.empty());
    }

    private static void requireSafe(URI uri) throws IOException {
        String host = uri.getHost() == null ? "" : uri.getHost();
        boolean loopback = host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.[0-9]{1,3}){3}");
        if (!"https".equalsIgnoreCase(uri.getScheme()) && !("http".equalsIgnoreCase(uri.getScheme()) && loopback)) {
            throw new IOException("refusing to send in clear to " + host + ": use https");
        }
    }
}
