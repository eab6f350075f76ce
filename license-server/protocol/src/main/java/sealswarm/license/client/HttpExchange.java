package sealswarm.license.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One HTTP request with a whole answer: bounded in time, headers and body together, and in size. Redirects are not followed, since
 * a token must not go elsewhere; plain HTTP is used to loopback only.
 */
final class HttpExchange {
    private final HttpClient http;
    private final Duration timeout;

    HttpExchange(HttpClient http, Duration timeout) {
        this.http = http;
        this.timeout = timeout;
    }

    /** An answer in memory. */
    static final class Answer {
        private final int status;
        private final byte[] body;

        Answer(int status, byte[] body) {
            this.status = status;
            this.body = body;
        }

        int status() {
            return status;
        }

        byte[] body() {
            return body.clone();
        }

        boolean isSuccess() {
            return status >= 200 && status < 300;
        }
    }

    /** Sends and waits for the whole answer of at most {@code maxBytes}. */
    Answer send(HttpRequest.Builder request, int maxBytes) throws IOException, InterruptedException {
        HttpRequest built = request.timeout(timeout).build();
        requireSafe(built.uri());
        CompletableFuture<HttpResponse<byte[]>> sent = http.sendAsync(built, info -> new Bounded(maxBytes));
        try {
            HttpResponse<byte[]> response = sent.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return new Answer(response.statusCode(), response.body());
        } catch (TimeoutException e) {
            sent.cancel(true);
            throw new HttpTimeoutException("no whole answer of " + built.uri().getHost() + " within " + timeout);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException("request failed", e.getCause());
        } catch (InterruptedException e) {
            sent.cancel(true);
            throw e;
        }
    }

    /** Refuses to send to another machine in clear. */
    static void requireSafe(URI uri) throws IOException {
        if (!isSafe(uri)) {
            throw new IOException("refusing to send a token in clear to " + uri.getHost() + ": use https");
        }
    }

    static boolean isSafe(URI uri) {
        String host = uri.getHost() == null ? "" : uri.getHost();
        boolean loopback = host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.[0-9]{1,3}){3}");
        return "https".equalsIgnoreCase(uri.getScheme()) || ("http".equalsIgnoreCase(uri.getScheme()) && loopback);
    }

    /** Collects at most so many bytes, then cancels. */
    private static final class Bounded implements HttpResponse.BodySubscriber<byte[]> {
        private final int maxBytes;
        private final CompletableFuture<byte[]> body = new CompletableFuture<>();
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private Flow.@org.jspecify.annotations.Nullable Subscription subscription;

        Bounded(int maxBytes) {
            this.maxBytes = maxBytes;
        }

        @Override
        public CompletionStage<byte[]> getBody() {
            return body;
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            given.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(List<ByteBuffer> buffers) {
            for (ByteBuffer buffer : buffers) {
                if (buffer.remaining() > maxBytes - bytes.size()) {
                    if (subscription != null) {
                        subscription.cancel();
                    }
                    body.completeExceptionally(new IOException("answer longer than " + maxBytes + " bytes"));
                    return;
                }
                byte[] part = new byte[buffer.remaining()];
                buffer.get(part);
                bytes.writeBytes(part);
            }
        }

        @Override
        public void onError(Throwable failure) {
            body.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            body.complete(bytes.toByteArray());
        }
    }
}
