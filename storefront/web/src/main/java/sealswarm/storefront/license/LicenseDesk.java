package sealswarm.storefront.license;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sealswarm.license.client.AccessTokens;
import sealswarm.license.client.ApiRefusal;
import sealswarm.license.client.LicenseApi;
import sealswarm.license.problem.ProblemType;
import sealswarm.storefront.account.Issuer;
import sealswarm.storefront.account.SignedIn;
import sealswarm.storefront.web.PageRefusal;

/**
 * Calls the license server. Offers, charges, vouchers and grants go in the shop's own name; what a person sees or
 * closes goes in theirs, with their token. A refusal fails with {@link PageRefusal} of the same problem; no answer fails
 * with {@code upstream-unavailable}, after which any write may be repeated as it was. Event loop only.
 */
public final class LicenseDesk implements AutoCloseable {
    /** Calls that run at once; more wait their turn. */
    public static final int MAX_CALLS = 16;

    private static final Logger LOG = LoggerFactory.getLogger(LicenseDesk.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final URI server;
    private final Issuer issuer;
    private final HttpClient http = LicenseApi.newHttpClient();
    private final WorkerExecutor workers;

    /** A desk for a license server; the issuer gives the shop's own token. */
    public LicenseDesk(Vertx vertx, URI server, Issuer issuer) {
        this.server = server;
        this.issuer = issuer;
        this.workers = vertx.createSharedWorkerExecutor("storefront-license", MAX_CALLS);
    }

    /** Calls in the shop's own name. */
    public <T> Future<T> asShop(LicenseCall<T> call) {
        return issuer.ownToken().compose(token -> call(token, call)).onFailure(failure -> {
            if (failure instanceof PageRefusal refusal && refusal.type() == ProblemType.UNAUTHENTICATED) {
                issuer.dropOwnToken();
            }
        });
    }

    /** Calls in a person's name. */
    public <T> Future<T> as(SignedIn person, LicenseCall<T> call) {
        return call(person.accessToken(), call);
    }

    /** Calls with a bearer token that came with a request. */
    public <T> Future<T> withBearer(String token, LicenseCall<T> call) {
        return call(token, call);
    }

    /** Succeeds if the license server shows its keys now; they need no token. */
    public Future<?> probe() {
        return call("", LicenseApi::keys);
    }

    /** Runs blocking work that belongs to a call, such as reading what it answered. */
    public <T> Future<T> blocking(Callable<T> work) {
        return workers.executeBlocking(work, false);
    }

    @Override
    public void close() {
        workers.close();
    }

    private <T> Future<T> call(String token, LicenseCall<T> call) {
        LicenseApi api = new LicenseApi(server, http, AccessTokens.fixed(token), TIMEOUT);
        return workers.executeBlocking(() -> call.on(api), false).recover(LicenseDesk::refused);
    }

    private static <T> Future<T> refused(Throwable failure) {
        if (failure instanceof ApiRefusal refusal) {
            return Future.failedFuture(new PageRefusal(refusal.problem().type()));
        }
        if (failure instanceof IOException) {
            LOG.atWarn().addKeyValue("reason", failure.toString()).log("license server does not answer");
            return Future.failedFuture(new PageRefusal(ProblemType.UPSTREAM_UNAVAILABLE));
        }
        return Future.failedFuture(failure);
    }
}
