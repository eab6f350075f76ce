package sealswarm.player.playback;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import sealswarm.player.playback.Traffic.Serving;

/**
 * What the owner of the line allows, apart from the choice about peers.
 *
 * @param uploadLimit bytes per second to peers, 0 for no limit, at most {@value #MAX_LIMIT}
 * @param downloadLimit bytes per second from everywhere, 0 for no limit, at most {@value #MAX_LIMIT}
 */
public record TrafficRules(long uploadLimit, long downloadLimit, Set<Restraint> restraints) {
    /** Highest limit that can be set. */
    public static final long MAX_LIMIT = 1L << 40;

    /** On a metered line a title comes this many times as fast as it plays: enough to begin and to seek. */
    static final long METERED_PACE = 2;

    /** Slowest pace of a metered line, so that a slow title begins soon. */
    static final long METERED_LEAST = 128 * 1024;

    /** What a metered line fetches while nothing plays: next to nothing. A limit of 0 would be none. */
    static final long METERED_IDLE = 1_024;

    /** What is not allowed beyond the limits. */
    public enum Restraint {
        /** Nobody is served until this is taken back. */
        PAUSED,
        /** The line is paid by the byte: nobody is served, and no more is fetched than a play needs. */
        METERED,
        /** Peers are served only while nothing plays. */
        IDLE_ONLY;

        /** As on the page: {@code idle-only}. */
        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /** The restraint of this text, if it is one. */
        public static Optional<Restraint> of(String text) {
            for (Restraint restraint : values()) {
                if (restraint.text().equals(text)) {
                    return Optional.of(restraint);
                }
            }
            return Optional.empty();
        }
    }

    public TrafficRules {
        require("upload-limit", uploadLimit);
        require("download-limit", downloadLimit);
        restraints = Set.copyOf(restraints);
    }

    private static void require(String name, long limit) {
        if (limit < 0 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException(name + " must be 0 to " + MAX_LIMIT + " bytes per second, not " + limit);
        }
    }

    /**
     * What follows from these rules.
     *
     * @param mediaBytesPerSecond average rate of what may be played
     */
    public Traffic traffic(PeerChoice choice, Activity activity, long mediaBytesPerSecond) {
        return new Traffic(serving(choice, activity), uploadLimit, download(activity, mediaBytesPerSecond));
    }

    private Serving serving(PeerChoice choice, Activity activity) {
        boolean forPlay = activity == Activity.LOADING || activity == Activity.PLAYING;
        if (!choice.usesPeers()) {
            return Serving.EDGE_ONLY;
        }
        if (restraints.contains(Restraint.PAUSED)) {
            return Serving.PAUSED;
        }
        if (restraints.contains(Restraint.METERED)) {
            return Serving.METERED;
        }
        if (restraints.contains(Restraint.IDLE_ONLY) && forPlay) {
            return Serving.ONLY_IDLE;
        }
        boolean gives = activity == Activity.PLAYING || activity == Activity.FETCHING;
        return gives || choice.sharesIdle() ? Serving.OPEN : Serving.ONLY_PLAYING;
    }

    private long download(Activity activity, long mediaBytesPerSecond) {
        // Who fetches a whole title has asked for every byte of it.
        if (!restraints.contains(Restraint.METERED) || activity == Activity.FETCHING) {
            return downloadLimit;
        }
        long pace = activity == Activity.IDLE
                ? METERED_IDLE
                : Math.max(METERED_LEAST, METERED_PACE * Math.min(MAX_LIMIT, mediaBytesPerSecond));
        return downloadLimit == 0 ? pace : Math.min(downloadLimit, pace);
    }
}
