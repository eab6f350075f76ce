package sealswarm.overlay.swarm;

import sealswarm.overlay.peer.Peer;
import sealswarm.overlay.picker.PiecePicker;
import sealswarm.overlay.wire.PeerMessage;

/** What time brings: who is served, who is too slow, who is gone without a word. */
final class PeerCare {
    private static final long SECOND_MILLIS = 1_000;

    private final Connections connections;
    private final Choker choker;
    private final PiecePicker picker;
    private final BlockIntake intake;
    private final Patience patience;
    private long lastSecondMillis;
    private long lastRoundMillis;

    PeerCare(
            Connections connections,
            Choker choker,
            PiecePicker picker,
            BlockIntake intake,
            Patience patience,
            long nowMillis) {
        this.connections = connections;
        this.choker = choker;
        this.picker = picker;
        this.intake = intake;
        this.patience = patience;
        this.lastSecondMillis = nowMillis;
        this.lastRoundMillis = nowMillis;
    }

    /** A peer wants something of us, or no more. */
    void interestChanged(Peer peer, long nowMillis) {
        if (peer.isInterested()) {
            choker.welcome(peer, connections.all(), nowMillis);
        }
    }

    /** Whether a peer is to be served may have changed: takes effect at once. */
    void reconsider(Peer peer, Membership membership, long nowMillis) {
        if (!membership.serves(peer)) {
            choker.stop(peer, nowMillis);
        } else {
            interestChanged(peer, nowMillis);
        }
    }

    void left(Peer peer) {
        choker.left(peer);
    }

    /** To be called on every tick; true once a second. */
    boolean tick(long nowMillis) {
        boolean second = nowMillis - lastSecondMillis >= SECOND_MILLIS;
        if (second) {
            lastSecondMillis = nowMillis;
            connections.all().forEach(peer -> attend(peer, nowMillis));
        }
        if (nowMillis - lastRoundMillis >= Choker.ROUND_MILLIS) {
            lastRoundMillis = nowMillis;
            rechoke(nowMillis);
        }
        return second;
    }

    /** Serves peers, or nobody for now; takes effect at once. */
    void setSharing(Sharing sharing, long nowMillis) {
        if (choker.setSharing(sharing)) {
            rechoke(nowMillis);
        }
    }

    private void rechoke(long nowMillis) {
        choker.rechoke(connections.all(), picker.isComplete() ? Choker.Role.SEED : Choker.Role.LEECH, nowMillis);
    }

    private void attend(Peer peer, long nowMillis) {
        peer.tick(nowMillis);
        // While we do not read we cannot know what a peer has sent.
        boolean reading = !connections.isInputPaused();
        if (nowMillis - peer.lastUsefulMillis() >= patience.uselessMillis()
                || (reading
                        && (nowMillis - peer.lastHeardMillis() >= patience.silenceMillis()
                                || peer.isBarren(patience.snubMillis(), nowMillis)))) {
            connections.drop(peer);
            return;
        }
        if (reading && peer.isStalled(patience.snubMillis(), nowMillis)) {
            peer.snub();
            peer.asked().forEach(picker::released);
            picker.sourceLeft(peer).forEach(intake::drop);
        }
        if (nowMillis - peer.lastSentMillis() >= Swarm.KEEP_ALIVE_MILLIS) {
            peer.send(PeerMessage.Signal.KEEP_ALIVE, nowMillis);
        }
    }
}
