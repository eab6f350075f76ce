package sealswarm.license.server.identity;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.util.concurrent.TimeUnit;

/** {@link KeySource} over HTTP: no redirects, 5 s, {@link IssuerKeys#MAX_BYTES}. */
final class VertxKeySource implements KeySource {
    private static final long TIMEOUT_MILLIS = 5_000;

    private final HttpClient client;
    private final RequestOptions request;

    VertxKeySource(Vertx vertx, URI address) {
        this.client = vertx.createHttpClient(new HttpClientOptions().setConnectTimeout((int) TIMEOUT_MILLIS));
        this.request = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setAbsoluteURI(address.toString())
                .setFollowRedirects(false)
                .setTimeout(TIMEOUT_MILLIS);
    }

    @Override
    public Future<Buffer> fetch() {
        return client.request(request)
                .compose(sent -> sent.send().compose(VertxKeySource::read))
                .timeout(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
    }

    private static Future<Buffer> read(HttpClientResponse response) {
        if (response.statusCode() != 200) {
            response.request().connection().close();
            return Future.failedFuture(new IllegalStateException("key set: status " + response.statusCode()));
        }
        Promise<Buffer> whole = Promise.promise();
        Buffer collected = Buffer.buffer();
        response.handler(part -> {
            if (collected.length() + part.length() > IssuerKeys.MAX_BYTES) {
                whole.tryFail(new IllegalStateException("key set: larger than " + IssuerKeys.MAX_BYTES + " bytes"));
                response.request().connection().close();
            } else {
                collected.appendBuffer(part);
            }
        });
        response.exceptionHandler(whole::tryFail);
        response.endHandler(ended -> whole.tryComplete(collected));
        return whole.future();
    }
}
