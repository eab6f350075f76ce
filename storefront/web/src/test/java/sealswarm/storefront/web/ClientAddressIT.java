package sealswarm.storefront.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientAddressIT {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "OF_CONNECTION | 203.0.113.7             | 127.0.0.1",
                "OF_PROXY      | 203.0.113.7             | 203.0.113.7",
                "OF_PROXY      | 10.9.8.7, 203.0.113.7   | 203.0.113.7",
                "OF_PROXY      | 2001:db8::1             | 2001:db8::1",
                "OF_PROXY      | unknown                 | 127.0.0.1",
                "OF_PROXY      | 203.0.113.7,            | 127.0.0.1",
                "OF_PROXY      | <script>                | 127.0.0.1"
            })
    void believesOnlyWhatTheProxyItselfWrote(ClientAddress addresses, String forwarded, String expected)
            throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            var server = vertx.createHttpServer()
                    .requestHandler(request -> request.response().end(addresses.of(request)))
                    .listen(0, "127.0.0.1")
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(30, TimeUnit.SECONDS);
            HttpResponse<String> answer = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.actualPort()))
                                    .header("X-Forwarded-For", forwarded)
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertEquals(expected, answer.body());
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
        }
    }
}
