package sealswarm.license.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** An HTTP client that lets no answer through which the OpenAPI document does not describe. */
final class CheckedHttpClient extends HttpClient {
    private final HttpClient http;
    private final ApiDescription description;

    CheckedHttpClient(HttpClient http, ApiDescription description) {
        this.http = http;
        this.description = description;
    }

    @Override
    public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler)
            throws IOException, InterruptedException {
        return http.send(request, checked(request, handler));
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, BodyHandler<T> handler) {
        return http.sendAsync(request, checked(request, handler));
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
            HttpRequest request, BodyHandler<T> handler, PushPromiseHandler<T> pushed) {
        return http.sendAsync(request, checked(request, handler), pushed);
    }

    private <T> BodyHandler<T> checked(HttpRequest request, BodyHandler<T> handler) {
        return info -> new Tap<>(handler.apply(info), body -> check(request, info, body));
    }

    private void check(HttpRequest request, ResponseInfo info, byte[] body) {
        description.check(
                request.method(),
                request.uri().getRawPath(),
                info.statusCode(),
                info.headers().firstValue("Content-Type").orElse(""),
                body);
    }

    private interface Check {
        void whole(byte[] body);
    }

    /** Passes everything on and looks at the whole body at its end; a body that fails the check ends in its error. */
    private static final class Tap<T> implements BodySubscriber<T> {
        private final BodySubscriber<T> target;
        private final Check check;
        private final ByteArrayOutputStream seen = new ByteArrayOutputStream();

        Tap(BodySubscriber<T> target, Check check) {
            this.target = target;
            this.check = check;
        }

        @Override
        public CompletionStage<T> getBody() {
            return target.getBody();
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            target.onSubscribe(subscription);
        }

        @Override
        public void onNext(List<ByteBuffer> buffers) {
            for (ByteBuffer buffer : buffers) {
                byte[] part = new byte[buffer.remaining()];
                buffer.duplicate().get(part);
                seen.writeBytes(part);
            }
            target.onNext(buffers);
        }

        @Override
        public void onError(Throwable failure) {
            target.onError(failure);
        }

        @Override
        public void onComplete() {
            try {
                check.whole(seen.toByteArray());
                target.onComplete();
            } catch (RuntimeException | AssertionError refused) {
                target.onError(refused);
            }
        }
    }

    @Override
    public Optional<CookieHandler> cookieHandler() {
        return http.cookieHandler();
    }

    @Override
    public Optional<Duration> connectTimeout() {
        return http.connectTimeout();
    }

    @Override
    public Redirect followRedirects() {
        return http.followRedirects();
    }

    @Override
    public Optional<ProxySelector> proxy() {
        return http.proxy();
    }

    @Override
    public SSLContext sslContext() {
        return http.sslContext();
    }

    @Override
    public SSLParameters sslParameters() {
        return http.sslParameters();
    }

    @Override
    public Optional<Authenticator> authenticator() {
        return http.authenticator();
    }

    @Override
    public Version version() {
        return http.version();
    }

    @Override
    public Optional<Executor> executor() {
        return http.executor();
    }
}
