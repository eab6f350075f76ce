package sealswarm.overlay.utp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sealswarm.overlay.reach.NatClass;
import sealswarm.overlay.utp.TrialHost.Ear;

/** Two homes that a third party tells to call each other at the same time, for every pair of NATs. */
class HolePunchingNatTest {
    private static final long SECOND = 1_000_000;

    /** A machine behind a NAT, or behind none. */
    private static final class Home {
        final TrialNat.Internet internet;
        final TrialNat nat;
        final UtpEndpoint endpoint;
        final List<Ear> called = new ArrayList<>();
        final List<Ear> calling = new ArrayList<>();

        Home(TrialNat.Internet internet, NatClass kind, String outside, RandomGenerator random) {
            this.internet = internet;
            this.nat = new TrialNat(internet, kind, outside, this::receive);
            this.endpoint = new UtpEndpoint(nat::send, random);
            Ear.answerAt(endpoint, called);
            beat();
        }

        private void beat() {
            internet.clock.after(UtpEndpoint.TICK_MICROS, () -> {
                endpoint.tick(internet.clock.micros());
                beat();
            });
        }

        private void receive(UtpRemote from, ByteBuffer datagram) {
            endpoint.receive(from, datagram, internet.clock.micros());
            endpoint.endTurn(internet.clock.micros());
        }

        void call(UtpRemote other) {
            Ear ear = new Ear() {
                @Override
                public void opened() {
                    super.opened();
                    // As a caller does, it speaks first.
                    connection.orElseThrow().write(ByteBuffer.wrap(new byte[] {1}));
                }
            };
            ear.connection = endpoint.call(other, ear, internet.clock.micros());
            calling.add(ear);
        }

        /** Connections that stand with anybody but the third party. */
        long met(UtpRemote thirdParty) {
            return Stream.concat(
                            called.stream().filter(ear -> ear.heardBytes > 0),
                            calling.stream().filter(ear -> ear.opened))
                    .filter(ear -> !ear.ended)
                    .filter(ear -> !ear.connection.orElseThrow().remote().equals(thirdParty))
                    .count();
        }
    }

    static List<NatClass[]> pairs() {
        List<NatClass> kinds = List.of(NatClass.OPEN, NatClass.CONE, NatClass.SYMMETRIC);
        List<NatClass[]> pairs = new ArrayList<>();
        kinds.forEach(one -> kinds.forEach(other -> pairs.add(new NatClass[] {one, other})));
        return pairs;
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void theyMeetIfAndOnlyIfTheirClassesSaySo(NatClass one, NatClass other) {
        for (int seed = 0; seed < 20; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            TrialNat.Internet internet = new TrialNat.Internet(random);
            Home edge = new Home(internet, NatClass.OPEN, "192.0.2.1", random);
            Home first = new Home(internet, one, "198.51.100.1", random);
            Home second = new Home(internet, other, "203.0.113.1", random);
            UtpRemote edgeAt = edge.nat.hostPort();
            first.call(edgeAt);
            second.call(edgeAt);
            assertTrue(internet.clock.runUntil(() -> edge.called.size() == 2, 5 * SECOND));
            first.call(seenFrom(edge, "203.0.113.1"));
            internet.clock.pass(random.nextInt(30_000));
            second.call(seenFrom(edge, "198.51.100.1"));
            internet.clock.pass(10 * SECOND);
            // Where the later call finds the earlier one answered there are two; the swarm keeps one of a peer.
            assertEquals(NatClass.canMeet(one, other), first.met(edgeAt) > 0, "seed " + seed);
            assertEquals(NatClass.canMeet(one, other), second.met(edgeAt) > 0, "seed " + seed);
        }
    }

    private static UtpRemote seenFrom(Home edge, String host) {
        return edge.called.stream()
                .map(ear -> ear.connection.orElseThrow().remote())
                .filter(remote -> remote.host().equals(host))
                .findFirst()
                .orElseThrow();
    }
}
