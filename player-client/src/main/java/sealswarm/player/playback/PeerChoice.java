package sealswarm.player.playback;

import java.util.Locale;
import java.util.Optional;

/** What the buyer allows with other peers. Nothing is chosen for anybody. */
public enum PeerChoice {
    /** Fetch from peers, and serve them while something plays or is fetched. */
    SHARE,
    /** Fetch from peers, and serve them as long as the player runs. */
    ALWAYS,
    /** No peers: no listening socket, no announce, no connection to or from them. */
    EDGE_ONLY;

    /** As in settings and on the page: {@code edge-only}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The choice of this text, if it is one. */
    public static Optional<PeerChoice> of(String text) {
        for (PeerChoice choice : values()) {
            if (choice.text().equals(text)) {
                return Optional.of(choice);
            }
        }
        return Optional.empty();
    }

    /** Whether peers may be used at all. */
    public boolean usesPeers() {
        return this != EDGE_ONLY;
    }

    /** Whether peers are served while nothing plays. */
    public boolean sharesIdle() {
        return this == ALWAYS;
    }
}
