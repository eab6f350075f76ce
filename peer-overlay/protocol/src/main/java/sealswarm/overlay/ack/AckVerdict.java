package sealswarm.overlay.ack;

/** What {@link AckChain} says about the next ack of a session. */
public enum AckVerdict {
    /** It continues the chain. */
    ACCEPTED,
    /** The very ack the chain ends with: nothing new, nothing wrong. */
    REPEATED,
    /** Not signed by the downloader it names. */
    BAD_SIGNATURE,
    /** Of another swarm, pair of peers or session, or its session began at another time. */
    OTHER_SESSION,
    /** Its sequence number is not the next one. */
    OUT_OF_SEQUENCE,
    /** It does not name the hash of the ack before it. */
    BROKEN_CHAIN,
    /** Fewer bytes, or an earlier end, than the ack before it. */
    RUNS_BACKWARDS,
    /** More bytes per second than any peer is believed to carry. */
    TOO_FAST,
    /** It was signed after the edge's own time. */
    IN_THE_FUTURE
}
