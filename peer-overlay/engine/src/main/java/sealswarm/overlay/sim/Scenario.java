package sealswarm.overlay.sim;

import java.time.Duration;
import java.util.List;
import sealswarm.console.settings.Setting;
import sealswarm.overlay.metainfo.PieceLength;
import sealswarm.overlay.swarm.Sharing;

/**
 * What {@code sealswarm simulate} runs (docs/simulator.md). Rates are in bytes per second, 0 for no limit.
 *
 * @param seed decides everything that is left to chance
 * @param trackBytes length of the track, 1 to {@link #MAX_TRACK_BYTES}
 * @param pieceBytes piece length; 0 for the one the packager would take
 * @param mediaRate rate at which every peer plays from its start; 0 if nobody plays
 * @param limit virtual time after which the run ends in any case
 * @param edge the edge
 * @param peers groups of peers, 1 to {@link #MAX_PEERS} peers in all
 */
public record Scenario(
        @Setting(help = "decides everything that is left to chance", fallback = "1")
        long seed,

        @Setting(help = "length of the track") long trackBytes,

        @Setting(help = "piece length; 0 for the packager's choice", fallback = "0")
        int pieceBytes,

        @Setting(help = "bytes per second at which every peer plays; 0 if nobody does", fallback = "0")
        long mediaRate,

        @Setting(help = "virtual time after which the run ends", fallback = "PT2H")
        Duration limit,

        @Setting(help = "tracker and full seed") Edge edge,
        @Setting(help = "groups of peers") List<Group> peers) {
    /** The longest track. */
    public static final long MAX_TRACK_BYTES = 8L << 30;

    /** Most peers. */
    public static final int MAX_PEERS = 2_000;

    /** Most autonomous systems. */
    public static final int MAX_AS = 28;

    /** The longest run. */
    public static final Duration MAX_LIMIT = Duration.ofDays(7);

    /** Whether the edge serves by HTTP too. */
    public enum WebSeed {
        ON,
        OFF
    }

    /**
     * The edge: tracker and full seed.
     *
     * @param upload what it sends to peers
     * @param webSeed whether it is a web seed too, on a line of its own with the same rate
     * @param latency time to the middle of the network, one way
     */
    public record Edge(
            @Setting(help = "bytes per second, 0 for no limit", fallback = "0")
            long upload,

            @Setting(help = "whether the edge serves by HTTP too", fallback = "off")
            WebSeed webSeed,

            @Setting(help = "time to the middle of the network, one way", fallback = "PT0.01S")
            Duration latency) {
        public Edge {
            requireRate("edge.upload", upload);
            requireLatency("edge.latency", latency);
        }
    }

    /**
     * Peers that are alike.
     *
     * @param count how many
     * @param upload what each sends
     * @param download what each receives
     * @param sharing {@code open}, or {@code paused} for those who upload nothing
     * @param latency time to the middle of the network, one way
     * @param lossPerMillion packets lost of a million
     * @param as the autonomous system they are in, which groups may share; without one each peer is in a network of its own
     * @param arrivalsPerSecond mean of a Poisson process by which they come; 0 if all come at once
     */
    public record Group(
            @Setting(help = "how many") int count,

            @Setting(help = "bytes per second, 0 for no limit", fallback = "0")
            long upload,

            @Setting(help = "bytes per second, 0 for no limit", fallback = "0")
            long download,

            @Setting(help = "open, or paused for those who upload nothing", fallback = "open")
            Sharing sharing,

            @Setting(help = "time to the middle of the network, one way", fallback = "PT0.01S")
            Duration latency,

            @Setting(help = "packets lost of a million", fallback = "0")
            int lossPerMillion,

            @Setting(help = "name of the autonomous system they are in", fallback = "")
            String as,

            @Setting(help = "mean of the Poisson process by which they come; 0 if all at once", fallback = "0")
            double arrivalsPerSecond) {
        private static final int MOST_LOSS = 200_000;

        public Group {
            if (count < 1 || count > MAX_PEERS) {
                throw new IllegalArgumentException("count must be 1 to " + MAX_PEERS + ", not " + count);
            }
            requireRate("upload", upload);
            requireRate("download", download);
            requireLatency("latency", latency);
            if (lossPerMillion < 0 || lossPerMillion > MOST_LOSS) {
                throw new IllegalArgumentException("loss-per-million must be 0 to " + MOST_LOSS);
            }
            if (!as.matches("[A-Za-z0-9]{0,20}")) {
                throw new IllegalArgumentException("as must be up to 20 letters and digits, not '" + as + "'");
            }
            if (!(arrivalsPerSecond >= 0 && arrivalsPerSecond <= MAX_PEERS)) {
                throw new IllegalArgumentException("arrivals-per-second must be 0 to " + MAX_PEERS);
            }
        }
    }

    public Scenario {
        peers = List.copyOf(peers);
        if (trackBytes < 1 || trackBytes > MAX_TRACK_BYTES) {
            throw new IllegalArgumentException("track-bytes must be 1 to " + MAX_TRACK_BYTES + ", not " + trackBytes);
        }
        if (pieceBytes != 0 && !(PieceLength.isAllowed(pieceBytes) && pieceBytes <= PieceLength.MAX_WRITTEN_BYTES)) {
            throw new IllegalArgumentException("piece-bytes must be a power of two from " + PieceLength.MIN_BYTES
                    + " to " + PieceLength.MAX_WRITTEN_BYTES + ", not " + pieceBytes);
        }
        requireRate("media-rate", mediaRate);
        if (limit.isNegative() || limit.isZero() || limit.compareTo(MAX_LIMIT) > 0) {
            throw new IllegalArgumentException("limit must be up to " + MAX_LIMIT);
        }
        int count = peers.stream().mapToInt(Group::count).sum();
        if (count < 1 || count > MAX_PEERS) {
            throw new IllegalArgumentException("peers must be 1 to " + MAX_PEERS + " in all, not " + count);
        }
        if (peers.stream().map(Group::as).filter(as -> !as.isEmpty()).distinct().count() > MAX_AS) {
            throw new IllegalArgumentException("as: at most " + MAX_AS + " different ones");
        }
    }

    /** The autonomous systems, in the order of their first groups. */
    public List<String> systems() {
        return peers.stream()
                .map(Group::as)
                .filter(as -> !as.isEmpty())
                .distinct()
                .toList();
    }

    private static void requireRate(String key, long rate) {
        if (rate < 0) {
            throw new IllegalArgumentException(key + " must not be negative");
        }
    }

    private static void requireLatency(String key, Duration latency) {
        if (latency.isNegative() || latency.toMillis() > Duration.ofSeconds(5).toMillis()) {
            throw new IllegalArgumentException(key + " must be 0 to 5 seconds");
        }
    }

    /** The piece length in use. */
    public int pieceLength() {
        return pieceBytes == 0 ? PieceLength.forSize(trackBytes).bytes() : pieceBytes;
    }

    /** Number of peers. */
    public int peerCount() {
        return peers.stream().mapToInt(Group::count).sum();
    }

    /**
     * The least time, in seconds, in which anybody could bring the track to all peers at once if data were a fluid: the edge must send
     * it once, the slowest must receive it, and all together must send it to everyone. 0 if nothing limits.
     */
    public double fluidSeconds() {
        double bytes = trackBytes;
        double slowest = peers.stream()
                .mapToDouble(Group::download)
                .filter(rate -> rate > 0)
                .min()
                .orElse(Double.POSITIVE_INFINITY);
        boolean anySharesFreely =
                peers.stream().anyMatch(group -> group.sharing() == Sharing.OPEN && group.upload() == 0);
        double once = edge.upload() == 0 ? 0 : bytes / edge.upload();
        double shared = peers.stream()
                .filter(group -> group.sharing() == Sharing.OPEN)
                .mapToDouble(group -> (double) group.count() * group.upload())
                .sum();
        double together = edge.upload() == 0 || anySharesFreely ? 0 : peerCount() * bytes / (edge.upload() + shared);
        return Math.max(bytes / slowest, Math.max(once, together));
    }
}
