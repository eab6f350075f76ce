package sealswarm.overlay.swarm;

/**
 * How long a swarm bears with a peer that brings nothing.
 *
 * @param snubMillis a peer that owes blocks and sends none for this long is asked for one at a time; one that has never sent any is
 *     dropped
 * @param silenceMillis a peer that says nothing for this long is dropped
 * @param uselessMillis a peer that neither wants nor has anything for this long is dropped
 */
public record Patience(long snubMillis, long silenceMillis, long uselessMillis) {
    /** What the protocol's page promises: 20 s, 120 s, 600 s. */
    public static final Patience DEFAULT = new Patience(20_000, 120_000, 600_000);

    public Patience {
        if (snubMillis < 1 || silenceMillis < snubMillis || uselessMillis < silenceMillis) {
            throw new IllegalArgumentException("patience grows from snub over silence to useless");
        }
    }
}
