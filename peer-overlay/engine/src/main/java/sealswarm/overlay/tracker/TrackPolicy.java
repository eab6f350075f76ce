package sealswarm.overlay.tracker;

import java.util.Set;
import sealswarm.overlay.token.TokenFlag;

/**
 * Who may join a track's swarm.
 *
 * @param hosts whether untrusted hosts may carry it
 * @param stock whether stock BitTorrent clients may join
 */
public record TrackPolicy(Admission hosts, Admission stock) {
    /** Everybody who has a token. */
    public static final TrackPolicy OPEN = new TrackPolicy(Admission.OPEN, Admission.OPEN);

    /** Yes or no, by name. */
    public enum Admission {
        OPEN,
        CLOSED
    }

    /** The policy of an UPLOAD token's flags. */
    public static TrackPolicy of(Set<TokenFlag> flags) {
        return new TrackPolicy(
                flags.contains(TokenFlag.HOSTS_OPEN) ? Admission.OPEN : Admission.CLOSED,
                flags.contains(TokenFlag.STOCK_ALLOWED) ? Admission.OPEN : Admission.CLOSED);
    }
}
