package sealswarm.overlay.collector;

import java.util.Locale;

/** Why acks are not believed. The order is that in which the rules are looked at. */
public enum AckRefusal {
    /** They are of another swarm than the token, or the token's holder is not the uploader. */
    NOT_YOURS,
    /** No edge of ours certified both ends for this swarm, or not for the time of the ack. */
    NOT_CERTIFIED,
    /** Both ends are the same subject. */
    OWN_BYTES,
    /** Older than the introductions are kept. */
    TOO_OLD,
    /** The tracker did not introduce these two. */
    NOT_INTRODUCED,
    /** Not the next of its session's chain: sequence, hash, bytes or time. */
    NOT_NEXT,
    /** Signed ahead of our time. */
    IN_THE_FUTURE,
    /** More than a gigabit a second. */
    TOO_FAST,
    /** Not signed by the downloader. */
    BAD_SIGNATURE,
    /** With this the downloader would have got more of the track than there is. */
    OVER_SIZE;

    /** In documents. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
