package sealswarm.overlay.tracker;

import java.util.Set;
import sealswarm.overlay.token.EdgeToken;
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

    /** Whether the holder of a token may have the track at all: a host's token ends when the policy closes to hosts. */
    public boolean admits(EdgeToken token) {
        return hosts == Admission.OPEN || !token.flags().contains(TokenFlag.HOST);
    }

    /** The policy of an UPLOAD token's flags. */
    public static TrackPolicy of(Set<TokenFlag> flags) {
        return new TrackPolicy(
                flags.contains(TokenFlag.HOSTS_OPEN) ? Admission.OPEN : Admission.CLOSED,
                flags.contains(TokenFlag.STOCK_ALLOWED) ? Admission.OPEN : Admission.CLOSED);
    }
}
