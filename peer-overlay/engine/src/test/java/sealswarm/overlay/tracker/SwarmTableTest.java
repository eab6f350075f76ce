package sealswarm.overlay.tracker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sealswarm.overlay.metainfo.InfoHash;
import sealswarm.overlay.reach.NatClass;
import sealswarm.overlay.token.EdgeToken;
import sealswarm.overlay.token.SwarmId;
import sealswarm.overlay.token.TokenKind;
import sealswarm.overlay.token.TrustDomain;
import sealswarm.overlay.wire.PeerId;

class SwarmTableTest {
    private static final long NOW = 1_900_000_000L;
    private static final InetAddress HOME = SampleAnnounce.address("203.0.113.9");
    private static final TrackerLimits LIMITS = new TrackerLimits(60, 40, 3);
    private final SwarmTable table = new SwarmTable(LIMITS, Locality.NONE, new Random(1));

    @BeforeEach
    void openTheSwarm() {
        table.register(SampleAnnounce.IDS, TrackPolicy.OPEN);
    }

    @Test
    void peersOfAStockSwarmSeeOnlyThoseWhoShareTheirId() {
        answered(SampleAnnounce.leecher(1).under(1), 1);
        answered(SampleAnnounce.leecher(2).under(3), 2);
        assertEquals(Set.of(10_001), ports(answered(SampleAnnounce.leecher(3).under(1), 3)));
        assertEquals(Set.of(10_002), ports(answered(SampleAnnounce.leecher(4).under(3), 4)));
        assertEquals(Set.of(), ports(answered(SampleAnnounce.leecher(5).under(2), 5)));
    }

    @Test
    void ourPeersBridgeStockSwarmsAndLearnEachPeersIds() {
        answered(SampleAnnounce.leecher(1).under(1), 1);
        answered(SampleAnnounce.leecher(2).under(3), 2);
        AnnounceReply reply = answered(SampleAnnounce.leecher(3).ours(), 3);
        assertEquals(Set.of(10_001, 10_002), ports(reply));
        reply.peers()
                .forEach(peer -> assertEquals(
                        peer.endpoint().port() == 10_001 ? SwarmIds.HYBRID_V1 : SwarmIds.V1_ONLY, peer.idMask()));
        assertTrue(ports(answered(SampleAnnounce.leecher(4).under(3), 4)).contains(10_003));
    }

    @Test
    void hybridStockPeerIsCountedOnceWithTheLargerTotals() {
        Announce first = SampleAnnounce.leecher(1).under(1).build();
        Announce second = SampleAnnounce.leecher(1).under(2).build();
        announce(with(first, 10, 700), 1, HOME, NOW);
        announce(with(second, 12, 500), 1, HOME, NOW);
        assertEquals(Optional.of(new SwarmCounts(0, 1, 0)), table.counts(SampleAnnounce.IDS.swarmId()));
        SwarmTable.PeerView view = table.peers(SampleAnnounce.IDS.swarmId(), 10).get(0);
        assertEquals(12, view.uploaded());
        assertEquals(700, view.downloaded());
        assertEquals("-TT0001-", view.client());
    }

    @Test
    void seedsAreNeverToldAboutSeeds() {
        answered(SampleAnnounce.leecher(1).seeding(), 1);
        answered(SampleAnnounce.leecher(2), 2);
        assertEquals(Set.of(10_002), ports(answered(SampleAnnounce.leecher(3).seeding(), 3)));
        assertEquals(Set.of(10_001, 10_002, 10_003), ports(answered(SampleAnnounce.leecher(4), 4)));
        assertEquals(
                Set.of(10_002, 10_004), ports(answered(SampleAnnounce.leecher(5).at(AnnounceEvent.PAUSED), 5)));
    }

