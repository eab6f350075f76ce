package sealswarm.overlay.edge;

import io.vertx.core.http.HttpMethod;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import sealswarm.overlay.http.Exchange;
import sealswarm.overlay.http.Problem;
import sealswarm.overlay.http.ProblemKind;
import sealswarm.overlay.http.Router;
import sealswarm.overlay.metainfo.InfoHash;
import sealswarm.overlay.origin.OriginStore;
import sealswarm.overlay.origin.OriginTrack;
import sealswarm.overlay.token.SwarmId;
import sealswarm.overlay.tracker.SwarmCounts;
import sealswarm.overlay.tracker.SwarmTable;
import sealswarm.overlay.tracker.TrackPolicy;

/**
 * What hosts ask without a token: {@code GET /host/tracks[?after=<swarmId>]}, the tracks that hosts may carry and how scarce each
 * is; {@code GET /host/recalled?swarms=<swarmId>,...}, which of the named ones they must give up.
 */
final class HostListRoutes {
    /** Tracks in one answer. */
    static final int MAX_TRACKS = 500;

    /** Swarms in one question. */
    static final int MAX_ASKED = 64;

    /** Questions one network may ask per hour. */
    static final int MAX_PER_NETWORK_AND_HOUR = 1_000;

    private final OriginStore store;
    private final SwarmTable table;
    private final NetworkQuota quota;

    HostListRoutes(OriginStore store, SwarmTable table, InstantSource clock) {
        this.store = store;
        this.table = table;
        this.quota = new NetworkQuota(MAX_PER_NETWORK_AND_HOUR, clock);
    }

    void mount(Router router) {
        router.on(HttpMethod.GET, "/host/tracks", guarded(this::tracks))
                .on(HttpMethod.GET, "/host/recalled", guarded(this::recalled));
    }

    private Consumer<Exchange> guarded(Consumer<Exchange> handler) {
        return exchange -> {
            exchange.response().putHeader("Cache-Control", "no-store");
            if (quota.admit(exchange.request().remoteAddress().hostAddress())) {
                handler.accept(exchange);
            } else {
                exchange.response().putHeader("Retry-After", "3600");
                exchange.refuse(
                        Problem.of(ProblemKind.RATE_LIMITED, "too many questions from this network within an hour"));
            }
        };
    }

    private static boolean isOpen(OriginTrack track) {
        return track.policy().hosts() == TrackPolicy.Admission.OPEN;
    }

    private void tracks(Exchange exchange) {
        String after = Optional.ofNullable(exchange.request().getParam("after")).orElse("");
        List<OriginTrack> open =
                store.tracks().stream().filter(HostListRoutes::isOpen).toList();
        Predicate<OriginTrack> isNext = track -> track.swarmId().hex().compareTo(after) > 0;
        List<Map<String, Object>> page = open.stream()
                .filter(isNext)
                .limit(MAX_TRACKS)
                .map(this::describe)
                .toList();
        exchange.json(200, Map.of("tracks", page, "total", open.size()));
    }

    private Map<String, Object> describe(OriginTrack track) {
        SwarmCounts counts = table.counts(InfoHash.ofHex(track.swarmId().hex())).orElse(new SwarmCounts(0, 0, 0));
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("swarmId", track.swarmId().hex());
        document.put("sizeBytes", track.sizeBytes());
        document.put("seeds", counts.seeds());
        document.put("leechers", counts.leechers());
        return document;
    }

    /** A track that is merely not here is not recalled: the edge may have lost it, and then hosts are the ones who have it. */
    private boolean isRecalled(SwarmId swarmId) {
        return store.isWithdrawn(swarmId)
                || store.track(swarmId).filter(track -> !isOpen(track)).isPresent();
    }

    private void recalled(Exchange exchange) {
        String asked =
                Optional.ofNullable(exchange.request().getParam("swarms")).orElse("");
        List<String> recalled = new ArrayList<>();
        String[] ids = asked.split(",", MAX_ASKED + 1);
        for (String id : ids) {
            Optional<SwarmId> swarmId = SwarmId.parse(id);
            if (swarmId.isEmpty() || ids.length > MAX_ASKED) {
                exchange.refuse(Problem.malformed("swarms is 1 to " + MAX_ASKED + " swarm ids with commas between"));
                return;
            }
            if (isRecalled(swarmId.get())) {
                recalled.add(id);
            }
        }
        exchange.json(200, Map.of("recalled", recalled));
    }
}
