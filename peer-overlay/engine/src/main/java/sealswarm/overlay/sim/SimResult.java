package sealswarm.overlay.sim;

import java.util.List;

/**
 * What came of a simulated run.
 *
 * @param scenario what was run
 * @param traceHash equal for equal runs
 * @param virtualSeconds when the run ended
 * @param peerTotal number of peers
 * @param completionSeconds time from its start to its last byte, of each peer that finished, in ascending order
 * @param startUpSeconds time from its start to play, of each peer that began to play, in ascending order
 * @param stalls times that play had to stop, all peers together
 * @param edgeBytes payload sent by the edge, as peer and as web seed
 * @param peerBytes payload sent by peers
 * @param redundantBytes payload that was there already
 * @param crossBytes payload that entered an autonomous system from outside
 * @param samples the course of the run, a point each second or so
 */
public record SimResult(
        Scenario scenario,
        long traceHash,
        double virtualSeconds,
        int peerTotal,
        List<Double> completionSeconds,
        List<Double> startUpSeconds,
        int stalls,
        long edgeBytes,
        long peerBytes,
        long redundantBytes,
        long crossBytes,
        List<Sample> samples) {
    public SimResult {
        completionSeconds = List.copyOf(completionSeconds);
        startUpSeconds = List.copyOf(startUpSeconds);
        samples = List.copyOf(samples);
    }

    /**
     * One moment of a run.
     *
     * @param seconds when
     * @param edgeBytes payload sent by the edge until then
     * @param peerBytes payload sent by peers until then
     */
    public record Sample(double seconds, long edgeBytes, long peerBytes) {}

    /** Share of all payload that did not come from the edge, 0 to 1. */
    public double offload() {
        long all = edgeBytes + peerBytes;
        return all == 0 ? 0 : (double) peerBytes / all;
    }

    /** How often the track entered each autonomous system, on average; 0 if there is none. */
    public double copiesPerSystem() {
        int systems = scenario.systems().size();
        return systems == 0 ? 0 : (double) crossBytes / scenario.trackBytes() / systems;
    }

    /** Time to the last completion over the fluid limit; 0 if somebody did not finish or nothing limits. */
    public double fluidRatio() {
        double fluid = scenario.fluidSeconds();
        boolean all = completionSeconds.size() == peerTotal;
        return fluid == 0 || !all ? 0 : completionSeconds.get(peerTotal - 1) / fluid;
    }

    /** The value below which {@code share} of {@code ascending} lie; 0 if there is none. */
    static double quantile(List<Double> ascending, double share) {
        if (ascending.isEmpty()) {
            return 0;
        }
        int index = (int) Math.ceil(share * ascending.size()) - 1;
        return ascending.get(Math.max(0, Math.min(ascending.size() - 1, index)));
    }

    /** Half of all peers had finished by then. */
    public double medianCompletionSeconds() {
        return quantile(completionSeconds, 0.5);
    }

    /** The last peer that finished did so then. */
    public double lastCompletionSeconds() {
        return quantile(completionSeconds, 1);
    }

    /** Half of all players played by then. */
    public double medianStartUpSeconds() {
        return quantile(startUpSeconds, 0.5);
    }
}
