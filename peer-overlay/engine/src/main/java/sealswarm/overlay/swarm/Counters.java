package sealswarm.overlay.swarm;

/** The running numbers behind {@link Totals}. */
final class Counters {
    long fromPeers;
    long fromSources;
    long uploaded;
    long redundant;
    long hashFailures;
    long bans;

    Totals totals() {
        return new Totals(fromPeers, fromSources, uploaded, redundant, hashFailures, bans);
    }
}