    @Test
    void edgesAreNamedLastAndNeverToSeeds() {
        table.seededBy(List.of(Endpoint.of(SampleAnnounce.address("198.51.100.1"), 6881)));
        answered(SampleAnnounce.leecher(1), 1);
        AnnounceReply reply = answered(SampleAnnounce.leecher(2), 2);
        assertEquals(
                6881, reply.peers().get(reply.peers().size() - 1).endpoint().port());
        assertEquals(SampleAnnounce.IDS.mask(), reply.peers().get(1).idMask());
        assertEquals(1, reply.counts().seeds());
        assertEquals(
                1, answered(SampleAnnounce.leecher(3).wanting(1), 3).peers().size());
        assertTrue(
                ports(answered(SampleAnnounce.leecher(4).seeding(), 4)).stream().noneMatch(p -> p == 6881));
    }

    @Test
    void privateAndLoopbackPeersAreNamedOnlyToTheirOwnKind() {
        announce(SampleAnnounce.leecher(1).build(), 1, SampleAnnounce.address("127.0.0.1"), NOW);
        announce(SampleAnnounce.leecher(2).build(), 2, SampleAnnounce.address("192.168.1.4"), NOW);
        announce(SampleAnnounce.leecher(3).build(), 3, HOME, NOW);
        assertEquals(Set.of(10_003), ports(answered(SampleAnnounce.leecher(4), 4)));
        assertEquals(
                Set.of(10_002, 10_003, 10_004),
                ports(reply(announce(SampleAnnounce.leecher(5).build(), 5, SampleAnnounce.address("10.0.0.9"), NOW))));
        assertEquals(
                Set.of(10_001, 10_002, 10_003, 10_004, 10_005),
                ports(reply(announce(SampleAnnounce.leecher(6).build(), 6, SampleAnnounce.address("127.0.0.2"), NOW))));
    }

    @Test
    void unknownTorrentAndAnotherTracksTokenAreRefused() {
        assertEquals(
                "unknown torrent",
                refused(announce(SampleAnnounce.leecher(1).under(9).build(), 1, HOME, NOW)));
        EdgeToken foreign = EdgeToken.of(
                TokenKind.ANNOUNCE,
                TrustDomain.USER,
                new SwarmId("77".repeat(20)),
                SampleAnnounce.token(1).subject(),
                2_000_000_000L);
        assertEquals(
                "token for another track",
                refused(table.announce(SampleAnnounce.leecher(1).build(), foreign, HOME, NOW)));
        assertEquals(0, table.entryCount());
    }

    @Test
    void stockClientsAreRefusedWhereThePolicySaysSo() {
        table.register(SampleAnnounce.IDS, new TrackPolicy(TrackPolicy.Admission.OPEN, TrackPolicy.Admission.CLOSED));
        assertEquals(
                "stock clients may not join this swarm",
                refused(announce(SampleAnnounce.leecher(1).build(), 1, HOME, NOW)));
        answered(SampleAnnounce.leecher(2).ours(), 2);
    }

    @Test
    void nobodyStopsOrMovesAnothersPeer() {
        answered(SampleAnnounce.leecher(1), 1);
        Announce stop = SampleAnnounce.leecher(1).at(AnnounceEvent.STOPPED).build();
        assertEquals("peer id is in use by another peer", refused(announce(stop, 2, HOME, NOW)));
        InetAddress elsewhere = SampleAnnounce.address("203.0.113.200");
        Announce moved =
                SampleAnnounce.leecher(1).at(AnnounceEvent.NONE).keyed(8).build();
        assertEquals("peer id is in use by another peer", refused(announce(moved, 1, elsewhere, NOW + 60)));
        Announce keyless =
                SampleAnnounce.leecher(1).at(AnnounceEvent.NONE).keyed(0).build();
        assertEquals("peer id is in use by another peer", refused(announce(keyless, 1, elsewhere, NOW + 60)));
        assertEquals(1, table.entryCount());
        Announce own = SampleAnnounce.leecher(1).at(AnnounceEvent.NONE).build();
        reply(announce(own, 1, elsewhere, NOW + 60));
        assertEquals(
                elsewhere,
                table.peers(SampleAnnounce.IDS.swarmId(), 1).get(0).endpoint().address());
        reply(announce(stop, 1, elsewhere, NOW + 61));
        assertEquals(0, table.entryCount());
    }

