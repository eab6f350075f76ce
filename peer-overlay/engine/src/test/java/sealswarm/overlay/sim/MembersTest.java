package sealswarm.overlay.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import sealswarm.overlay.ack.AckBatch;
import sealswarm.overlay.ack.AckedSession;
import sealswarm.overlay.bencode.BencodeString;
import sealswarm.overlay.ext.ExtensionHandshake;
import sealswarm.overlay.membership.CertifiedMembership;
import sealswarm.overlay.membership.SampleMember;
import sealswarm.overlay.peer.Peer;
import sealswarm.overlay.swarm.FallbackPolicy;
import sealswarm.overlay.swarm.Membership;
import sealswarm.overlay.swarm.MonotonicClock;
import sealswarm.overlay.swarm.Patience;
import sealswarm.overlay.swarm.SwarmSettings;
import sealswarm.overlay.token.SwarmId;
import sealswarm.overlay.token.TrustDomain;
import sealswarm.overlay.wire.PeerId;
import sealswarm.overlay.wire.WireException;

class MembersTest {
    private static final int SIZE = (24 << 20) + 12_345;
    private static final SimTrack TRACK = new SimTrack(SIZE, 128 << 10, SimTrack.Form.HYBRID, 1);

    private final List<CertifiedMembership> members = new ArrayList<>();

    private Membership member(PeerId self, MonotonicClock clock, RandomGenerator random) {
        SwarmId swarmId = new SwarmId(TRACK.metainfo().infoHashes().swarmId().hex());
        var key = SampleMember.key(members.size() + 1);
        CertifiedMembership membership = new CertifiedMembership(
                new CertifiedMembership.Self(swarmId, self, key), SampleMember.wall(clock), clock, random);
        membership.certified(
                SampleMember.certificate(
                        key, swarmId, TrustDomain.USER, SampleMember.wall(clock).instant()),
                SampleMember.EDGES);
        members.add(membership);
        return membership;
    }

    @Test
    void everyVerifiedByteBetweenMembersIsAcknowledged() {
        SimWorld world = new SimWorld(TRACK, 3);
        PeerPlan plan = PeerPlan.LOCAL.limited(2_000_000, 0).with(this::member);
        world.edge(plan);
        world.leeches(4, plan);
        assertTrue(world.runUntilComplete(300));
        // The last acks are under way.
        world.clock().pass(SimClock.SECOND);
        long acked = 0;
        for (CertifiedMembership member : members) {
            for (AckBatch batch = member.outbox().next().orElse(null); batch != null; ) {
                acked += batch.sessions().stream()
                        .map(AckedSession::last)
                        .mapToLong(ack -> ack.statement().cumulativeBytes())
                        .sum();
                assertTrue(batch.sessions().stream()
                        .flatMap(session -> session.acks().stream())
                        .allMatch(ack -> ack.isSigned()));
                member.outbox().judged(batch);
                batch = member.outbox().next().orElse(null);
            }
        }
        assertEquals(4L * SIZE, acked);
    }

    @Test
    void whoNeverAcknowledgesGetsLittleOfEachMemberAndHarmsNobody() {
        SimWorld world = new SimWorld(TRACK, 4);
        PeerPlan plan = PeerPlan.LOCAL.limited(2_000_000, 0).with(this::member);
        SimPeer seed = world.edge(plan);
        List<SimPeer> honest = world.leeches(1, plan);
        SimPeer miser = world.leeches(1, plan.with((self, clock, random) -> new Miser(member(self, clock, random))))
                .get(0);
        assertTrue(world.runUntil(() -> honest.stream().allMatch(SimPeer::isComplete), 300));
        world.runUntil(() -> false, 30);
        assertTrue(!miser.isComplete() && miser.swarm().heldBytes() < SIZE);
        assertTrue(
                miser.swarm().totals().fromPeers() <= 2L * (9 << 20),
                "it got " + miser.swarm().totals());
        assertEquals(0, seed.swarm().totals().bans());
    }

    @Test
    void strangersGetAFifthWhileMembersWaitAndAllOfItAfterwards() {
        SimWorld world = new SimWorld(TRACK, 5);
        SimPeer seed = world.edge(PeerPlan.LOCAL.limited(1_000_000, 0).with(this::member));
        // They serve nobody, so that all there is comes from the seed.
        PeerPlan taker = new PeerPlan(
                Line.LAN,
                Drive.SOLID_STATE,
                new SwarmSettings(50, 0, 0, 0, 64 << 20, Patience.DEFAULT),
                FallbackPolicy.ALWAYS,
                SimHasher.BLOCK_MICROS,
                PeerPlan.Members.NONE);
        List<SimPeer> own = world.leeches(2, taker.with(this::member));
        List<SimPeer> stock = world.leeches(6, taker);
        assertTrue(world.runUntil(() -> own.stream().allMatch(SimPeer::isComplete), 600));
        long toStrangers = stock.stream()
                .mapToLong(peer -> peer.swarm().totals().fromPeers())
                .sum();
        long all = seed.swarm().totals().uploaded();
        assertTrue(toStrangers * 100 <= all * 25, "strangers have " + toStrangers + " of " + all);
        assertTrue(toStrangers > 0, "they are not starved");
        assertTrue(world.runUntilComplete(1_200), "then it is their turn");
    }

    @Test
    void aClosedTrackIsForMembersOnly() {
        SimWorld world = new SimWorld(TRACK, 6);
        PeerPlan closed = PeerPlan.LOCAL.limited(4_000_000, 0).with((self, clock, random) -> {
            CertifiedMembership membership = (CertifiedMembership) member(self, clock, random);
            membership.admitStrangers(host -> false);
            return membership;
        });
        SimPeer seed = world.edge(closed);
        SimPeer own = world.leeches(1, closed).get(0);
        SimPeer outsider = world.leeches(1, PeerPlan.LOCAL).get(0);
        assertTrue(world.runUntil(own::isComplete, 120));
        world.runUntil(() -> false, 11);
        assertEquals(0, outsider.swarm().totals().fromPeers());
        assertEquals(0, seed.swarm().totals().bans(), "it is turned away, not banned");
        assertTrue(seed.swarm().peerCount() == 0, "and gone");
    }

    /** Proves who it is and acknowledges nothing. */
    private record Miser(Membership honest) implements Membership {
        @Override
        public void opened(Door door) {
            honest.opened(door);
        }

        @Override
        public Map<String, Integer> extensions() {
            return honest.extensions();
        }

        @Override
        public void joined(Peer peer) {
            honest.joined(peer);
        }

        @Override
        public void introduced(Peer peer, ExtensionHandshake told) {
            honest.introduced(peer, told);
        }

        @Override
        public void received(Peer peer, int extension, BencodeString payload) throws WireException {
            honest.received(peer, extension, payload);
        }

        @Override
        public void left(Peer peer) {
            honest.left(peer);
        }

        @Override
        public void convicted(Peer peer) {
            honest.convicted(peer);
        }

        @Override
        public void verified(Peer peer, int bytes) {}

        @Override
        public void delivered(Peer peer, int bytes) {
            honest.delivered(peer, bytes);
        }

        @Override
        public void settle(Peer peer) {}

        @Override
        public void second() {
            honest.second();
        }

        @Override
        public boolean serves(Peer peer) {
            return honest.serves(peer);
        }

        @Override
        public boolean sends(Peer peer) {
            return honest.sends(peer);
        }

        @Override
        public TrustDomain domain(Peer peer) {
            return honest.domain(peer);
        }
    }
}
