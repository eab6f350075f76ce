package sealswarm.overlay.swarm;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import sealswarm.overlay.peer.HostBlock;
import sealswarm.overlay.wire.Handshake;

/**
 * Calls the peers that were found, each by its ids in turn, and again after growing pauses. One event loop owns it.
 */
public final class PeerDialer {
    /** Addresses remembered; one more takes the place of one that was called in vain, or is ignored. */
    public static final int MAX_ADDRESSES = 3_000;

    /** Found addresses of one host, or one /64 of IPv6, that are called, this machine excepted: more would be a scan of its ports. */
    public static final int MAX_PER_HOST = Swarm.MAX_PER_ADDRESS;

    /** Rounds of calls in vain after which an address that was found rests. */
    public static final int MAX_VAIN_ROUNDS = 3;

    /** How long it rests. */
    public static final long REST_MILLIS = 900_000;

    /** Calls that have not been answered. */
    public static final int MAX_HALF_OPEN = 50;

    /** The pause after a first failure. */
    public static final long FIRST_PAUSE_MILLIS = 1_000;

    /** The longest pause. */
    public static final long MAX_PAUSE_MILLIS = 60_000;

    private final Swarm swarm;
    private final TrackIds ids;
    private final MonotonicClock clock;
    private final Caller caller;
    private final Map<String, Candidate> candidates = new LinkedHashMap<>();
    private int halfOpen;

    /** Opens connections. */
    @FunctionalInterface
    public interface Caller {
        /** Calls a peer; {@code stage} hears of the call's fate, {@link Stage#JOINED} possibly first. */
        void call(PeerAddress address, Handshake hello, Consumer<Stage> stage);

        /** Calls a peer that calls us too, through its NAT and ours; in vain where that is not possible. */
        default void punch(PeerAddress address, Handshake hello, Consumer<Stage> stage) {
            stage.accept(Stage.UNREACHABLE);
        }
    }

    /** What became of a call. */
    public enum Stage {
        /** The peer is in the swarm. */
        JOINED,
        /** Nobody answered. */
        UNREACHABLE,
        /** Somebody answered and does not know the id, or is not wanted. */
        REFUSED,
        /** A peer that had joined has gone. */
        ENDED
    }

    /** Why an address is called. */
    public enum Reason {
        /** A tracker gave it: it is called while something is missing. */
        FOUND,
        /** The user named it: it is called in any case. */
        NAMED
    }

    private static final class Candidate {
        final PeerAddress address;
        final Reason reason;
        final List<Handshake> hellos;
        int nextHello;
        long notBeforeMillis;
        long pauseMillis = FIRST_PAUSE_MILLIS;
        int vainRounds;
        boolean busy;
        boolean punched;

        Candidate(PeerAddress address, Reason reason, List<Handshake> hellos) {
            this.address = address;
            this.reason = reason;
            this.hellos = hellos;
        }
    }

    /** A dialer for one swarm. */
    public PeerDialer(Swarm swarm, TrackIds ids, MonotonicClock clock, Caller caller) {
        this.swarm = swarm;
        this.ids = ids;
        this.clock = clock;
        this.caller = caller;
        swarm.punchBy(this::punch);
    }

    /** Adds addresses; known ones and those beyond {@link #MAX_ADDRESSES} are ignored. */
    public void add(List<PeerAddress> addresses, Reason reason) {
        for (PeerAddress address : addresses) {
            List<Handshake> hellos = ids.calls(address);
            if (!hellos.isEmpty() && !candidates.containsKey(address.toString()) && hasRoom(address, reason)) {
                candidates.put(address.toString(), new Candidate(address, reason, hellos));
            }
        }
        tick();
    }

    private boolean hasRoom(PeerAddress address, Reason reason) {
        String block = HostBlock.of(address.host());
        boolean scan = reason == Reason.FOUND
                && !address.isLoopback()
                && candidates.values().stream()
                                .filter(known ->
                                        HostBlock.of(known.address.host()).equals(block))
                                .count()
                        >= MAX_PER_HOST;
        if (scan) {
            return false;
        }
        if (candidates.size() < MAX_ADDRESSES) {
            return true;
        }
        Optional<Candidate> useless = candidates.values().stream()
                .filter(known -> !known.busy && known.reason == Reason.FOUND && known.vainRounds > 0)
                .findFirst();
        useless.ifPresent(known -> candidates.remove(known.address.toString()));
        return useless.isPresent();
    }

    /** Calls whoever is due. */
    public void tick() {
        long now = clock.millis();
        for (Candidate candidate : candidates.values()) {
            if (halfOpen >= MAX_HALF_OPEN || !swarm.hasRoom(halfOpen)) {
                return;
            }
            boolean wanted = candidate.reason == Reason.NAMED || !swarm.isComplete();
            if (wanted && !candidate.busy && now >= candidate.notBeforeMillis) {
                call(candidate, caller::call);
            }
        }
    }

    /** Somebody both know has told the other to call us now. */
    private void punch(PeerAddress address) {
        List<Handshake> hellos = ids.calls(address);
        if (halfOpen >= MAX_HALF_OPEN || !swarm.hasRoom(halfOpen) || hellos.isEmpty()) {
            return;
        }
        Candidate known = candidates.get(address.toString());
        if (known == null && hasRoom(address, Reason.FOUND)) {
            known = new Candidate(address, Reason.FOUND, hellos);
            candidates.put(address.toString(), known);
        }
        if (known != null && !known.busy) {
            known.punched = true;
            call(known, caller::punch);
        }
    }

    /** One of the ways of a {@link Caller}. */
    private interface Way {
        void call(PeerAddress address, Handshake hello, Consumer<Stage> stage);
    }

    private void call(Candidate candidate, Way way) {
        candidate.busy = true;
        halfOpen++;
        boolean[] answered = new boolean[1];
        way.call(candidate.address, candidate.hellos.get(candidate.nextHello), stage -> {
            if (!answered[0]) {
                answered[0] = true;
                halfOpen--;
            }
            follow(candidate, stage);
        });
    }

    private void follow(Candidate candidate, Stage stage) {
        long now = clock.millis();
        switch (stage) {
            case JOINED -> {
                candidate.pauseMillis = FIRST_PAUSE_MILLIS;
                candidate.vainRounds = 0;
            }
            case REFUSED -> {
                candidate.nextHello = (candidate.nextHello + 1) % candidate.hellos.size();
                candidate.busy = false;
                if (candidate.nextHello == 0) {
                    calledInVain(candidate, now);
                }
            }
            case UNREACHABLE -> {
                candidate.busy = false;
                calledInVain(candidate, now);
                if (!candidate.punched) {
                    swarm.askForMeeting(candidate.address);
                }
                candidate.punched = false;
            }
            case ENDED -> {
                candidate.busy = false;
                pause(candidate, now);
            }
        }
    }

    /** A tracker may name anybody: who does not answer is left alone. */
    private static void calledInVain(Candidate candidate, long now) {
        candidate.vainRounds++;
        pause(candidate, now);
        if (candidate.reason == Reason.FOUND && candidate.vainRounds % MAX_VAIN_ROUNDS == 0) {
            candidate.notBeforeMillis = now + REST_MILLIS;
        }
    }

    private static void pause(Candidate candidate, long now) {
        candidate.notBeforeMillis = now + candidate.pauseMillis;
        candidate.pauseMillis = Math.min(MAX_PAUSE_MILLIS, candidate.pauseMillis * 2);
    }
}