    @Test
    void claimedAddressCountsForEdgesOnly() {
        Announce plain = SampleAnnounce.leecher(1).ours().build();
        Announce claiming = new Announce(
                plain.infoHash(),
                plain.peerId(),
                plain.port(),
                0,
                0,
                0,
                plain.event(),
                50,
                7,
                plain.style(),
                plain.nat(),
                Optional.of(SampleAnnounce.address("198.51.100.77")));
        announce(claiming, 1, HOME, NOW);
        assertEquals(
                HOME,
                table.peers(SampleAnnounce.IDS.swarmId(), 1).get(0).endpoint().address());
        table.withdraw(SampleAnnounce.IDS.swarmId());
        table.readmit(SampleAnnounce.IDS.swarmId());
        table.register(SampleAnnounce.IDS, TrackPolicy.OPEN);
        EdgeToken edge = EdgeToken.of(
                TokenKind.ANNOUNCE,
                TrustDomain.EDGE,
                SampleAnnounce.token(1).swarmId(),
                SampleAnnounce.token(1).subject(),
                2_000_000_000L);
        table.announce(claiming, edge, HOME, NOW);
        assertEquals(
                SampleAnnounce.address("198.51.100.77"),
                table.peers(SampleAnnounce.IDS.swarmId(), 1).get(0).endpoint().address());
    }

    @Test
    void sameAnnounceWithinThirtySecondsIsRefusedPerId() {
        answered(SampleAnnounce.leecher(1), 1);
        Announce again = SampleAnnounce.leecher(1).build();
        assertEquals("announced again within 30 seconds", refused(announce(again, 1, HOME, NOW + 29)));
        reply(announce(SampleAnnounce.leecher(1).under(1).build(), 1, HOME, NOW + 1));
        reply(announce(
                SampleAnnounce.leecher(1).seeding().at(AnnounceEvent.COMPLETED).build(), 1, HOME, NOW + 2));
        reply(announce(SampleAnnounce.leecher(1).at(AnnounceEvent.NONE).build(), 1, HOME, NOW + 32));
    }

    @Test
    void intervalIsWithinBoundsAndOffsetsSpread() {
        Set<Integer> offsets = new HashSet<>();
        for (int i = 0; i < 30; i++) {
            AnnounceReply reply = answered(SampleAnnounce.leecher(i), i);
            assertTrue(reply.intervalSeconds() >= 120 && reply.intervalSeconds() <= 300);
            assertEquals(30, reply.minIntervalSeconds());
            assertEquals(Optional.of(HOME), reply.external());
            int offset = reply.edgeOffset().orElseThrow();
            offsets.add(offset);
            assertTrue(offset >= 0 && offset <= 0xFFFF);
        }
        assertEquals(30, offsets.size());
    }

    @Test
    void neverMorePeersThanAskedAllowedOrFifty() {
        SwarmTable large = new SwarmTable(new TrackerLimits(1000, 1000, 1000), Locality.NONE, new Random(2));
        large.register(SampleAnnounce.IDS, TrackPolicy.OPEN);
        for (int i = 0; i < 300; i++) {
            large.announce(SampleAnnounce.leecher(i).build(), SampleAnnounce.token(1), HOME, NOW);
        }
        EdgeToken token = SampleAnnounce.token(2);
        assertEquals(
                50,
                reply(large.announce(SampleAnnounce.leecher(400).build(), token, HOME, NOW))
                        .peers()
                        .size());
        assertEquals(
                7,
                reply(large.announce(SampleAnnounce.leecher(401).wanting(7).build(), token, HOME, NOW))
                        .peers()
                        .size());
        EdgeToken few = new EdgeToken(
                token.kind(),
                token.domain(),
                token.flags(),
                token.expiresAtEpochSecond(),
                token.swarmId(),
                token.subject(),
                token.peerKey(),
                0,
                5);
        assertEquals(
                5,
                reply(large.announce(SampleAnnounce.leecher(402).build(), few, HOME, NOW))
                        .peers()
                        .size());
    }

