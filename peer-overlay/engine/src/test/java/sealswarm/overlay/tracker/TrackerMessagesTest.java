package sealswarm.overlay.tracker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import sealswarm.overlay.bencode.Bencode;
import sealswarm.overlay.bencode.BencodeDictionary;
import sealswarm.overlay.bencode.BencodeException;
import sealswarm.trial.Cases;

class TrackerMessagesTest {
    private static final AnnounceReply REPLY = new AnnounceReply(
            200,
            30,
            new SwarmCounts(3, 4, 5),
            List.of(
                    new AnnounceReply.SwarmPeer(Endpoint.of(SampleAnnounce.address("192.0.2.1"), 6881), 7),
                    new AnnounceReply.SwarmPeer(Endpoint.of(SampleAnnounce.address("2001:db8::5"), 80), 2),
                    new AnnounceReply.SwarmPeer(Endpoint.of(SampleAnnounce.address("192.0.2.2"), 65535), 4)),
            Optional.of(SampleAnnounce.address("198.51.100.9")),
            OptionalInt.of(40_000),
            OptionalInt.of(6_881));

    @Test
    void ourReplyComesBackWithMasksAndOffset() throws Exception {
        byte[] bytes = TrackerMessages.encode(new AnnounceOutcome.Answered(REPLY), Announce.Style.OURS);
        AnnounceReply back = reply(bytes);
        assertEquals(
                List.of(
                        REPLY.peers().get(0),
                        REPLY.peers().get(2),
                        REPLY.peers().get(1)),
                back.peers());
        assertEquals(REPLY.counts(), back.counts());
        assertEquals(REPLY.external(), back.external());
        assertEquals(OptionalInt.of(40_000), back.edgeOffset());
        assertEquals(OptionalInt.of(6_881), back.reachPort());
        assertEquals(200, back.intervalSeconds());
    }

    @Test
    void stockReplyIsPlainCompactLists() throws Exception {
        byte[] bytes = TrackerMessages.encode(new AnnounceOutcome.Answered(REPLY), Announce.Style.STOCK);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        assertTrue(text.contains("5:peers12:"), text);
        assertTrue(text.contains("6:peers618:"), text);
        assertTrue(text.contains("11:external ip4:"), text);
        assertTrue(!text.contains("ss "), text);
    }

    @Test
    void refusalsCarryReasonAndRetry() throws Exception {
        assertEquals(
                "d14:failure reason2:no8:retry ini5ee",
                new String(TrackerMessages.encode(new AnnounceOutcome.Refused("no", 5)), StandardCharsets.US_ASCII));
        AnnounceOutcome.Refused never = new AnnounceOutcome.Refused("gone", AnnounceOutcome.Refused.NEVER);
        assertEquals(never, TrackerMessages.decode(TrackerMessages.encode(never)));
    }

    @Test
    void intervalsOfStrangersAreClamped() throws Exception {
        assertEquals(3600, reply(interval(Long.MAX_VALUE)).intervalSeconds());
        assertEquals(30, reply(interval(-5)).intervalSeconds());
        assertEquals(30, reply(interval(0)).intervalSeconds());
        assertEquals(1000, reply(interval(1000)).intervalSeconds());
    }

    @Test
    void malformedPeerListsAreRefused() {
        for (int length : new int[] {1, 5, 7}) {
            assertThrows(
                    TrackerMessages.MalformedReplyException.class,
                    () -> TrackerMessages.decode(peers(new byte[length])));
        }
        assertThrows(BencodeException.class, () -> TrackerMessages.decode(new byte[] {'d'}));
        assertThrows(BencodeException.class, () -> TrackerMessages.decode(new byte[0]));
        assertThrows(
                BencodeException.class, () -> TrackerMessages.decode("<html>".getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void aTrackerIsBelievedOnlyAboutPeersAsFarAwayAsItself() throws Exception {
        byte[] list = {
            127,
            0,
            0,
            1,
            0,
            80,
            10,
            0,
            0,
            1,
            0,
            80,
            (byte) 169,
            (byte) 254,
            (byte) 169,
            (byte) 254,
            0,
            80,
            8,
            8,
            8,
            8,
            0,
            80
        };
        AnnounceReply all = reply(peers(list));
        assertEquals(4, all.toldFrom(Endpoint.Scope.LOOPBACK).peers().size());
        assertEquals(3, all.toldFrom(Endpoint.Scope.PRIVATE).peers().size());
        assertEquals(
                List.of("8.8.8.8"),
                all.toldFrom(Endpoint.Scope.GLOBAL).peers().stream()
                        .map(peer -> peer.endpoint().address().getHostAddress())
                        .toList());
    }

    @Test
    void peersNobodyCanReachAreLeftOut() throws Exception {
        byte[] list = {
            (byte) 224,
            0,
            0,
            1,
            0,
            80, // multicast
            0,
            0,
            0,
            0,
            0,
            80, // unspecified
            (byte) 192,
            0,
            2,
            1,
            0,
            0, // port 0
            (byte) 255,
            (byte) 255,
            (byte) 255,
            (byte) 255,
            0,
            80, // broadcast
            (byte) 192,
            0,
            2,
            1,
            0,
            80
        };
        assertEquals(
                List.of(new AnnounceReply.SwarmPeer(Endpoint.of(SampleAnnounce.address("192.0.2.1"), 80), 0)),
                reply(peers(list)).peers());
    }

    @Test
    void listsAndReasonsOfStrangersAreCut() throws Exception {
        byte[] list = new byte[6 * (TrackerMessages.MAX_PEERS_TAKEN + 1)];
        for (int i = 0; i < list.length; i += 6) {
            list[i] = 8;
            list[i + 5] = 80;
        }
        assertEquals(TrackerMessages.MAX_PEERS_TAKEN, reply(peers(list)).peers().size());
        byte[] failure = Bencode.encode(BencodeDictionary.builder()
                .put("failure reason", "x".repeat(5000))
                .put("retry in", "never")
                .build());
        AnnounceOutcome.Refused refused =
                assertInstanceOf(AnnounceOutcome.Refused.class, TrackerMessages.decode(failure));
        assertEquals(TrackerMessages.MAX_REASON, refused.reason().length());
        assertEquals(AnnounceOutcome.Refused.NEVER, refused.retryMinutes());
    }

    @Test
    void mutatedRepliesAreReadOrRefusedNeverFailed() {
        byte[] good = TrackerMessages.encode(new AnnounceOutcome.Answered(REPLY), Announce.Style.OURS);
        Cases.forAll(20260202, 5_000, random -> {
            byte[] bad = good.clone();
            for (int i = 1 + random.nextInt(4); i > 0; i--) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt();
            }
            try {
                TrackerMessages.decode(bad);
            } catch (BencodeException | TrackerMessages.MalformedReplyException e) {
                assertTrue(e.getMessage() != null);
            }
        });
    }

    private static byte[] interval(long seconds) {
        return Bencode.encode(
                BencodeDictionary.builder().put("interval", seconds).build());
    }

    private static byte[] peers(byte[] compact) {
        return Bencode.encode(BencodeDictionary.builder()
                .put("interval", 60)
                .put("peers", compact)
                .build());
    }

    private static AnnounceReply reply(byte[] bytes) throws Exception {
        return assertInstanceOf(AnnounceOutcome.Answered.class, TrackerMessages.decode(bytes))
                .reply();
    }
}
