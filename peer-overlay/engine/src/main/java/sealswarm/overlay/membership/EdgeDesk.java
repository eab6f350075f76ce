package sealswarm.overlay.membership;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sealswarm.overlay.ack.AckBatch;
import sealswarm.overlay.token.CertificateRequest;
import sealswarm.overlay.token.PeerCertificate;
import sealswarm.overlay.token.PeerPublicKey;
import sealswarm.overlay.token.PeerSigningKey;
import sealswarm.overlay.token.RequestNonce;

/**
 * A peer's business with its edges: gets the certificate of its key and renews it, and hands in the acks it collected. The edges
 * are asked in turn until one answers. Belongs to the event loop on which {@link #start} is called.
 */
public final class EdgeDesk {
    /** The time between two visits. */
    static final long ROUND_MILLIS = 60_000;

    private static final Logger LOG = LoggerFactory.getLogger(EdgeDesk.class);
    private static final Pattern ANNOUNCE = Pattern.compile("(https?://.+)/announce/([A-Za-z0-9_-]{1,200})");
    private static final long TIMEOUT_SECONDS = 20;
    private static final long GOODBYE_SECONDS = 3;
    private static final int CONNECT_MILLIS = 10_000;
    private static final int MAX_ANSWER_BYTES = 64 << 10;
    private static final int MAX_BATCHES_A_ROUND = 16;
    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;

    private final Vertx vertx;
    private final HttpClient client;
    private final List<Counter> counters;
    private final Set<PeerPublicKey> edgeKeys;
    private final PeerSigningKey key;
    private final InstantSource wall;
    private final RandomGenerator random;
    private @Nullable CertifiedMembership membership;
    private Instant renewAt = Instant.EPOCH;
    private int current;
    private long timer = -1;
    private boolean busy;
    private boolean stopped;

    /** One edge under our token. */
    private record Counter(String url, String token) {}

    private EdgeDesk(
            Vertx vertx,
            List<Counter> counters,
            Set<PeerPublicKey> edgeKeys,
            PeerSigningKey key,
            InstantSource wall,
            RandomGenerator random) {
        this.vertx = vertx;
        this.counters = counters;
        this.edgeKeys = edgeKeys;
        this.key = key;
        this.wall = wall;
        this.random = random;
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setConnectTimeout(CONNECT_MILLIS).setDecompressionSupported(false));
    }

    /**
     * A desk at the edges that are among these trackers; nothing if none is, or no key of theirs is known.
     *
     * @param announceUrls trackers in the order in which they are asked
     * @param edgeKeys keys whose certificates count in this swarm
     * @param key our key for the track, named in the tokens of the URLs
     */
    public static Optional<EdgeDesk> at(
            Vertx vertx,
            List<String> announceUrls,
            Set<PeerPublicKey> edgeKeys,
            PeerSigningKey key,
            InstantSource wall,
            RandomGenerator random) {
        List<Counter> counters = new ArrayList<>();
        for (String url : announceUrls) {
            Matcher ours = ANNOUNCE.matcher(url);
            if (ours.matches()) {
                counters.add(new Counter(ours.group(1), ours.group(2)));
            }
        }
        return counters.isEmpty() || edgeKeys.isEmpty()
                ? Optional.empty()
                : Optional.of(new EdgeDesk(vertx, counters, Set.copyOf(edgeKeys), key, wall, random));
    }

    /** Begins to visit, at once and then every {@link #ROUND_MILLIS}. */
    public void start(CertifiedMembership of) {
        membership = of;
        round();
        timer = vertx.setPeriodic(ROUND_MILLIS, ignored -> round());
    }

    private void round() {
        CertifiedMembership to = membership;
        if (stopped || busy || to == null) {
            return;
        }
        busy = true;
        certify(to).transform(certified -> handIn(to, MAX_BATCHES_A_ROUND)).onComplete(done -> busy = false);
    }

    /** Hands in what is there and ends; does not wait long for an edge that gives no answer. */
    public Future<Void> stop() {
        stopped = true;
        vertx.cancelTimer(timer);
        CertifiedMembership of = membership;
        Future<Void> last = of == null
                ? Future.succeededFuture()
                : handIn(of, MAX_BATCHES_A_ROUND).timeout(GOODBYE_SECONDS, TimeUnit.SECONDS);
        return last.otherwiseEmpty().eventually(client::close);
    }

    private Future<Void> certify(CertifiedMembership to) {
        Instant now = wall.instant();
        if (now.isBefore(renewAt)) {
            return Future.succeededFuture();
        }
        Counter counter = counters.get(current);
        byte[] nonce = new byte[RequestNonce.SIZE_BYTES];
        random.nextBytes(nonce);
        CertificateRequest request = CertificateRequest.make(key, counter.token(), RequestNonce.of(nonce), now);
        return post(counter, "cert", request.bytes())
                .map(answer -> {
                    PeerCertificate certificate = PeerCertificate.parse(answer.getBytes())
                            .orElseThrow(() -> new IllegalArgumentException("the edge's answer is no certificate"));
                    to.certified(certificate, edgeKeys);
                    long life = certificate.expiresAtEpochSecond() - now.getEpochSecond();
                    renewAt = now.plusSeconds(Math.max(1, life / 2));
                    return (Void) null;
                })
                .onFailure(this::failed);
    }

    /** One batch after the other, each kept until the edge has judged it. */
    private Future<Void> handIn(CertifiedMembership of, int batches) {
        Optional<AckBatch> next = of.outbox().next();
        if (next.isEmpty() || batches == 0) {
            return Future.succeededFuture();
        }
        return post(counters.get(current), "acks", next.get().bytes())
                .onSuccess(answer -> of.outbox().judged(next.get()))
                .onFailure(failure -> {
                    if (failure instanceof Refused refused && refused.isFinal()) {
                        of.outbox().judged(next.get());
                    } else {
                        failed(failure);
                    }
                })
                .compose(answer -> handIn(of, batches - 1));
    }

    private void failed(Throwable failure) {
        // The failure's text alone: the URL holds a token.
        LOG.info("an edge gives no certificate or takes no acks: {}", failure.getMessage());
        current = (current + 1) % counters.size();
    }

    /** An answer other than 200. */
    private static final class Refused extends IOException {
        private static final long serialVersionUID = 1;
        private final int status;

        private Refused(int status) {
            super("it answers " + status);
            this.status = status;
        }

        /** True if the same request will never be taken; an old token may be replaced by a new one, so it is not meant. */
        private boolean isFinal() {
            return status == BAD_REQUEST;
        }
    }

    private Future<Buffer> post(Counter counter, String what, byte[] body) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(URI.create(counter.url() + "/" + what + "/" + counter.token())
                        .toString())
                .putHeader("User-Agent", "Sealswarm/1")
                .setFollowRedirects(false);
        return client.request(options).compose(request -> request.send(Buffer.buffer(body))
                .compose(EdgeDesk::answer)
                .timeout(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .onFailure(failure -> request.reset()));
    }

    private static Future<Buffer> answer(HttpClientResponse response) {
        if (response.statusCode() != OK) {
            response.request().reset();
            return Future.failedFuture(new Refused(response.statusCode()));
        }
        String length = response.getHeader("Content-Length");
        if (length == null || !length.matches("[0-9]{1,5}") || Integer.parseInt(length) > MAX_ANSWER_BYTES) {
            response.request().reset();
            return Future.failedFuture(new IOException("its answer is too long"));
        }
        return response.body();
    }
}
