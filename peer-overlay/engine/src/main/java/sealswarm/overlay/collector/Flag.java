package sealswarm.overlay.collector;

import sealswarm.overlay.token.Pseudonym;

/**
 * Something about a subject that somebody should look at. It takes nothing away by itself.
 *
 * @param subject a pseudonym in one swarm
 * @param reason what is odd
 * @param bytes how many bytes are in question
 */
public record Flag(Pseudonym subject, Reason reason, long bytes) {
    /** What can be odd. */
    public enum Reason {
        /** Its acks show more than a gigabit a second, one session or all of them together. */
        RATE,
        /** It acknowledged more of a track than there is. */
        SIZE,
        /** It acknowledged a track several times over. */
        REPEAT,
        /** It handed in acks of peers that the tracker never named to it. */
        NOT_INTRODUCED,
        /** It handed in acks that nobody signed, or of others, or with a broken past. */
        FORGED,
        /** It and one other are all in all to each other, though there were many to choose from. */
        PAIR,
        /** It earns from many behind one network that hardly know anybody else. */
        ONE_NETWORK
    }
}
