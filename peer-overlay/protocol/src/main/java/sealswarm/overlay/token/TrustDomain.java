package sealswarm.overlay.token;

import java.util.Optional;

/** Who runs a peer, as far as it can prove it. */
public enum TrustDomain {
    /** An edge of the operator: seeds everything, may announce another address than its own. */
    EDGE(1),
    /** A host of an ISP or campus with an operator's certificate. */
    MANAGED(2),
    /** Players and hosts with a token and a certificate. */
    USER(3),
    /** A stock BitTorrent client: a token in its announce URL and nothing else. */
    STOCK(4);

    private final int code;

    TrustDomain(int code) {
        this.code = code;
    }

    /** The byte on the wire. */
    public int code() {
        return code;
    }

    /** The domain of a byte on the wire. */
    public static Optional<TrustDomain> ofCode(int code) {
        for (TrustDomain domain : values()) {
            if (domain.code == code) {
                return Optional.of(domain);
            }
        }
        return Optional.empty();
    }
}