    @Test
    void groupsOfOneSwarmDoNotSeeEachOther() {
        EdgeToken token = SampleAnnounce.token(1);
        EdgeToken closed = new EdgeToken(
                token.kind(),
                token.domain(),
                token.flags(),
                token.expiresAtEpochSecond(),
                token.swarmId(),
                token.subject(),
                token.peerKey(),
                99,
                0);
        answered(SampleAnnounce.leecher(1), 1);
        assertEquals(
                Set.of(), ports(reply(table.announce(SampleAnnounce.leecher(2).build(), closed, HOME, NOW))));
        assertEquals(
                Set.of(10_002),
                ports(reply(table.announce(SampleAnnounce.leecher(3).build(), closed, HOME, NOW))));
    }

    @Test
    void tableRefusesBeyondItsLimitsAndTakesAgainAfterwards() {
        for (int i = 0; i < LIMITS.maxEntriesPerSubject(); i++) {
            answered(SampleAnnounce.leecher(i), 1);
        }
        assertEquals(
                "too many peers with one token",
                refused(announce(SampleAnnounce.leecher(50).build(), 1, HOME, NOW)));
        for (int i = LIMITS.maxEntriesPerSubject(); i < LIMITS.maxEntriesPerSwarm(); i++) {
            answered(SampleAnnounce.leecher(i), i);
        }
        assertEquals(
                "tracker is full", refused(announce(SampleAnnounce.leecher(50).build(), 50, HOME, NOW)));
        answered(SampleAnnounce.leecher(0).at(AnnounceEvent.STOPPED), 1);
        answered(SampleAnnounce.leecher(50), 50);
        assertEquals(LIMITS.maxEntriesPerSwarm(), table.entryCount());
    }

    @Test
    void silentPeersAreForgottenAfterTwoIntervals() {
        answered(SampleAnnounce.leecher(1), 1);
        announce(SampleAnnounce.leecher(2).build(), 2, HOME, NOW + 300);
        assertEquals(0, table.expire(NOW + SwarmTable.LIFE_SECONDS, 1000));
        assertEquals(1, table.expire(NOW + SwarmTable.LIFE_SECONDS + 1, 1000));
        assertEquals(1, table.entryCount());
        assertEquals(1, table.expire(NOW + 300 + SwarmTable.LIFE_SECONDS + 1, 1000));
        assertEquals(Optional.of(new SwarmCounts(0, 0, 0)), table.counts(SampleAnnounce.IDS.swarmId()));
    }

    @Test
    void completionsAreCountedOncePerPeer() {
        answered(SampleAnnounce.leecher(1), 1);
        reply(announce(
                SampleAnnounce.leecher(1).seeding().at(AnnounceEvent.COMPLETED).build(), 1, HOME, NOW + 40));
        reply(announce(
                SampleAnnounce.leecher(1).seeding().at(AnnounceEvent.COMPLETED).build(), 1, HOME, NOW + 80));
        assertEquals(Optional.of(new SwarmCounts(1, 0, 1)), table.counts(SampleAnnounce.IDS.swarmId()));
    }

    @Test
    void withdrawnSwarmIsRefusedForGoodUntilItIsReadmitted() {
        answered(SampleAnnounce.leecher(1), 1);
        table.withdraw(SampleAnnounce.IDS.swarmId());
        assertEquals(0, table.entryCount());
        assertEquals(
                "the track was withdrawn",
                refused(announce(SampleAnnounce.leecher(1).build(), 1, HOME, NOW)));
        assertEquals(Optional.empty(), table.counts(SampleAnnounce.IDS.swarmId()));
        assertFalse(table.admitsPeer(SampleAnnounce.IDS.swarmId(), HOME));
        table.readmit(SampleAnnounce.IDS.swarmId());
        assertEquals(
                "unknown torrent", refused(announce(SampleAnnounce.leecher(1).build(), 1, HOME, NOW)));
    }

