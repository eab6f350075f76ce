package sealswarm.overlay.swarm;

import sealswarm.overlay.token.TrustDomain;

/**
 * How much of what is sent goes to whom: while a member waits, strangers get at most a fifth. When none waits they may have all of
 * it. What was sent is forgotten by an eighth a second. Pure.
 */
final class UploadShares {
    /** The most that strangers get of what is sent while others wait, in percent. */
    static final int STRANGERS_PERCENT = 20;

    private static final int PERCENT = 100;
    private static final int FORGET_ONE_IN = 8;

    private long toMembers;
    private long toStrangers;

    /** The most of so many upload slots that strangers have while members want them; one at least. */
    static int strangersOf(int slots) {
        return Math.max(1, slots * STRANGERS_PERCENT / PERCENT);
    }

    void sent(TrustDomain to, int bytes) {
        if (to == TrustDomain.STOCK) {
            toStrangers += bytes;
        } else {
            toMembers += bytes;
        }
    }

    /** A second has passed. */
    void second() {
        toMembers -= toMembers / FORGET_ONE_IN;
        toStrangers -= toStrangers / FORGET_ONE_IN;
    }

    /** False for a stranger who is to wait if a member does. */
    boolean hasRoomFor(TrustDomain domain) {
        return domain != TrustDomain.STOCK || toStrangers * PERCENT <= (toMembers + toStrangers) * STRANGERS_PERCENT;
    }
}
