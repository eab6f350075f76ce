package sealswarm.overlay.edge;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sealswarm.overlay.http.Exchange;
import sealswarm.overlay.http.Problem;
import sealswarm.overlay.http.ProblemKind;
import sealswarm.overlay.http.Router;
import sealswarm.overlay.metainfo.Metainfo;
import sealswarm.overlay.origin.OriginStore;
import sealswarm.overlay.origin.OriginTrack;
import sealswarm.overlay.token.EdgeName;
import sealswarm.overlay.token.EdgeToken;
import sealswarm.overlay.token.HostStatement;
import sealswarm.overlay.token.PeerKeyThumbprint;
import sealswarm.overlay.token.PeerSigningKey;
import sealswarm.overlay.token.Pseudonym;
import sealswarm.overlay.token.SwarmId;
import sealswarm.overlay.token.TokenFlag;
import sealswarm.overlay.token.TokenKind;
import sealswarm.overlay.token.TrustDomain;
import sealswarm.overlay.tracker.TrackPolicy;
import sealswarm.overlay.webseed.EdgeLinks;

/**
 * {@code GET /host/<swarmId>.torrent} and {@code .v1.torrent}: a metainfo with tokens for an untrusted host that wants to carry a
 * track, where the track's policy is open to hosts. The tokens carry the HOST flag and a pseudonym of their own, and each network
 * gets so many an hour. With {@code ?key=<thumbprint>} they name the host's key, so that it can
 * be certified. {@code .statement}: what the shop says of that track, signed.
 */
final class HostRoutes {
    /** Files one network gets per hour: three make a track. */
    static final int MAX_PER_NETWORK_AND_HOUR = 180;

    private static final Pattern FILE = Pattern.compile("([0-9a-f]{40})\\.(torrent|v1\\.torrent|statement)");
    private static final Pattern THUMBPRINT = Pattern.compile("[0-9a-f]{64}");

    private final OriginStore store;
    private final EdgeLinks links;
    private final Voice voice;
    private final InstantSource clock;
    private final SecureRandom secrets;
    private final NetworkQuota quota;

    /**
     * Who speaks in statements.
     *
     * @param edge this edge
     * @param key its certificate key
     * @param shop where the shop is
     * @param abuseContact where complaints go
     */
    record Voice(EdgeName edge, PeerSigningKey key, String shop, String abuseContact) {}

    HostRoutes(OriginStore store, EdgeLinks links, Voice voice, InstantSource clock, SecureRandom secrets) {
        this.store = store;
        this.links = links;
        this.voice = voice;
        this.clock = clock;
        this.secrets = secrets;
        this.quota = new NetworkQuota(MAX_PER_NETWORK_AND_HOUR, clock);
    }

    void mount(Router router) {
        router.on(HttpMethod.GET, "/host/:file", this::serve);
    }

    private void serve(Exchange exchange) {
        Matcher file = FILE.matcher(exchange.parameter("file"));
        Optional<OriginTrack> track = file.matches() ? store.track(new SwarmId(file.group(1))) : Optional.empty();
        if (track.isEmpty() || track.get().policy().hosts() != TrackPolicy.Admission.OPEN) {
            exchange.refuse(Problem.notFound("no track here that is open to hosts"));
            return;
        }
        Optional<PeerKeyThumbprint> key = key(exchange);
        if (key.isEmpty()) {
            exchange.refuse(Problem.malformed("key is the SHA-256 of a peer key, 64 lower-case hex digits"));
            return;
        }
        if (!quota.admit(exchange.request().remoteAddress().hostAddress())) {
            exchange.response().putHeader("Retry-After", "3600");
            exchange.refuse(Problem.of(ProblemKind.RATE_LIMITED, "too many hosts from this network within an hour"));
            return;
        }
        exchange.response().putHeader("Cache-Control", "no-store");
        switch (file.group(2)) {
            case "statement" -> exchange.answer(200, "text/plain;charset=utf-8", Buffer.buffer(statement(track.get())));
            case "torrent" ->
                metainfo(exchange, track.get(), Optional.of(track.get().metainfo()), key.get());
            default -> metainfo(exchange, track.get(), track.get().companion(), key.get());
        }
    }

    /** The key to name; none where the host wants none. */
    private static Optional<PeerKeyThumbprint> key(Exchange exchange) {
        String hex = exchange.request().getParam("key");
        if (hex == null) {
            return Optional.of(PeerKeyThumbprint.NONE);
        }
        return THUMBPRINT.matcher(hex).matches() ? Optional.of(new PeerKeyThumbprint(hex)) : Optional.empty();
    }

    private void metainfo(Exchange exchange, OriginTrack track, Optional<Metainfo> metainfo, PeerKeyThumbprint key) {
        if (metainfo.isEmpty()) {
            exchange.refuse(Problem.notFound("the track has no such metainfo"));
            return;
        }
        exchange.answer(
                200,
                "application/x-bittorrent",
                Buffer.buffer(links.personalised(metainfo.get(), track, token(track, key))));
    }

    private String statement(OriginTrack track) {
        return new HostStatement(
                        voice.edge(),
                        voice.shop(),
                        voice.abuseContact(),
                        track.swarmId(),
                        track.sizeBytes(),
                        clock.instant().truncatedTo(ChronoUnit.SECONDS))
                .signed(voice.key());
    }

    private EdgeToken token(OriginTrack track, PeerKeyThumbprint key) {
        byte[] subject = new byte[Pseudonym.SIZE_BYTES];
        secrets.nextBytes(subject);
        long expiry = clock.instant().getEpochSecond() + EdgeToken.MAX_LIFE_SECONDS;
        return EdgeToken.of(TokenKind.WEBSEED, TrustDomain.USER, track.swarmId(), Pseudonym.of(subject), expiry)
                .withFlags(Set.of(TokenFlag.HOST))
                .withPeerKey(key);
    }
}
