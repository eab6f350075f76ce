package sealswarm.overlay.http;

import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import sealswarm.overlay.token.EdgeToken;
import sealswarm.overlay.token.EdgeTokenRing;
import sealswarm.overlay.token.TokenKind;
import sealswarm.overlay.token.TokenVerdict;

/** Checks the tokens of requests against the edge's keys and clock. Thread-safe. */
public final class TokenGate {
    private final EdgeTokenRing ring;
    private final InstantSource clock;

    /** A gate on the edge's own keys. */
    public TokenGate(EdgeTokenRing ring, InstantSource clock) {
        this.ring = ring;
        this.clock = clock;
    }

    /** What the token in a path is worth for a kind. */
    public TokenVerdict check(String token, TokenKind kind) {
        return ring.check(token, kind, clock.instant());
    }

    /** The token of the path's {@code :token}; nothing, and the exchange refused, if it does not open {@code kind}. */
    public Optional<EdgeToken> open(Exchange exchange, TokenKind kind) {
        return open(exchange, kind, exchange::refuse);
    }

    /** As {@link #open(Exchange, TokenKind)} with the caller's own way to refuse. */
    public Optional<EdgeToken> open(Exchange exchange, TokenKind kind, Consumer<Problem> refuse) {
        return accepted(check(exchange.parameter("token"), kind), refuse);
    }

    /** As {@link #open} with the token of an {@code Authorization: Bearer} header. */
    public Optional<EdgeToken> openBearer(Exchange exchange, TokenKind kind) {
        String header = exchange.request().getHeader("Authorization");
        String scheme = "Bearer ";
        if (header == null || !header.startsWith(scheme)) {
            exchange.response().putHeader("WWW-Authenticate", "Bearer");
            exchange.refuse(Problem.unauthenticated("token missing"));
            return Optional.empty();
        }
        return accepted(check(header.substring(scheme.length()), kind), exchange::refuse);
    }

    private static Optional<EdgeToken> accepted(TokenVerdict verdict, Consumer<Problem> refuse) {
        if (verdict instanceof TokenVerdict.Accepted accepted) {
            return Optional.of(accepted.token());
        }
        if (verdict instanceof TokenVerdict.Refused refused) {
            refuse.accept(Problem.unauthenticated(refused.reason().words()));
        }
        return Optional.empty();
    }
}
