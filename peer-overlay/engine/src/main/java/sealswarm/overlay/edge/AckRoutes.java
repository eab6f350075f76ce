package sealswarm.overlay.edge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.io.ByteArrayOutputStream;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sealswarm.overlay.ack.AckBatch;
import sealswarm.overlay.collector.Account;
import sealswarm.overlay.collector.AckAuditor;
import sealswarm.overlay.collector.AckCollector;
import sealswarm.overlay.collector.AckRefusal;
import sealswarm.overlay.collector.Flag;
import sealswarm.overlay.http.BodyPump;
import sealswarm.overlay.http.Exchange;
import sealswarm.overlay.http.Problem;
import sealswarm.overlay.http.ProblemKind;
import sealswarm.overlay.http.Router;
import sealswarm.overlay.http.TokenGate;
import sealswarm.overlay.token.EdgeToken;
import sealswarm.overlay.token.TokenKind;

/**
 * {@code POST /acks/<token>}: takes transfer acks of a member; and what follows from them, under an OPS token, as lines of JSON:
 * {@code GET /ops/accounts}, {@code /ops/credits}, {@code /ops/flags}. Judging, and everything that goes through all accounts, is done
 * on the workers.
 */
final class AckRoutes {
    /** Lines of one answer; {@code ?from=<n>} goes on with the n-th, which the answer names if there are more. */
    static final int MAX_LINES = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(AckRoutes.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NDJSON = "application/x-ndjson";
    private static final String NEXT = "Sealswarm-Next";
    private static final String RETRY_SECONDS = "600";

    private final TokenGate gate;
    private final AckCollector collector;
    private final AckAuditor auditor;
    private final WorkerExecutor workers;
    private final InstantSource clock;

    AckRoutes(TokenGate gate, AckCollector collector, AckAuditor auditor, WorkerExecutor workers, InstantSource clock) {
        this.gate = gate;
        this.collector = collector;
        this.auditor = auditor;
        this.workers = workers;
        this.clock = clock;
    }

    void mount(Router router) {
        router.on(HttpMethod.POST, "/acks/:token", this::take)
                .on(HttpMethod.GET, "/ops/accounts", exchange -> lines(exchange, this::accounts))
                .on(HttpMethod.GET, "/ops/credits", exchange -> lines(exchange, this::credits))
                .on(HttpMethod.GET, "/ops/flags", exchange -> lines(exchange, this::flags));
    }

    private void take(Exchange exchange) {
        HttpServerRequest request = exchange.request();
        BodyPump pump = BodyPump.of(request);
        Optional<EdgeToken> token = gate.open(exchange, TokenKind.ANNOUNCE, problem -> pump.refuse(exchange, problem));
        if (token.isEmpty()) {
            return;
        }
        String length = request.getHeader("Content-Length");
        if (length == null || !length.matches("[0-9]{1,7}")) {
            pump.refuse(exchange, Problem.of(ProblemKind.LENGTH_REQUIRED, "a batch of acks needs its length"));
            return;
        }
        if (Integer.parseInt(length) > AckBatch.MAX_BYTES) {
            pump.refuse(exchange, Problem.tooLarge(AckBatch.MAX_BYTES));
            return;
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        pump.into(workers, Integer.parseInt(length), body::writeBytes)
                .onSuccess(nothing -> judge(exchange, body.toByteArray(), token.get()))
                .onFailure(failure -> request.connection().close());
    }

    private void judge(Exchange exchange, byte[] body, EdgeToken token) {
        workers.executeBlocking(
                        () -> {
                            Optional<AckBatch> batch = AckBatch.parse(body);
                            return batch.isEmpty()
                                    ? Optional.<List<AckCollector.Outcome>>empty()
                                    : Optional.of(collector.collect(batch.get(), token, clock.instant()));
                        },
                        false)
                .onSuccess(outcomes -> outcomes.ifPresentOrElse(
                        judged -> exchange.json(200, Map.of("sessions", document(judged))),
                        () -> exchange.refuse(Problem.malformed("the body is no batch of acks"))))
                .onFailure(failure -> failed(exchange, failure));
    }

    private static void failed(Exchange exchange, Throwable failure) {
        exchange.response().putHeader("Retry-After", RETRY_SECONDS);
        if (failure instanceof AckCollector.FullException) {
            exchange.refuse(Problem.of(ProblemKind.OVERLOADED, "no room for more accounts now"));
        } else {
            LOG.error("acks cannot be kept, request {}", exchange.requestId(), failure);
            exchange.refuse(Problem.of(ProblemKind.DISK_FULL, "acks cannot be kept now"));
        }
    }

    private static List<Map<String, Object>> document(List<AckCollector.Outcome> outcomes) {
        List<Map<String, Object>> sessions = new ArrayList<>();
        for (AckCollector.Outcome outcome : outcomes) {
            Map<String, Object> session = new LinkedHashMap<>();
            session.put("accepted", outcome.accepted());
            session.put("repeated", outcome.repeated());
            outcome.refusal().map(AckRefusal::word).ifPresent(word -> session.put("refused", word));
            sessions.add(session);
        }
        return sessions;
    }

    /** One document of an answer of lines. */
    private interface Lines {
        List<Map<String, Object>> all();
    }

    private void lines(Exchange exchange, Lines source) {
        if (gate.openBearer(exchange, TokenKind.OPS).isEmpty()) {
            return;
        }
        String from = Optional.ofNullable(exchange.request().getParam("from")).orElse("0");
        if (!from.matches("[0-9]{1,9}")) {
            exchange.refuse(Problem.malformed("from is the number of a line, from 0"));
            return;
        }
        int first = Integer.parseInt(from);
        exchange.response().putHeader("Cache-Control", "no-store");
        workers.executeBlocking(() -> page(source.all(), first), false)
                .onSuccess(page -> {
                    page.next().ifPresent(next -> exchange.response().putHeader(NEXT, Integer.toString(next)));
                    exchange.answer(200, NDJSON, Buffer.buffer(page.text()));
                })
                .onFailure(failure -> {
                    LOG.error("accounts cannot be shown, request {}", exchange.requestId(), failure);
                    exchange.refuse(Problem.of(ProblemKind.INTERNAL, "internal error"));
                });
    }

    private record Page(String text, Optional<Integer> next) {}

    private static Page page(List<Map<String, Object>> documents, int from) throws JsonProcessingException {
        int first = Math.min(from, documents.size());
        int end = Math.min(first + MAX_LINES, documents.size());
        StringBuilder text = new StringBuilder();
        for (Map<String, Object> document : documents.subList(first, end)) {
            text.append(JSON.writeValueAsString(document)).append('\n');
        }
        return new Page(text.toString(), end < documents.size() ? Optional.of(end) : Optional.empty());
    }

    private List<Map<String, Object>> accounts() {
        List<Map<String, Object>> lines = new ArrayList<>();
        for (Account account : collector.accounts()) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("swarmId", account.owner().swarmId().hex());
            line.put("subject", account.owner().subject().hex());
            line.put("trust", account.owner().domain().name());
            line.put("fromEdgeHttpBytes", account.fromEdgeHttp());
            line.put("fromEdgePeerBytes", account.fromEdgePeer());
            line.put("fromPeersBytes", account.fromPeers());
            line.put("givenBytes", account.given());
            line.put("unprovenBytes", account.unproven());
            lines.add(line);
        }
        return lines;
    }

    private List<Map<String, Object>> credits() {
        List<Map<String, Object>> lines = new ArrayList<>();
        collector.credits().forEach((credit, bytes) -> {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("swarmId", credit.swarmId().hex());
            line.put("peerKey", credit.key().hex());
            line.put("creditedBytes", bytes);
            lines.add(line);
        });
        return lines;
    }

    private List<Map<String, Object>> flags() {
        List<Map<String, Object>> lines = new ArrayList<>();
        for (Flag flag : auditor.audit(collector.claims())) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("subject", flag.subject().hex());
            line.put(
                    "reason",
                    flag.reason().name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'));
            line.put("bytes", flag.bytes());
            lines.add(line);
        }
        return lines;
    }
}
