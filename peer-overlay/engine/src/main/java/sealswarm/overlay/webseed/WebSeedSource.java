package sealswarm.overlay.webseed;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sealswarm.overlay.merkle.LeafSidecar;
import sealswarm.overlay.merkle.MerkleHash;
import sealswarm.overlay.merkle.MerkleLayer;
import sealswarm.overlay.swarm.LeafSource;
import sealswarm.overlay.swarm.MonotonicClock;
import sealswarm.overlay.swarm.RangeSource;

/**
 * A web seed (BEP 19) as a source of blocks, and the {@code .leaves} beside it as a source of leaves. Belongs to the event loop of
 * the swarm it is added to. What it brings is untrusted until the swarm has checked it.
 */
public final class WebSeedSource implements RangeSource, LeafSource {
    private static final Logger LOG = LoggerFactory.getLogger(WebSeedSource.class);
    private static final int CONNECT_MILLIS = 3_000;
    private static final int MAX_LEAVES = 1 << 16;

    private final Vertx vertx;
    private final HttpClient client;
    private final String url;
    private final String leavesUrl;
    private final String name;
    private final MonotonicClock clock;
    private final RangeFetch.Waits waits;
    private final Set<String> listed;
    private final SourceHealth health = new SourceHealth();

    /**
     * A source over a URL of a file.
     *
     * @param url {@code http} or {@code https}; if it ends with a slash, the track's name is added (BEP 19)
     * @param trackName name in the metainfo
     * @param leavesUrl where the leaves are; if not known, beside the file
     * @throws IllegalArgumentException for any other URL
     */
    public WebSeedSource(Vertx vertx, String url, String trackName, Optional<String> leavesUrl, MonotonicClock clock) {
        this(vertx, url, trackName, leavesUrl, Set.of(), clock, RangeFetch.Waits.DEFAULT);
    }

    /**
     * As the other, with the origins of all web seeds of the track: told to go to one of them, this source rests as long as it was told.
     *
     * @param listed as {@link #origin} gives them
     */
    public WebSeedSource(
            Vertx vertx,
            String url,
            String trackName,
            Optional<String> leavesUrl,
            Set<String> listed,
            MonotonicClock clock) {
        this(vertx, url, trackName, leavesUrl, listed, clock, RangeFetch.Waits.DEFAULT);
    }

    /** Scheme, host and port of an address; empty if it has none. */
    public static String origin(String url) {
        try {
            URI uri = new URI(url);
            String scheme = uri.getScheme();
            String host = uri.getHost();
            if (scheme == null || host == null) {
                return "";
            }
            int port = uri.getPort() >= 0 ? uri.getPort() : scheme.equalsIgnoreCase("https") ? 443 : 80;
            return (scheme + "://" + host + ":" + port).toLowerCase(Locale.ROOT);
        } catch (URISyntaxException e) {
            return "";
        }
    }

    WebSeedSource(
            Vertx vertx,
            String url,
            String trackName,
            Optional<String> leavesUrl,
            Set<String> listed,
            MonotonicClock clock,
            RangeFetch.Waits waits) {
        this.vertx = vertx;
        this.listed = Set.copyOf(listed);
        this.waits = waits;
        this.url = url.endsWith("/") ? url + trackName : url;
        this.leavesUrl = leavesUrl.orElse(this.url + LeafSidecar.SUFFIX);
        this.clock = clock;
        this.name = checked(this.url).getHost();
        checked(this.leavesUrl);
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setConnectTimeout(CONNECT_MILLIS).setDecompressionSupported(false),
                new PoolOptions().setHttp1MaxSize(SourceHealth.PARALLEL + 1));
    }

    private static URI checked(String url) {
        URI uri = URI.create(url);
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (uri.getHost() == null || uri.getUserInfo() != null || !(scheme.equals("http") || scheme.equals("https"))) {
            throw new IllegalArgumentException("a web seed is an http or https URL with a host");
        }
        return uri;
    }

    /** The host alone: the path holds a token. */
    @Override
    public String name() {
        return name;
    }

    @Override
    public Fetch fetch(long offset, int lengthBytes, Receiver receiver) {
        RangeFetch fetch = RangeFetch.start(
                vertx,
                client,
                waits,
                listed,
                url,
                offset,
                lengthBytes,
                new RangeFetch.Outcome(
                        receiver::bytes,
                        () -> {
                            health.succeeded();
                            receiver.complete();
                        },
                        reason -> {
                            health.failed(clock.millis());
                            LOG.info("web seed {} failed: {}", name, reason);
                            receiver.failed(reason);
                        },
                        millis -> health.askedToWait(clock.millis(), millis)));
        return fetch::cancel;
    }

    @Override
    public int parallelRanges() {
        return health.parallel(clock.millis());
    }

    @Override
    public void ban() {
        LOG.warn("web seed {} sent a wrong block and is not asked again", name);
        health.ban();
    }

    @Override
    public void leaves(long first, int count, Consumer<Optional<MerkleLayer>> done) {
        if (count < 1 || count > MAX_LEAVES) {
            done.accept(Optional.empty());
            return;
        }
        ByteBuffer all = ByteBuffer.allocate(count * MerkleHash.LENGTH);
        RangeFetch.start(
                vertx,
                client,
                waits,
                listed,
                leavesUrl,
                LeafSidecar.offset(first),
                all.capacity(),
                new RangeFetch.Outcome(
                        all::put,
                        () -> done.accept(Optional.of(MerkleLayer.of(all.array()))),
                        reason -> done.accept(Optional.empty()),
                        millis -> {}));
    }

    @Override
    public void close() {
        health.ban();
        client.close();
    }
}
