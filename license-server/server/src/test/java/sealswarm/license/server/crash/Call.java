package sealswarm.license.server.crash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import sealswarm.license.wire.Sha256Hex;

/**
 * A request as a client keeps it on its disk before it sends it, so that it can be sent again byte for byte.
 *
 * @param name of the flow, without spaces
 * @param body base64
 */
record Call(String name, String method, String path, String token, String body) {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final ObjectMapper JSON = new ObjectMapper();

    static Call of(String name, String method, String path, String token, byte[] body) {
        return new Call(name, method, path, token, Base64.getEncoder().encodeToString(body));
    }

    /** Notes the call at the end of the file. */
    void keep(Path file) throws IOException {
        String line = String.join(" ", name, method, path, token, body) + "\n";
        Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    static List<Call> kept(Path file) throws IOException {
        List<Call> calls = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            String[] parts = line.split(" ", -1);
            calls.add(new Call(parts[0], parts[1], parts[2], parts[3], parts[4]));
        }
        return calls;
    }

    /**
     * Sends it.
     *
     * @return what must be the same whenever it is sent: of receipts the signed place up to which the server has them, of anything
     *     else the hash of the whole answer
     */
    String send(URI server) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = HTTP.send(
                HttpRequest.newBuilder(server.resolve(path))
                        .method(
                                method,
                                HttpRequest.BodyPublishers.ofByteArray(
                                        Base64.getDecoder().decode(body)))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", name)
                        .timeout(Duration.ofMinutes(2))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        if (answer.statusCode() != 200) {
            throw new IOException(
                    name + ": " + answer.statusCode() + " " + new String(answer.body(), StandardCharsets.UTF_8));
        }
        return path.equals("/v1/usage")
                ? place(answer.body())
                : Sha256Hex.of(answer.body()).hex();
    }

    private static String place(byte[] answer) throws IOException {
        byte[] payload = Base64.getUrlDecoder()
                .decode(JSON.readTree(answer).path("head").path("payload").asText());
        JsonNode head = JSON.readTree(payload);
        return head.path("epoch").asText() + ":" + head.path("seq").asText() + ":"
                + head.path("hash").asText();
    }
}
