package sealswarm.overlay.tracker;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import sealswarm.overlay.http.Exchange;
import sealswarm.overlay.http.HolderQuotas;
import sealswarm.overlay.http.Router;
import sealswarm.overlay.http.TokenGate;
import sealswarm.overlay.metainfo.InfoHash;
import sealswarm.overlay.token.EdgeToken;
import sealswarm.overlay.token.TokenKind;
import sealswarm.overlay.token.TokenVerdict;

/**
 * Announce and scrape over HTTP: {@code GET /announce/<token>}, {@code GET /scrape/<token>}. As BitTorrent clients expect, every
 * answer is 200 and bencoded, refusals too. The peer's address is the connection's; no header changes it. Runs on the table's
 * event loop.
 */
public final class TrackerRoutes {
    private static final String MEDIA_TYPE = "text/plain";
    private static final int RETRY_MINUTES = 5;

    private final SwarmTable table;
    private final TokenGate gate;
    private final HolderQuotas quotas;
    private final InstantSource clock;
    private long announces;
    private long refusals;

    /** Routes onto a table. */
    public TrackerRoutes(SwarmTable table, TokenGate gate, HolderQuotas quotas, InstantSource clock) {
        this.quotas = quotas;
        this.table = table;
        this.gate = gate;
        this.clock = clock;
    }

    /** Adds the routes. */
    public void mount(Router router) {
        router.on(HttpMethod.GET, "/announce/:token", this::announce)
                .on(HttpMethod.GET, "/announce", exchange -> refuse(exchange, "token missing"))
                .on(HttpMethod.GET, "/scrape/:token", this::scrape)
                .on(HttpMethod.GET, "/scrape", exchange -> refuse(exchange, "token missing"));
    }

    /** Accepted announces since the start. */
    public long announces() {
        return announces;
    }

    /** Refused announces and scrapes since the start. */
    public long refusals() {
        return refusals;
    }

    private void announce(Exchange exchange) {
        Optional<EdgeToken> token = open(exchange);
        Optional<InetAddress> from = remote(exchange);
        if (token.isEmpty() || from.isEmpty()) {
            return;
        }
        try {
            Instant now = clock.instant();
            if (!quotas.takeAnnounce(token.get(), now)) {
                refuse(exchange, "too many announces with one token");
                return;
            }
            Announce asked = TrackerQuery.announce(query(exchange));
            Announce announce = asked.wanting(quotas.peersToName(token.get(), asked.peersWanted(), now));
            AnnounceOutcome outcome = table.announce(announce, token.get(), from.get(), now.getEpochSecond());
            if (outcome instanceof AnnounceOutcome.Answered answered) {
                quotas.named(token.get(), answered.reply().peers().size(), now);
                announces++;
            } else {
                refusals++;
            }
            exchange.answer(200, MEDIA_TYPE, Buffer.buffer(TrackerMessages.encode(outcome, announce.style())));
        } catch (TrackerQuery.BadQueryException e) {
            refuse(exchange, e.words());
        }
    }

    private void scrape(Exchange exchange) {
        Optional<EdgeToken> token = open(exchange);
        if (token.isEmpty()) {
            return;
        }
        try {
            Map<InfoHash, SwarmCounts> counts = new LinkedHashMap<>();
            for (InfoHash id : TrackerQuery.scrape(query(exchange))) {
                Optional<InfoHash> swarm = table.swarmOf(id);
                if (swarm.isPresent()
                        && swarm.get().hex().equals(token.get().swarmId().hex())) {
                    table.counts(swarm.get()).ifPresent(count -> counts.put(id, count));
                }
            }
            exchange.answer(200, MEDIA_TYPE, Buffer.buffer(TrackerMessages.encodeScrape(counts)));
        } catch (TrackerQuery.BadQueryException e) {
            refuse(exchange, e.words());
        }
    }

    private Optional<EdgeToken> open(Exchange exchange) {
        TokenVerdict verdict = gate.check(exchange.parameter("token"), TokenKind.ANNOUNCE);
        if (verdict instanceof TokenVerdict.Accepted accepted) {
            return Optional.of(accepted.token());
        }
        refuse(exchange, ((TokenVerdict.Refused) verdict).reason().words());
        return Optional.empty();
    }

    private void refuse(Exchange exchange, String reason) {
        refusals++;
        exchange.answer(
                200,
                MEDIA_TYPE,
                Buffer.buffer(TrackerMessages.encode(new AnnounceOutcome.Refused(reason, RETRY_MINUTES))));
    }

    private static String query(Exchange exchange) {
        String query = exchange.request().query();
        return query == null ? "" : query;
    }

    private Optional<InetAddress> remote(Exchange exchange) {
        try {
            String literal = exchange.request().remoteAddress().hostAddress();
            return Optional.of(InetAddress.getByName(literal));
        } catch (UnknownHostException e) {
            refuse(exchange, "address cannot be reached");
            return Optional.empty();
        }
    }
}
