package sealswarm.overlay.edge;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sealswarm.console.result.Printable;
import sealswarm.overlay.http.BodyPump;
import sealswarm.overlay.http.Exchange;
import sealswarm.overlay.http.Problem;
import sealswarm.overlay.http.Router;
import sealswarm.overlay.http.TokenGate;
import sealswarm.overlay.metainfo.InfoHash;
import sealswarm.overlay.origin.OriginStore;
import sealswarm.overlay.origin.OriginTrack;
import sealswarm.overlay.token.SwarmId;
import sealswarm.overlay.token.TokenKind;
import sealswarm.overlay.tracker.SwarmCounts;
import sealswarm.overlay.tracker.SwarmTable;

/**
 * The operator's view, under an OPS token as bearer: {@code GET /ops/swarms}, {@code GET /ops/swarms/<swarmId>}, {@code POST
 * /ops/bans}. It names swarms by id; which title an id is, only the operator knows.
 */
final class OpsRoutes {
    /** Swarms in one answer; {@code ?after=<swarmId>} goes on. */
    static final int MAX_SWARMS = 500;

    /** Peers in one answer. */
    static final int MAX_PEERS = 200;

    private static final Logger LOG = LoggerFactory.getLogger(OpsRoutes.class);
    private static final int MAX_BODY_BYTES = 4096;
    private static final ObjectMapper STRICT = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private final OriginStore store;
    private final SwarmTable table;
    private final TokenGate gate;
    private final WorkerExecutor workers;
    private final ToLongFunction<SwarmId> deliveredBytes;
    private final Runnable onBan;

    /** The body of {@code POST /ops/bans}. */
    record Ban(String address, String reason) {
        private static final int MAX_REASON = 500;

        Ban {
            if (address == null || !address.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F:]*:[0-9a-fA-F:.]*")) {
                throw new IllegalArgumentException("address must be a numeric address");
            }
            if (reason == null || reason.isBlank() || reason.length() > MAX_REASON) {
                throw new IllegalArgumentException("reason must be 1 to " + MAX_REASON + " characters");
            }
        }
    }

    OpsRoutes(
            OriginStore store,
            SwarmTable table,
            TokenGate gate,
            WorkerExecutor workers,
            ToLongFunction<SwarmId> deliveredBytes,
            Runnable onBan) {
        this.store = store;
        this.table = table;
        this.gate = gate;
        this.workers = workers;
        this.deliveredBytes = deliveredBytes;
        this.onBan = onBan;
    }

    void mount(Router router) {
        router.on(HttpMethod.GET, "/ops/swarms", this::swarms)
                .on(HttpMethod.GET, "/ops/swarms/:swarm", this::swarm)
                .on(HttpMethod.POST, "/ops/bans", this::ban);
    }

    private void swarms(Exchange exchange) {
        if (gate.openBearer(exchange, TokenKind.OPS).isEmpty()) {
            return;
        }
        String after = Optional.ofNullable(exchange.request().getParam("after")).orElse("");
        List<Map<String, Object>> swarms = new ArrayList<>();
        for (OriginTrack track : store.tracks()) {
            if (track.swarmId().hex().compareTo(after) > 0 && swarms.size() < MAX_SWARMS) {
                swarms.add(describe(track));
            }
        }
        exchange.response().putHeader("Cache-Control", "no-store");
        exchange.json(200, Map.of("swarms", swarms, "total", store.tracks().size()));
    }

    private void swarm(Exchange exchange) {
        if (gate.openBearer(exchange, TokenKind.OPS).isEmpty()) {
            return;
        }
        String id = exchange.parameter("swarm");
        Optional<OriginTrack> track = SwarmId.parse(id).flatMap(store::track);
        if (track.isEmpty()) {
            exchange.refuse(Problem.notFound("no such swarm"));
            return;
        }
        Map<String, Object> document = describe(track.get());
        List<Map<String, Object>> peers = new ArrayList<>();
        table.peers(InfoHash.ofHex(id), MAX_PEERS).forEach(peer -> {
            Map<String, Object> view = new LinkedHashMap<>();
            view.put("address", peer.endpoint().address().getHostAddress());
            view.put("port", peer.endpoint().port());
            view.put("client", peer.client());
            view.put("trust", peer.domain().name());
            view.put("leftBytes", peer.left());
            view.put("uploadedBytes", peer.uploaded());
            view.put("downloadedBytes", peer.downloaded());
            peers.add(view);
        });
        document.put("peers", peers);
        exchange.response().putHeader("Cache-Control", "no-store");
        exchange.json(200, document);
    }

    private Map<String, Object> describe(OriginTrack track) {
        SwarmCounts counts = table.counts(InfoHash.ofHex(track.swarmId().hex())).orElse(new SwarmCounts(0, 0, 0));
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("swarmId", track.swarmId().hex());
        document.put("sizeBytes", track.sizeBytes());
        document.put("pieces", track.metainfo().pieceCount());
        document.put("seeds", counts.seeds());
        document.put("leechers", counts.leechers());
        document.put("completions", counts.completions());
        document.put("deliveredBytes", deliveredBytes.applyAsLong(track.swarmId()));
        document.put("hosts", track.policy().hosts().name());
        document.put("stock", track.policy().stock().name());
        return document;
    }

    private void ban(Exchange exchange) {
        HttpServerRequest request = exchange.request();
        BodyPump pump = BodyPump.of(request);
        if (gate.openBearer(exchange, TokenKind.OPS).isEmpty()) {
            pump.drop();
            return;
        }
        String length = request.getHeader("Content-Length");
        if (length == null || !length.matches("[0-9]{1,4}") || Integer.parseInt(length) > MAX_BODY_BYTES) {
            pump.refuse(exchange, Problem.tooLarge(MAX_BODY_BYTES));
            return;
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        pump.into(workers, Integer.parseInt(length), body::writeBytes)
                .onSuccess(nothing -> apply(exchange, body.toByteArray()))
                .onFailure(failure -> request.connection().close());
    }

    private void apply(Exchange exchange, byte[] body) {
        try {
            Ban ban = STRICT.readValue(body, Ban.class);
            int forgotten = table.ban(InetAddress.getByName(ban.address()));
            onBan.run();
            LOG.warn("banned {}: {}, request {}", ban.address(), Printable.line(ban.reason()), exchange.requestId());
            exchange.json(200, Map.of("address", ban.address(), "forgottenPeers", forgotten));
        } catch (IOException e) {
            exchange.refuse(Problem.malformed("a ban is {\"address\": numeric address, \"reason\": text}"));
        }
    }
}
