package sealswarm.overlay.token;

import java.util.Optional;

/** What a token opens. Kinds never interchange: a token of one kind is refused on the routes of all others. */
public enum TokenKind {
    /** Tracker announce and scrape, peer certificates, transfer acks. */
    ANNOUNCE(1),
    /** Reading a track, its leaves and its metainfos over HTTP. */
    WEBSEED(2),
    /** Filling the origin store with a track. */
    UPLOAD(3),
    /** The operator's view of an edge; names no swarm. */
    OPS(4),
    /** What an edge tells its siblings of itself; names no swarm. */
    SIBLING(5);

    private final int code;

    TokenKind(int code) {
        this.code = code;
    }

    /** The byte on the wire. */
    public int code() {
        return code;
    }

    /** Whether it opens the edge as a whole and not one swarm. */
    boolean namesNoSwarm() {
        return this == OPS || this == SIBLING;
    }

    static Optional<TokenKind> ofCode(int code) {
        for (TokenKind kind : values()) {
            if (kind.code == code) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