    @Test
    void thePeerPortAdmitsWhomPolicyAndBansAllow() {
        InetAddress stranger = SampleAnnounce.address("198.51.100.77");
        assertTrue(table.admitsPeer(SampleAnnounce.IDS.swarmId(), stranger));
        table.register(SampleAnnounce.IDS, new TrackPolicy(TrackPolicy.Admission.OPEN, TrackPolicy.Admission.CLOSED));
        assertFalse(table.admitsPeer(SampleAnnounce.IDS.swarmId(), stranger));
        table.register(SampleAnnounce.IDS, TrackPolicy.OPEN);
        table.ban(stranger);
        assertFalse(table.admitsPeer(SampleAnnounce.IDS.swarmId(), stranger));
        assertTrue(table.admitsPeer(SampleAnnounce.IDS.swarmId(), HOME));
    }

    @Test
    void aBanOfAnIpv6AddressIsOneOfItsNetwork() {
        InetAddress liar = SampleAnnounce.address("2001:db8:0:1::7");
        assertTrue(announce(SampleAnnounce.leecher(1).build(), 1, liar, NOW) instanceof AnnounceOutcome.Answered);
        assertEquals(1, table.ban(SampleAnnounce.address("2001:db8:0:1::8")));
        assertTrue(table.isBanned(liar));
        assertEquals(
                "address is banned",
                refused(announce(
                        SampleAnnounce.leecher(2).build(), 2, SampleAnnounce.address("2001:db8:0:1:1::1"), NOW)));
        assertFalse(table.isBanned(SampleAnnounce.address("2001:db8:0:2::7")));
        assertEquals(1, table.banCount());
    }

    @Test
    void whoCannotMeetIsNotNamed() {
        announce(SampleAnnounce.leecher(1).behind(NatClass.OPEN).build(), 1, HOME, NOW);
        announce(SampleAnnounce.leecher(2).behind(NatClass.CONE).build(), 2, HOME, NOW);
        announce(SampleAnnounce.leecher(3).behind(NatClass.SYMMETRIC).build(), 3, HOME, NOW);
        announce(SampleAnnounce.leecher(4).build(), 4, HOME, NOW);
        assertEquals(
                Set.of(10_001, 10_002, 10_004),
                ports(answered(SampleAnnounce.leecher(5).behind(NatClass.CONE), 5)));
        assertEquals(
                Set.of(10_001, 10_004), ports(answered(SampleAnnounce.leecher(6).behind(NatClass.SYMMETRIC), 6)));
        assertEquals(
                Set.of(10_001, 10_002, 10_003, 10_004, 10_005, 10_006),
                ports(answered(SampleAnnounce.leecher(7).behind(NatClass.OPEN), 7)));
    }

    @Test
    void ourPeersAreToldWhereToLearnWhatTheirNatDoes() {
        assertEquals(
                OptionalInt.empty(),
                answered(SampleAnnounce.leecher(1).ours(), 1).reachPort());
        table.answersReachAt(6_881);
        assertEquals(
                OptionalInt.of(6_881),
                answered(SampleAnnounce.leecher(2).ours(), 2).reachPort());
    }

    @Test
    void aClosedTrackHasNoBlocksForStrangersButForEdgesThatAnnounced() {
        InetAddress stranger = SampleAnnounce.address("198.51.100.77");
        assertTrue(table.admitsStranger(SampleAnnounce.IDS.swarmId(), stranger));
        table.register(SampleAnnounce.IDS, new TrackPolicy(TrackPolicy.Admission.OPEN, TrackPolicy.Admission.CLOSED));
        answered(SampleAnnounce.leecher(1).ours(), 1);
        assertFalse(table.admitsStranger(SampleAnnounce.IDS.swarmId(), stranger));
        assertFalse(table.admitsStranger(SampleAnnounce.IDS.swarmId(), HOME), "an announce proves a token, no key");
        EdgeToken edge = EdgeToken.of(
                TokenKind.ANNOUNCE,
                TrustDomain.EDGE,
                SampleAnnounce.token(2).swarmId(),
                SampleAnnounce.token(2).subject(),
                SampleAnnounce.token(2).expiresAtEpochSecond());
        table.announce(SampleAnnounce.leecher(2).build(), edge, stranger, NOW);
        assertTrue(table.admitsStranger(SampleAnnounce.IDS.swarmId(), stranger));
    }

