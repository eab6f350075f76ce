package sealswarm.overlay.edge;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
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
import sealswarm.overlay.token.EdgeToken;
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
 * gets so many an hour.
 */
final class HostRoutes {
    /** Metainfos one network (/24, /48) gets per hour; loopback is exempt. */
    static final int MAX_PER_NETWORK_AND_HOUR = 60;

    /** Networks remembered within an hour; beyond that, hosts are told to come back. */
    static final int MAX_NETWORKS = 100_000;

    private static final Pattern FILE = Pattern.compile("([0-9a-f]{40})(\\.v1)?\\.torrent");

    private final OriginStore store;
    private final EdgeLinks links;
    private final InstantSource clock;
    private final SecureRandom secrets;
    private final Map<String, Integer> issued = new HashMap<>();
    private Instant hour = Instant.EPOCH;

    HostRoutes(OriginStore store, EdgeLinks links, InstantSource clock, SecureRandom secrets) {
        this.store = store;
        this.links = links;
        this.clock = clock;
        this.secrets = secrets;
    }

    void mount(Router router) {
        router.on(HttpMethod.GET, "/host/:file", this::serve);
    }

    private void serve(Exchange exchange) {
        Matcher file = FILE.matcher(exchange.parameter("file"));
        Optional<OriginTrack> track = file.matches() ? store.track(new SwarmId(file.group(1))) : Optional.empty();
        Optional<Metainfo> metainfo = track.filter(found -> found.policy().hosts() == TrackPolicy.Admission.OPEN)
                .flatMap(found -> file.group(2) == null ? Optional.of(found.metainfo()) : found.companion());
        if (track.isEmpty() || metainfo.isEmpty()) {
            exchange.refuse(Problem.notFound("no track here that is open to hosts"));
            return;
        }
        if (!admit(exchange.request().remoteAddress().hostAddress())) {
            exchange.response().putHeader("Retry-After", "3600");
            exchange.refuse(Problem.of(ProblemKind.RATE_LIMITED, "too many hosts from this network within an hour"));
            return;
        }
        exchange.response().putHeader("Cache-Control", "no-store");
        exchange.answer(
                200,
                "application/x-bittorrent",
                Buffer.buffer(links.personalised(metainfo.get(), track.get(), token(track.get()))));
    }

    private EdgeToken token(OriginTrack track) {
        byte[] subject = new byte[Pseudonym.SIZE_BYTES];
        secrets.nextBytes(subject);
        long expiry = clock.instant().getEpochSecond() + EdgeToken.MAX_LIFE_SECONDS;
        return EdgeToken.of(TokenKind.WEBSEED, TrustDomain.USER, track.swarmId(), Pseudonym.of(subject), expiry)
                .withFlags(Set.of(TokenFlag.HOST));
    }

    private boolean admit(String address) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.HOURS);
        if (!now.equals(hour)) {
            hour = now;
            issued.clear();
        }
        try {
            InetAddress from = InetAddress.getByName(address);
            if (from.isLoopbackAddress()) {
                return true;
            }
            byte[] bytes = from.getAddress();
            String network = java.util.HexFormat.of().formatHex(bytes, 0, bytes.length == 4 ? 3 : 6);
            if (issued.size() >= MAX_NETWORKS && !issued.containsKey(network)) {
                return false;
            }
            return issued.merge(network, 1, Integer::sum) <= MAX_PER_NETWORK_AND_HOUR;
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
