package sealswarm.overlay.webseed;

import sealswarm.overlay.swarm.FallbackPolicy;

/**
 * When a player takes from the edge: at once for the first seconds, so that play begins; then only what a reader waits for, what
 * the swarm is too slow to bring in time, and now and then a piece that nobody has, each peer another one; everything if there is
 * no peer. Immutable and pure.
 *
 * @param mediaBytesPerSecond rate of the media; 0 if nothing is played
 * @param edgeOffset the tracker's {@code ss edge offset}, which spreads peers over the missing pieces
 */
public record EdgeBackstop(long mediaBytesPerSecond, int edgeOffset) implements FallbackPolicy {
    /** How long peers have to appear before the edge alone is used. */
    public static final long GRACE_MILLIS = 4_000;

    private static final double ENOUGH = 1.1;
    private static final long SLOT_MILLIS = 1_000;
    private static final int GOLDEN = 0x9E37_79B9;

    public EdgeBackstop {
        if (mediaBytesPerSecond < 0) {
            throw new IllegalArgumentException("a rate is not negative: " + mediaBytesPerSecond);
        }
    }

    @Override
    public Allowance allow(SwarmView view) {
        boolean starting = view.nowMillis() - view.startedMillis() < GRACE_MILLIS;
        if (starting) {
            return view.readersWaiting() > 0 ? Allowance.CRITICAL : Allowance.NONE;
        }
        if (view.peers() == 0) {
            return Allowance.ANY;
        }
        boolean mayFetchAhead = view.unavailablePieces() > 0 && isMyTurn(view);
        if (view.readersWaiting() > 0 || view.downloadRate() < mediaBytesPerSecond * ENOUGH) {
            return mayFetchAhead ? Allowance.CRITICAL_AND_UNAVAILABLE : Allowance.CRITICAL;
        }
        return mayFetchAhead ? Allowance.CRITICAL_AND_UNAVAILABLE : Allowance.NONE;
    }

    /** In each second about one peer of the swarm fetches a missing piece: with more missing, more peers. */
    private boolean isMyTurn(SwarmView view) {
        long slot = view.nowMillis() / SLOT_MILLIS;
        int draw = (int) ((slot + edgeOffset) * GOLDEN) >>> 8;
        return draw % (view.peers() + 1) < view.unavailablePieces();
    }
}
