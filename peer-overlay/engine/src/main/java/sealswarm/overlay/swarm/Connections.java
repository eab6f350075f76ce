package sealswarm.overlay.swarm;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import sealswarm.overlay.peer.HostBlock;
import sealswarm.overlay.peer.Peer;
import sealswarm.overlay.peer.PeerLink;
import sealswarm.overlay.wire.Handshake;

/** Who is connected, who may be, and how they go. */
final class Connections {
    /** A peer that has brought and taken no data for so long makes room for another when all places are taken. */
    static final long IDLE_MILLIS = 30_000;

    private final int max;
    private final Consumer<Peer> beforeDrop;
    private final Consumer<Peer> onLeft;
    private final List<Peer> peers = new ArrayList<>();
    private final Set<String> banned = new HashSet<>();
    private boolean inputPaused;

    /**
     * At most {@code max} connections; {@code beforeDrop} may say a last word to those we drop, {@code onLeft} is told of everyone
     * who is here no more.
     */
    Connections(int max, Consumer<Peer> beforeDrop, Consumer<Peer> onLeft) {
        this.max = max;
        this.beforeDrop = beforeDrop;
        this.onLeft = onLeft;
    }

    /** False for one who is banned, a copy of one that is here, or one too many, in all or from one address. */
    boolean admits(PeerLink link, Handshake handshake, int maxPerAddress) {
        if (banned.contains(identity(link, handshake))) {
            return false;
        }
        if (peers.stream().anyMatch(peer -> isCopy(peer, link, handshake))) {
            return false;
        }
        String block = HostBlock.of(link.remoteHost());
        return link.isLoopback()
                || peers.stream()
                                .filter(peer ->
                                        HostBlock.of(peer.link().remoteHost()).equals(block))
                                .count()
                        < maxPerAddress;
    }

    /** True if there is a place for one more besides {@code others} that are on their way. */
    boolean hasRoom(int others, long nowMillis) {
        return peers.size() + others < max || longestIdle(nowMillis).isPresent();
    }

    /** Makes room where there is none; who says it has everything and gives nothing does not keep out one that may. */
    void makeRoom(long nowMillis) {
        if (peers.size() >= max) {
            longestIdle(nowMillis).ifPresent(this::drop);
        }
    }

    private Optional<Peer> longestIdle(long nowMillis) {
        return peers.stream()
                .filter(peer -> peer.down().total() == 0 && peer.up().total() == 0)
                .filter(peer -> nowMillis - peer.joinedMillis() >= IDLE_MILLIS)
                .min(Comparator.comparingLong(Peer::joinedMillis));
    }

    /** The same client twice. Ids are no secret: a stranger elsewhere who uses another's does not keep it out. */
    private static boolean isCopy(Peer peer, PeerLink link, Handshake handshake) {
        return peer.handshake().peerId().equals(handshake.peerId())
                && peer.link().remoteHost().equals(link.remoteHost());
    }

    /** Strangers are known by their address or /64; on loopback, where all share one, by their peer id. */
    private static String identity(PeerLink link, Handshake handshake) {
        return link.isLoopback() ? handshake.peerId().toString() : HostBlock.of(link.remoteHost());
    }

    /** Identities that are banned. */
    Set<String> banned() {
        return Set.copyOf(banned);
    }

    void add(Peer peer) {
        peers.add(peer);
        if (inputPaused) {
            peer.link().pauseInput();
        }
    }

    boolean contains(Peer peer) {
        return peers.contains(peer);
    }

    int count() {
        return peers.size();
    }

    /** Those who are here now; leaving does not disturb the list. */
    List<Peer> all() {
        return List.copyOf(peers);
    }

    /** The connection is closed, by whichever side. Harmless for a peer that has left before. */
    void left(Peer peer) {
        if (peers.remove(peer)) {
            onLeft.accept(peer);
        }
    }

    void drop(Peer peer) {
        if (peers.contains(peer)) {
            beforeDrop.accept(peer);
        }
        peer.link().close();
        left(peer);
    }

    /** Drops a peer and never lets it in again; false if it was banned before. */
    boolean ban(Peer peer) {
        boolean news = banned.add(identity(peer.link(), peer.handshake()));
        drop(peer);
        return news;
    }

    /** Bytes per second that peers send, over the last {@code seconds}. */
    long downRate(int seconds) {
        return peers.stream().mapToLong(peer -> peer.down().rate(seconds)).sum();
    }

    /** True while nothing is read from anybody. */
    boolean isInputPaused() {
        return inputPaused;
    }

    /** Stops reading from everybody, or goes on. */
    void setInputPaused(boolean now) {
        if (inputPaused == now) {
            return;
        }
        inputPaused = now;
        for (Peer peer : peers) {
            if (now) {
                peer.link().pauseInput();
            } else {
                peer.link().resumeInput();
            }
        }
    }
}
