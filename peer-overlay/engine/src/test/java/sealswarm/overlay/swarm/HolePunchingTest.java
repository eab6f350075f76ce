package sealswarm.overlay.swarm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import sealswarm.overlay.bencode.BencodeString;
import sealswarm.overlay.ext.ExtensionHandshake;
import sealswarm.overlay.ext.HolePunch;
import sealswarm.overlay.ext.HolePunch.Failure;
import sealswarm.overlay.ext.HolePunch.Kind;
import sealswarm.overlay.metainfo.Metainfo;
import sealswarm.overlay.metainfo.MetainfoException;
import sealswarm.overlay.metainfo.MetainfoWriter;
import sealswarm.overlay.metainfo.SampleTrack;
import sealswarm.overlay.swarm.CoreBench.Checks;
import sealswarm.overlay.wire.Handshake;
import sealswarm.overlay.wire.PeerId;
import sealswarm.overlay.wire.PeerMessage;
import sealswarm.overlay.wire.WireException;

/** Asking for meetings, bringing about those of others, and calling when told. */
class HolePunchingTest {
    private static final int THEIR_NUMBER = 7;
    private static final PeerAddress FAR = PeerAddress.of("203.0.113.9", 6_881);

    private final CoreBench bench = new CoreBench(3 * CoreBench.PIECE, Checks.BY_LEAF, SwarmSettings.DEFAULTS);
    private final List<String> called = new ArrayList<>();
    private final List<String> punched = new ArrayList<>();
    private final PeerDialer dialer = new PeerDialer(bench.swarm, ids(), bench::now, new PeerDialer.Caller() {
        @Override
        public void call(PeerAddress address, Handshake hello, Consumer<PeerDialer.Stage> stage) {
            called.add(address.toString());
            stage.accept(PeerDialer.Stage.UNREACHABLE);
        }

        @Override
        public void punch(PeerAddress address, Handshake hello, Consumer<PeerDialer.Stage> stage) {
            punched.add(address.toString());
            stage.accept(PeerDialer.Stage.UNREACHABLE);
        }
    });

    private static TrackIds ids() {
        try {
            Metainfo metainfo =
                    Metainfo.parse(MetainfoWriter.v1Only("t", SampleTrack.hashes(new byte[100_000], 65_536)));
            return new TrackIds(metainfo, Optional.empty(), PeerId.fresh(new SplittableRandom(1)));
        } catch (MetainfoException e) {
            throw new IllegalStateException(e);
        }
    }

    private CoreBench.Remote join(String host, Map<String, Integer> extensions) throws WireException {
        CoreBench.Remote remote = bench.joinFrom(host);
        ExtensionHandshake told =
                new ExtensionHandshake(extensions, 100, OptionalInt.of(6_881), ExtensionHandshake.Interest.DOWNLOADS);
        remote.says(PeerMessage.Signal.HAVE_NONE, new PeerMessage.Extended(0, told.encode()));
        return remote;
    }

    private CoreBench.Remote join(String host) throws WireException {
        return join(host, Map.of(HolePunch.NAME, THEIR_NUMBER));
    }

    private static void say(CoreBench.Remote from, HolePunch message) throws WireException {
        from.says(new PeerMessage.Extended(HolePunching.NUMBER, message.encode()));
    }

    private static List<HolePunch> heard(CoreBench.Remote by) throws WireException {
        List<HolePunch> heard = new ArrayList<>();
        for (PeerMessage message : by.all(PeerMessage.Kind.EXTENDED)) {
            PeerMessage.Extended extended = (PeerMessage.Extended) message;
            if (extended.extension() == THEIR_NUMBER) {
                heard.add(HolePunch.decode(extended.payload()));
            }
        }
        return heard;
    }

    private static HolePunch wish(String host) {
        return HolePunch.of(Kind.RENDEZVOUS, host, 6_881);
    }

    @Test
    void twoWhoAreHereAreToldToCallEachOther() throws WireException {
        CoreBench.Remote one = join("198.51.100.1");
        CoreBench.Remote other = join("203.0.113.9");
        say(one, wish("203.0.113.9"));
        assertEquals(List.of(HolePunch.of(Kind.CONNECT, "203.0.113.9", 6_881)), heard(one));
        assertEquals(List.of(HolePunch.of(Kind.CONNECT, "198.51.100.1", 6_881)), heard(other));
    }

    @Test
    void whoCannotBeMetIsNamedWithTheReason() throws WireException {
        CoreBench.Remote one = join("198.51.100.1");
        join("203.0.113.9", Map.of("ut_other", 3));
        say(one, wish("192.0.2.77"));
        say(one, wish("203.0.113.9"));
        say(one, wish("198.51.100.1"));
        assertEquals(
                List.of(Failure.NOT_CONNECTED, Failure.NO_SUPPORT, Failure.NO_SELF),
                heard(one).stream().map(HolePunch::error).toList());
    }

    @Test
    void aPeerMayAskForSoManyMeetingsAMinute() throws WireException {
        CoreBench.Remote one = join("198.51.100.1");
        CoreBench.Remote other = join("203.0.113.9");
        for (int i = 0; i <= HolePunching.MAX_MEETINGS_PER_MINUTE; i++) {
            say(one, wish("203.0.113.9"));
        }
        assertEquals(HolePunching.MAX_MEETINGS_PER_MINUTE, heard(other).size());
        bench.pass(60_000);
        say(one, wish("203.0.113.9"));
        assertEquals(HolePunching.MAX_MEETINGS_PER_MINUTE + 1, heard(other).size());
    }

    @Test
    void whoeverIsOutOfReachIsAskedForOnceACallWasInVain() throws WireException {
        CoreBench.Remote edge = join("192.0.2.1");
        join("192.0.2.2", Map.of());
        dialer.add(List.of(FAR), PeerDialer.Reason.FOUND);
        assertEquals(List.of(FAR.toString()), called);
        assertEquals(List.of(wish(FAR.host())), heard(edge));
    }

    @Test
    void whoIsToldToCallDoesSoAndDoesNotAskAgainWhenThatIsInVain() throws WireException {
        CoreBench.Remote edge = join("192.0.2.1");
        say(edge, HolePunch.of(Kind.CONNECT, FAR.host(), FAR.port()));
        assertEquals(List.of(FAR.toString()), punched);
        assertTrue(called.isEmpty());
        assertTrue(heard(edge).isEmpty());
    }

    @Test
    void aLiarCannotMakeUsCallWithoutEnd() throws WireException {
        CoreBench.Remote liar = join("192.0.2.1");
        for (int i = 0; i <= HolePunching.MAX_CALLS_PER_MINUTE; i++) {
            say(liar, HolePunch.of(Kind.CONNECT, "198.18.0." + i, 53));
        }
        assertEquals(HolePunching.MAX_CALLS_PER_MINUTE, punched.size());
        say(liar, wish("198.18.0.1").refused(Failure.NOT_CONNECTED));
        assertEquals(HolePunching.MAX_CALLS_PER_MINUTE, punched.size());
    }

    @Test
    void aMalformedMessageIsABreach() throws WireException {
        CoreBench.Remote liar = join("192.0.2.1");
        PeerMessage junk = new PeerMessage.Extended(HolePunching.NUMBER, BencodeString.of(new byte[3]));
        assertThrows(WireException.class, () -> liar.says(junk));
    }
}