    /** What a listener heard, in words. */
    private List<String> heard() {
        List<String> heard = new ArrayList<>();
        table.tell(new Introductions() {
            @Override
            public void announced(Subject subject, Endpoint from) {
                heard.add("announced");
            }

            @Override
            public void named(InfoHash swarmId, Subject announcer, List<Subject> peers, long epochSecond) {
                heard.add("named " + peers.size());
            }
        });
        return heard;
    }

    @Test
    void whomItNamesIsToldButStockClientsAreNot() {
        List<String> heard = heard();
        answered(SampleAnnounce.leecher(1), 1);
        assertEquals(List.of(), heard);
        answered(SampleAnnounce.leecher(2).ours(), 2);
        assertEquals(List.of("announced", "named 0"), heard);
        answered(SampleAnnounce.leecher(3).ours(), 3);
        assertEquals(List.of("announced", "named 0", "announced", "named 1"), heard);
    }

    @Test
    void tenThousandPeersStayWithinFourHundredBytesEach() {
        SwarmTable large = new SwarmTable(new TrackerLimits(100_000, 100_000, 16), Locality.NONE, new Random(3));
        large.register(SampleAnnounce.IDS, TrackPolicy.OPEN);
        large.announce(SampleAnnounce.leecher(0).build(), SampleAnnounce.token(0), HOME, NOW);
        long before = usedBytes();
        int peers = 50_000;
        for (int i = 1; i <= peers; i++) {
            large.announce(
                    new Announce(
                            SampleAnnounce.hash(2),
                            new PeerId(i, i, i),
                            6881,
                            1,
                            1,
                            1,
                            AnnounceEvent.STARTED,
                            0,
                            1,
                            Announce.Style.STOCK,
                            NatClass.UNKNOWN,
                            Optional.empty()),
                    SampleAnnounce.token(i),
                    HOME,
                    NOW);
        }
        long perEntry = (usedBytes() - before) / peers;
        assertEquals(peers + 1, large.entryCount());
        assertTrue(perEntry <= 400, perEntry + " bytes per entry");
    }

    private static long usedBytes() {
        System.gc();
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static Announce with(Announce plain, long uploaded, long downloaded) {
        return new Announce(
                plain.infoHash(),
                plain.peerId(),
                plain.port(),
                uploaded,
                downloaded,
                plain.left(),
                plain.event(),
                plain.peersWanted(),
                plain.key(),
                plain.style(),
                plain.nat(),
                Optional.empty());
    }

    private AnnounceOutcome announce(Announce announce, int holder, InetAddress from, long now) {
        return table.announce(announce, SampleAnnounce.token(holder), from, now);
    }

    private AnnounceReply answered(SampleAnnounce sample, int holder) {
        return reply(announce(sample.build(), holder, HOME, NOW));
    }

    private static AnnounceReply reply(AnnounceOutcome outcome) {
        return assertInstanceOf(AnnounceOutcome.Answered.class, outcome).reply();
    }

    private static String refused(AnnounceOutcome outcome) {
        return assertInstanceOf(AnnounceOutcome.Refused.class, outcome).reason();
    }

    private static Set<Integer> ports(AnnounceReply reply) {
        Set<Integer> ports = new HashSet<>();
        reply.peers().forEach(peer -> ports.add(peer.endpoint().port()));
        assertEquals(reply.peers().size(), ports.size());
        return ports;
    }
}
