package sealswarm.overlay.swarm;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import sealswarm.overlay.bencode.BencodeString;
import sealswarm.overlay.ext.ExtensionHandshake;
import sealswarm.overlay.ext.HolePunch;
import sealswarm.overlay.ext.HolePunch.Failure;
import sealswarm.overlay.ext.HolePunch.Kind;
import sealswarm.overlay.peer.Peer;
import sealswarm.overlay.wire.PeerMessage;
import sealswarm.overlay.wire.WireException;

/**
 * Brings peers together that a NAT keeps apart (BEP 55): one that both are connected to tells each to call the other at the same time,
 * and each call opens the caller's NAT for the other's. We ask for that, do it for others, and are told to call.
 */
final class HolePunching {
    /** Number we give {@code ut_holepunch}. */
    static final int NUMBER = 16;

    /** Meetings a peer may ask us for in a minute. */
    static final int MAX_MEETINGS_PER_MINUTE = 30;

    /** Calls we make in a minute because others say so: what a liar has us send to strangers is three packets of 20 bytes each. */
    static final int MAX_CALLS_PER_MINUTE = 60;

    /** Peers asked for one meeting. */
    static final int MAX_ASKED = 2;

    private final Connections connections;
    private final MonotonicClock clock;
    private final Map<Peer, Integer> meetings = new HashMap<>();
    private Consumer<PeerAddress> caller = address -> {};
    private int calls;
    private long minuteEndMillis = Long.MIN_VALUE;

    HolePunching(Connections connections, MonotonicClock clock) {
        this.connections = connections;
        this.clock = clock;
    }

    /** Who makes the calls. */
    void callBy(Consumer<PeerAddress> other) {
        caller = other;
    }

    /** All extensions, with the one that is spoken here. */
    static Map<String, Integer> extensions(Map<String, Integer> others) {
        Map<String, Integer> all = new LinkedHashMap<>(others);
        all.put(HolePunch.NAME, NUMBER);
        return all;
    }

    void left(Peer peer) {
        meetings.remove(peer);
    }

    /** Asks peers to bring us together with one that we cannot reach. */
    void ask(PeerAddress address) {
        if (isNumeric(address.host())) {
            connections.all().stream()
                    .filter(peer -> numberOf(peer).isPresent())
                    .filter(peer -> !peer.link().remoteHost().equals(address.host())
                            || peer.link().isLoopback())
                    .limit(MAX_ASKED)
                    .forEach(peer -> say(peer, HolePunch.of(Kind.RENDEZVOUS, address.host(), address.port())));
        }
    }

    private static boolean isNumeric(String host) {
        return host.indexOf(':') >= 0 || host.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
    }

    /** A message under our number came. */
    void received(Peer from, BencodeString payload) throws WireException {
        HolePunch message = HolePunch.decode(payload);
        switch (message.kind()) {
            case RENDEZVOUS -> introduce(from, message);
            case CONNECT -> call(message);
            case ERROR -> {}
        }
    }

    private void introduce(Peer asker, HolePunch wish) {
        newMinute();
        if (meetings.merge(asker, 1, Integer::sum) > MAX_MEETINGS_PER_MINUTE
                || numberOf(asker).isEmpty()) {
            return;
        }
        List<Peer> there = connections.all().stream()
                .filter(peer -> endpoint(peer)
                        .filter(at -> at.port() == wish.port() && at.host().equals(wish.host()))
                        .isPresent())
                .toList();
        Optional<HolePunch> askerIsAt = endpoint(asker);
        if (there.contains(asker)) {
            say(asker, wish.refused(Failure.NO_SELF));
        } else if (there.isEmpty() || askerIsAt.isEmpty()) {
            say(asker, wish.refused(Failure.NOT_CONNECTED));
        } else if (numberOf(there.get(0)).isEmpty()) {
            say(asker, wish.refused(Failure.NO_SUPPORT));
        } else {
            say(asker, HolePunch.of(Kind.CONNECT, wish.host(), wish.port()));
            say(there.get(0), askerIsAt.get());
        }
    }

    /** Where a peer takes datagrams: where its own come from, or where it says that it listens. */
    private static Optional<HolePunch> endpoint(Peer peer) {
        OptionalInt sends = peer.link().datagramPort();
        OptionalInt listens =
                peer.extensions().map(ExtensionHandshake::listenPort).orElse(OptionalInt.empty());
        OptionalInt port = sends.isPresent() ? sends : listens;
        return port.isEmpty()
                ? Optional.empty()
                : Optional.of(HolePunch.of(Kind.CONNECT, peer.link().remoteHost(), port.getAsInt()));
    }

    private void call(HolePunch message) {
        newMinute();
        if (calls < MAX_CALLS_PER_MINUTE) {
            calls++;
            caller.accept(PeerAddress.of(message.host(), message.port()));
        }
    }

    private void newMinute() {
        if (clock.millis() >= minuteEndMillis) {
            minuteEndMillis = clock.millis() + 60_000;
            calls = 0;
            meetings.clear();
        }
    }

    private static Optional<Integer> numberOf(Peer peer) {
        return peer.extensions()
                .flatMap(told -> Optional.ofNullable(told.extensions().get(HolePunch.NAME)));
    }

    private void say(Peer to, HolePunch message) {
        numberOf(to).ifPresent(number -> to.send(new PeerMessage.Extended(number, message.encode()), clock.millis()));
    }
}
