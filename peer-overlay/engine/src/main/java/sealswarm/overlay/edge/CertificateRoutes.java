package sealswarm.overlay.edge;

import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import sealswarm.overlay.http.BodyPump;
import sealswarm.overlay.http.Exchange;
import sealswarm.overlay.http.Problem;
import sealswarm.overlay.http.ProblemKind;
import sealswarm.overlay.http.Router;
import sealswarm.overlay.http.TokenGate;
import sealswarm.overlay.token.CertificateRequest;
import sealswarm.overlay.token.EdgeToken;
import sealswarm.overlay.token.PeerCertificate;
import sealswarm.overlay.token.PeerKeyThumbprint;
import sealswarm.overlay.token.PeerSigningKey;
import sealswarm.overlay.token.TokenKind;

/** {@code POST /cert/<token>}: certifies the one peer key an ANNOUNCE token names. Signatures are made on the workers. */
final class CertificateRoutes {
    private final TokenGate gate;
    private final PeerSigningKey edgeKey;
    private final WorkerExecutor workers;
    private final InstantSource clock;

    CertificateRoutes(TokenGate gate, PeerSigningKey edgeKey, WorkerExecutor workers, InstantSource clock) {
        this.gate = gate;
        this.edgeKey = edgeKey;
        this.workers = workers;
        this.clock = clock;
    }

    void mount(Router router) {
        router.on(HttpMethod.POST, "/cert/:token", this::issue);
    }

    private void issue(Exchange exchange) {
        HttpServerRequest request = exchange.request();
        BodyPump pump = BodyPump.of(request);
        Optional<EdgeToken> token = gate.open(exchange, TokenKind.ANNOUNCE, problem -> pump.refuse(exchange, problem));
        if (token.isEmpty()) {
            return;
        }
        if (!Integer.toString(CertificateRequest.SIZE_BYTES).equals(request.getHeader("Content-Length"))) {
            pump.refuse(
                    exchange,
                    Problem.malformed("a certificate request is " + CertificateRequest.SIZE_BYTES + " bytes"));
            return;
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream(CertificateRequest.SIZE_BYTES);
        pump.into(workers, CertificateRequest.SIZE_BYTES, body::writeBytes)
                .compose(nothing -> workers.executeBlocking(
                        () -> judge(body.toByteArray(), exchange.parameter("token"), token.get()), false))
                .onSuccess(certificate -> {
                    if (certificate.isPresent()) {
                        exchange.response().putHeader("Cache-Control", "no-store");
                        exchange.answer(
                                200,
                                "application/octet-stream",
                                Buffer.buffer(certificate.get().bytes()));
                    } else {
                        exchange.refuse(
                                Problem.of(ProblemKind.BAD_SIGNATURE, "the key is not proven or not the token's"));
                    }
                })
                .onFailure(failure -> request.connection().close());
    }

    private Optional<PeerCertificate> judge(byte[] body, String tokenText, EdgeToken token) {
        Instant now = clock.instant();
        return CertificateRequest.parse(body)
                .filter(asked -> PeerKeyThumbprint.ofKey(asked.peerKey()).equals(token.peerKey()))
                .filter(asked -> asked.proves(tokenText, now))
                .map(asked -> PeerCertificate.issue(token, asked.peerKey(), edgeKey, now));
    }
}
