package sealswarm.overlay.tracker;

import java.nio.ByteBuffer;
import sealswarm.overlay.reach.NatClass;
import sealswarm.overlay.token.Pseudonym;
import sealswarm.overlay.token.TrustDomain;
import sealswarm.overlay.wire.PeerId;

/** One peer of one swarm: a mutable row of {@link SwarmTable}, kept small because there may be a million. */
final class PeerEntry {
    private static final int IDS = 3;

    final PeerId id;
    final Holder holder;
    Endpoint endpoint;
    Locality.Place place;
    NatClass nat = NatClass.UNKNOWN;
    int key;
    int mask;
    int index;
    long left = Long.MAX_VALUE;
    long uploaded;
    long downloaded;
    boolean partialSeed;
    boolean completed;
    private long seenSecond;
    private final int[] announcedSecond = new int[IDS];
    private final AnnounceEvent[] announcedEvent = new AnnounceEvent[IDS];

    /** Whose peer it is: what does not change while the entry lives. */
    record Holder(long subjectHigh, long subjectLow, TrustDomain domain, long group) {
        static Holder of(Pseudonym subject, TrustDomain domain, long group) {
            ByteBuffer in = ByteBuffer.wrap(subject.bytes());
            return new Holder(in.getLong(), in.getLong(), domain, group);
        }

        Subject subject() {
            return new Subject(subjectHigh, subjectLow);
        }

        Long countKey() {
            return subjectHigh ^ subjectLow;
        }

        boolean isSameSubject(Holder other) {
            return subjectHigh == other.subjectHigh && subjectLow == other.subjectLow;
        }
    }

    PeerEntry(PeerId id, Holder holder, Endpoint endpoint, Locality.Place place) {
        this.id = id;
        this.holder = holder;
        this.endpoint = endpoint;
        this.place = place;
    }

    boolean isSeed() {
        return left == 0;
    }

    /** Has all it wants: a seed, or a partial one (BEP 21). */
    boolean wantsNothing() {
        return isSeed() || partialSeed;
    }

    boolean isExpired(long nowSecond, long lifeSeconds) {
        return nowSecond - seenSecond > lifeSeconds;
    }

    /** Whether the same announce, under the same id, came less than {@code gapSeconds} ago. */
    boolean isTooSoon(int bit, AnnounceEvent event, long nowSecond, long gapSeconds) {
        int slot = slot(bit);
        return announcedEvent[slot] == event && nowSecond - announcedSecond[slot] < gapSeconds;
    }

    void announced(int bit, AnnounceEvent event, long nowSecond) {
        int slot = slot(bit);
        announcedEvent[slot] = event;
        announcedSecond[slot] = (int) nowSecond;
        seenSecond = nowSecond;
    }

    private static int slot(int bit) {
        return Integer.numberOfTrailingZeros(bit);
    }
}
