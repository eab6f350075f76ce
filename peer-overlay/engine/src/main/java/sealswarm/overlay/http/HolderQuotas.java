package sealswarm.overlay.http;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import sealswarm.overlay.token.EdgeToken;
import sealswarm.overlay.token.Pseudonym;
import sealswarm.overlay.token.SwarmId;

/**
 * How much the holder of a token may take of one swarm within an hour, whatever number of tokens it has: a buyer who watches never
 * meets these limits, one who resells the line or counts the swarm does. Pure: time comes in with each call. Belongs to the edge's
 * event loop.
 */
public final class HolderQuotas {
    /** Copies of the track by web seed. */
    public static final int COPIES = 4;

    /** Bytes by web seed on top, so that the least of tracks may be asked for often. */
    public static final long SLACK_BYTES = 64L << 20;

    /** Announces. */
    public static final int MAX_ANNOUNCES = 1_000;

    /** Peers named in answers; beyond, an announce counts and names nobody. */
    public static final int MAX_PEERS_NAMED = 5_000;

    /** Holders and swarms remembered within an hour; further ones are not counted. */
    static final int MAX_HOLDERS = 200_000;

    private final Map<Holder, Taken> taken = new HashMap<>();
    private Instant hour = Instant.EPOCH;

    private record Holder(SwarmId swarm, Pseudonym subject) {}

    private static final class Taken {
        private long bytes;
        private int announces;
        private int peers;
    }

    private Taken of(EdgeToken token, Instant now) {
        Instant current = now.truncatedTo(ChronoUnit.HOURS);
        if (!current.equals(hour)) {
            hour = current;
            taken.clear();
        }
        Holder holder = new Holder(token.swarmId(), token.subject());
        Taken known = taken.get(holder);
        if (known != null || taken.size() >= MAX_HOLDERS) {
            return known == null ? new Taken() : known;
        }
        Taken fresh = new Taken();
        taken.put(holder, fresh);
        return fresh;
    }

    /** Takes {@code bytes} of a track of {@code sizeBytes} if that is within the quota. */
    public boolean takeBytes(EdgeToken token, long bytes, long sizeBytes, Instant now) {
        Taken holder = of(token, now);
        if (holder.bytes + bytes > COPIES * sizeBytes + SLACK_BYTES) {
            return false;
        }
        holder.bytes += bytes;
        return true;
    }

    /** Takes one announce if that is within the quota. */
    public boolean takeAnnounce(EdgeToken token, Instant now) {
        return ++of(token, now).announces <= MAX_ANNOUNCES;
    }

    /** How many of {@code wanted} peers may be named now. */
    public int peersToName(EdgeToken token, int wanted, Instant now) {
        return Math.min(wanted, MAX_PEERS_NAMED - of(token, now).peers);
    }

    /** So many peers were named. */
    public void named(EdgeToken token, int peers, Instant now) {
        of(token, now).peers += peers;
    }

    /** Time until the quotas are whole again. */
    public static Duration untilRenewed(Instant now) {
        return Duration.between(now, now.truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS));
    }
}
