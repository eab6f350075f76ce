package sealswarm.overlay.delivery;

import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import sealswarm.overlay.http.BodyPump;
import sealswarm.overlay.http.Exchange;
import sealswarm.overlay.http.Problem;
import sealswarm.overlay.http.ProblemKind;
import sealswarm.overlay.http.Router;
import sealswarm.overlay.http.TokenGate;
import sealswarm.overlay.origin.OriginStore;
import sealswarm.overlay.origin.OriginTrack;
import sealswarm.overlay.token.EdgeToken;
import sealswarm.overlay.token.SwarmId;
import sealswarm.overlay.token.TokenKind;
import sealswarm.overlay.tracker.Locality;

/**
 * {@code POST /report/<ANNOUNCE token>}: how a track went, from a player. {@code GET /ops/deliveries/<swarmId>}: a track's log as
 * NDJSON, under an OPS token as bearer. Belongs to the edge's event loop.
 */
public final class DeliveryRoutes {
    private static final String MEDIA_TYPE = "application/x-ndjson";

    private final OriginStore store;
    private final TokenGate gate;
    private final Deliveries deliveries;
    private final Locality locality;
    private final WorkerExecutor workers;
    private final InstantSource clock;
    private final Path directory;
    private final ReportGate reports = new ReportGate();

    /** What the routes work with. */
    public record Parts(
            OriginStore store,
            TokenGate gate,
            Deliveries deliveries,
            Locality locality,
            WorkerExecutor workers,
            InstantSource clock) {}

    /** Routes onto the log in {@code directory}. */
    public DeliveryRoutes(Parts parts, Path directory) {
        this.store = parts.store();
        this.gate = parts.gate();
        this.deliveries = parts.deliveries();
        this.locality = parts.locality();
        this.workers = parts.workers();
        this.clock = parts.clock();
        this.directory = directory;
    }

    /** Adds the routes. */
    public void mount(Router router) {
        router.on(HttpMethod.POST, "/report/:token", this::report)
                .on(HttpMethod.GET, "/ops/deliveries/:swarm", this::export);
    }

    private void report(Exchange exchange) {
        HttpServerRequest request = exchange.request();
        BodyPump pump = BodyPump.of(request);
        Optional<EdgeToken> token = gate.open(exchange, TokenKind.ANNOUNCE, problem -> pump.refuse(exchange, problem));
        if (token.isEmpty()) {
            return;
        }
        Optional<OriginTrack> track = store.track(token.get().swarmId());
        if (track.isEmpty()) {
            pump.refuse(exchange, Problem.notFound("no such track under this token"));
            return;
        }
        String length = request.getHeader("Content-Length");
        if (length == null
                || !length.matches("[0-9]{1,4}")
                || Integer.parseInt(length) > QualityReport.MAX_BODY_BYTES) {
            pump.refuse(exchange, Problem.tooLarge(QualityReport.MAX_BODY_BYTES));
            return;
        }
        if (!reports.admits(token.get().swarmId(), token.get().subject(), clock.instant())) {
            exchange.response().putHeader("Retry-After", "3600");
            pump.refuse(exchange, Problem.of(ProblemKind.RATE_LIMITED, "too many reports within an hour"));
            return;
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        pump.into(workers, Integer.parseInt(length), body::writeBytes)
                .onSuccess(nothing -> take(exchange, token.get(), track.get(), body.toByteArray()))
                .onFailure(failure -> request.connection().close());
    }

    private void take(Exchange exchange, EdgeToken token, OriginTrack track, byte[] body) {
        Optional<QualityReport> report = QualityReport.parse(body);
        if (report.isEmpty()) {
            exchange.refuse(Problem.malformed("a report is the JSON object of docs/spec/edge-http-v1.md"));
            return;
        }
        Optional<String> impossible = report.get().impossibility(track.sizeBytes());
        if (impossible.isPresent()) {
            exchange.refuse(Problem.of(ProblemKind.IMPLAUSIBLE, impossible.get()));
            return;
        }
        deliveries.reported(token.swarmId(), report.get(), token.subject(), network(exchange.request()));
        exchange.answer(204);
    }

    private String network(HttpServerRequest request) {
        try {
            return locality.networkOf(
                    InetAddress.getByName(request.remoteAddress().hostAddress()));
        } catch (UnknownHostException e) {
            return "";
        }
    }

    private void export(Exchange exchange) {
        if (gate.openBearer(exchange, TokenKind.OPS).isEmpty()) {
            return;
        }
        Optional<SwarmId> swarm = exchange.swarm();
        if (swarm.isEmpty()) {
            return;
        }
        Path file = DeliveryLog.file(directory, swarm.get());
        workers.executeBlocking(() -> Files.exists(file), false)
                .onSuccess(exists -> {
                    if (!exists) {
                        exchange.refuse(Problem.notFound("nothing is logged of this swarm"));
                        return;
                    }
                    exchange.response()
                            .putHeader("Cache-Control", "no-store")
                            .putHeader("Content-Type", MEDIA_TYPE)
                            .sendFile(file.toString());
                })
                .onFailure(failure -> exchange.refuse(Problem.of(ProblemKind.INTERNAL, "the log cannot be read")));
    }
}
