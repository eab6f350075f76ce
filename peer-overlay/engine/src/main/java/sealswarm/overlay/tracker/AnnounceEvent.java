package sealswarm.overlay.tracker;

import java.util.Optional;

/** What an announce is about (BEP 3; {@code paused} of BEP 21). */
public enum AnnounceEvent {
    /** A regular announce. */
    NONE(""),
    /** The first one of a session. */
    STARTED("started"),
    /** The last one of a session. */
    STOPPED("stopped"),
    /** The download is complete. */
    COMPLETED("completed"),
    /** The peer has all it wants, which is not everything. */
    PAUSED("paused");

    private final String word;

    AnnounceEvent(String word) {
        this.word = word;
    }

    /** The parameter's value; empty for {@link #NONE}. */
    public String word() {
        return word;
    }

    static Optional<AnnounceEvent> of(String word) {
        for (AnnounceEvent event : values()) {
            if (event.word.equals(word)) {
                return Optional.of(event);
            }
        }
        return word.equals("empty") ? Optional.of(NONE) : Optional.empty();
    }
}
