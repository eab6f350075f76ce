package sealswarm.license.server.http;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import sealswarm.format.problem.FormatException;
import sealswarm.license.problem.ProblemType;

/**
 * Answers a repeated request with the stored reply of the first (hostile input: replays, retries, double clicks).
 *
 * <p>The key is bound to route and subject; the same key with another body is refused; while the first is still being
 * answered the second gets {@code in-progress}. A server that died while answering leaves its claim behind: after {@link
 * #CLAIM_LIFE} a repeat takes it over, which is safe because what the rooms do underneath has deterministic ids.
 */
public final class Idempotency {
    /** After this time without a reply the next repeat does the work itself. */
    public static final Duration CLAIM_LIFE = Duration.ofSeconds(60);

    private final RequestStore requests;
    private final Workers workers;
    private final InstantSource clock;

    public Idempotency(RequestStore requests, Workers workers, InstantSource clock) {
        this.requests = requests;
        this.workers = workers;
        this.clock = clock;
    }

    /**
     * Runs {@code work} once for the request's idempotency key.
     *
     * @param route the route's name in the key, as in {@code POST /v1/grants}
     * @param work answers the request; problems it ends with are stored too, unless they say "try again" (429, 5xx)
     */
    public Future<Reply> once(String route, ApiRequest request, ApiHandler work) {
        String id = route + ":" + request.caller().subject() + ":" + request.idempotencyKey();
        String hash = hash(request);
        Instant now = clock.instant();
        return workers.store(() -> requests.claim(id, hash, now, now.minus(CLAIM_LIFE)))
                .compose(claim -> answer(claim, id, hash, request, work));
    }

    private Future<Reply> answer(
            RequestStore.Claim claim, String id, String hash, ApiRequest request, ApiHandler work) {
        if (!claim.requestHash().equals(hash)) {
            return Future.failedFuture(ProblemException.of(
                    ProblemType.IDEMPOTENCY_MISMATCH, "this Idempotency-Key was sent with another request"));
        }
        return switch (claim.state()) {
            case MINE -> work(id, request, work);
            case BUSY ->
                Future.failedFuture(ProblemException.of(
                        ProblemType.IN_PROGRESS, "the first request with this key is not answered yet"));
            case DONE ->
                Future.succeededFuture(new Reply.Whole(
                        claim.reply().status(),
                        claim.reply().mediaType(),
                        Map.of(),
                        claim.reply().body()));
        };
    }

    private Future<Reply> work(String id, ApiRequest request, ApiHandler work) {
        Future<Reply> answered;
        try {
            answered = work.handle(request);
        } catch (RuntimeException failure) {
            answered = Future.failedFuture(failure);
        }
        return answered.recover(failure -> refusal(failure, request))
                .compose(reply -> keep(id, reply), failure -> release(id, failure));
    }

    private static Future<Reply> refusal(Throwable failure, ApiRequest request) {
        if (failure instanceof FormatException refused) {
            return Future.succeededFuture(Problems.reply(Problems.ofFormat(refused), request.requestId()));
        }
        if (failure instanceof ProblemException problem
                && problem.type().status() < 500
                && problem.type() != ProblemType.RATE_LIMITED) {
            return Future.succeededFuture(Problems.reply(problem, request.requestId()));
        }
        return Future.failedFuture(failure);
    }

    private Future<Reply> keep(String id, Reply reply) {
        if (!(reply instanceof Reply.Whole whole)) {
            return Future.failedFuture(new IllegalStateException("a reply of pages cannot be stored: " + id));
        }
        RequestStore.StoredReply stored = new RequestStore.StoredReply(whole.status(), whole.mediaType(), whole.body());
        return workers.store(() -> {
            requests.finish(id, stored);
            return reply;
        });
    }

    private Future<Reply> release(String id, Throwable failure) {
        return workers.store(() -> {
                    requests.release(id);
                    return id;
                })
                .transform(released -> Future.failedFuture(failure));
    }

    /** What makes two requests the same: the path's and query's values and the exact body. */
    private static String hash(ApiRequest request) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(new java.util.TreeMap<>(request.path()).toString().getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            digest.update(new java.util.TreeMap<>(request.query()).toString().getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            Buffer body = request.body();
            return HexFormat.of().formatHex(digest.digest(body.getBytes()));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
