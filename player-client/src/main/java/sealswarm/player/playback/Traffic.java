package sealswarm.player.playback;

import sealswarm.overlay.swarm.Sharing;

/**
 * What the engine may do now.
 *
 * @param serving whether peers are served, and if not, why
 * @param uploadLimit bytes per second to peers, 0 for no limit
 * @param downloadLimit bytes per second from everywhere, 0 for no limit
 */
public record Traffic(Serving serving, long uploadLimit, long downloadLimit) {
    /** Whether peers are served. */
    public enum Serving {
        OPEN("peers are served"),
        EDGE_ONLY("nobody is served: edge only"),
        PAUSED("nobody is served: you paused it"),
        METERED("nobody is served: metered line"),
        ONLY_IDLE("nobody is served while something plays"),
        ONLY_PLAYING("nobody is served while nothing plays");

        private final String text;

        Serving(String text) {
            this.text = text;
        }

        /** For people. */
        public String text() {
            return text;
        }
    }

    /** The same for a swarm. */
    public Sharing sharing() {
        return serving == Serving.OPEN ? Sharing.OPEN : Sharing.PAUSED;
    }
}
