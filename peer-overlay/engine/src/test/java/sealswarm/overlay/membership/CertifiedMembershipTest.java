package sealswarm.overlay.membership;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import sealswarm.overlay.ack.AckBatch;
import sealswarm.overlay.ack.TransferAck;
import sealswarm.overlay.picker.TrackLayout;
import sealswarm.overlay.token.PeerCertificate;
import sealswarm.overlay.token.TrustDomain;
import sealswarm.overlay.wire.WireException;

class CertifiedMembershipTest {
    private static final int BLOCKS_PER_ACK = (int) (AckGiver.EVERY_BYTES / TrackLayout.BLOCK);
    private static final int AUTH = CertifiedMembership.AUTH;
    private static final int ACK = CertifiedMembership.ACK;

    @Test
    void bothLearnWhatTheOtherIsWhoeverHasItsCertificateFirst() throws WireException {
        Pair pair = Pair.met();
        pair.one.certify(TrustDomain.MANAGED);
        pair.exchange();
        assertEquals(TrustDomain.STOCK, pair.one.seesOther());
        assertEquals(TrustDomain.STOCK, pair.two.seesOther(), "it knows no edge yet");
        pair.two.certify(TrustDomain.USER);
        pair.exchange();
        assertEquals(TrustDomain.USER, pair.one.seesOther());
        assertEquals(TrustDomain.MANAGED, pair.two.seesOther());
    }

    @Test
    void aProofEndsWithItsCertificateAndIsRenewedWithTheNext() throws WireException {
        Pair pair = Pair.proven(TrustDomain.USER, TrustDomain.USER);
        pair.millis = PeerCertificate.MAX_LIFE_SECONDS * 1_000 / 2;
        pair.one.certify(TrustDomain.USER);
        pair.exchange();
        pair.millis = PeerCertificate.MAX_LIFE_SECONDS * 1_000;
        pair.one.membership.second();
        pair.two.membership.second();
        assertEquals(TrustDomain.STOCK, pair.one.seesOther());
        assertEquals(TrustDomain.USER, pair.two.seesOther());
    }

    @Test
    void aCertificateOfAnUnknownEdgeLeavesAStrangerWhoseAcksAreIgnored() throws WireException {
        Pair pair = Pair.met();
        Instant now = SampleMember.wall(() -> 0).instant();
        pair.one.certify(TrustDomain.USER);
        pair.two.membership.certified(
                SampleMember.certificate(pair.two.key, Pair.SWARM, TrustDomain.EDGE, now, SampleMember.key(77)),
                SampleMember.EDGES);
        pair.exchange();
        assertEquals(TrustDomain.STOCK, pair.one.seesOther());
        assertEquals(TrustDomain.USER, pair.two.seesOther());
        pair.transfer(pair.one, BLOCKS_PER_ACK);
        pair.exchange();
        assertEquals(0, pair.one.membership.outbox().count());
        assertTrue(pair.one.membership.sends(pair.one.peer()), "a stranger owes no acks");
    }

    @Test
    void everyFourMebibytesHalfAMinuteAndTheEndAreAcknowledged() throws WireException {
        Pair pair = Pair.proven(TrustDomain.USER, TrustDomain.USER);
        AckOutbox outbox = pair.one.membership.outbox();
        pair.transfer(pair.one, BLOCKS_PER_ACK - 1);
        pair.exchange();
        assertEquals(0, outbox.count());
        pair.transfer(pair.one, 1);
        pair.exchange();
        assertEquals(1, outbox.count());
        pair.transfer(pair.one, 1);
        pair.millis = AckGiver.EVERY_MILLIS - 1;
        pair.two.membership.second();
        pair.exchange();
        assertEquals(1, outbox.count());
        pair.millis = AckGiver.EVERY_MILLIS;
        pair.two.membership.second();
        pair.exchange();
        assertEquals(2, outbox.count());
        pair.transfer(pair.one, 2);
        pair.two.membership.settle(pair.two.peer());
        pair.two.membership.settle(pair.two.peer());
        pair.exchange();
        assertEquals(3, outbox.count());
        AckBatch batch = outbox.next().orElseThrow();
        assertEquals(
                (BLOCKS_PER_ACK + 3L) * TrackLayout.BLOCK,
                batch.sessions().get(0).last().statement().cumulativeBytes());
        assertEquals(0, pair.two.membership.outbox().count(), "nothing flowed the other way");
    }

    @Test
    void whatCameBeforeTheProofCountsToo() throws WireException {
        Pair pair = Pair.met();
        pair.transfer(pair.one, 3);
        pair.one.certify(TrustDomain.USER);
        pair.two.certify(TrustDomain.USER);
        pair.exchange();
        pair.two.membership.settle(pair.two.peer());
        pair.exchange();
        assertEquals(
                3L * TrackLayout.BLOCK,
                pair.one
                        .membership
                        .outbox()
                        .next()
                        .orElseThrow()
                        .sessions()
                        .get(0)
                        .last()
                        .statement()
                        .cumulativeBytes());
    }

    @Test
    void anEdgeNeitherNeedsNorGetsAcks() throws WireException {
        Pair pair = Pair.proven(TrustDomain.EDGE, TrustDomain.USER);
        pair.transfer(pair.one, 10 * BLOCKS_PER_ACK);
        assertTrue(pair.two.sent.isEmpty());
        assertTrue(pair.one.membership.sends(pair.one.peer()));
    }

    @Test
    void whoDoesNotAcknowledgeWaitsThenLosesItsSlotAndGetsItBackForAnAck() throws WireException {
        Pair pair = Pair.proven(TrustDomain.USER, TrustDomain.USER);
        CertifiedMembership uploader = pair.one.membership;
        int sent = 0;
        while (uploader.sends(pair.one.peer())) {
            pair.transfer(pair.one, 1);
            sent++;
        }
        long limit = AckTaker.MAX_UNACKED_BYTES * AckTaker.WASTED_ONE_IN / (AckTaker.WASTED_ONE_IN - 1);
        assertEquals((limit + TrackLayout.BLOCK - 1) / TrackLayout.BLOCK, sent);
        assertTrue(uploader.serves(pair.one.peer()));
        pair.millis = AckTaker.PATIENCE_MILLIS;
        uploader.second();
        assertFalse(uploader.serves(pair.one.peer()));
        assertEquals("reconsider", pair.one.done.get(pair.one.done.size() - 1));
        pair.exchange();
        assertTrue(uploader.serves(pair.one.peer()));
        assertTrue(uploader.sends(pair.one.peer()));
    }

    @Test
    void forgersOfEveryKindAreTurnedAway() throws WireException {
        Pair pair = Pair.met();
        pair.one.certify(TrustDomain.USER);
        pair.two.certify(TrustDomain.USER);
        byte[] ownNonce = pair.one.next();
        assertThrows(WireException.class, () -> pair.one.hears(ACK, new byte[TransferAck.SIZE_BYTES]), "a stranger's");
        assertThrows(WireException.class, () -> pair.one.hears(AUTH, ownNonce), "our own nonce");
        assertThrows(WireException.class, () -> pair.one.hears(AUTH, new byte[] {2}), "a proof before the nonce");
        byte[] nonce = pair.two.next();
        pair.one.hears(AUTH, nonce);
        assertThrows(WireException.class, () -> pair.one.hears(AUTH, nonce), "a second nonce");
        pair.two.hears(AUTH, ownNonce);
        byte[] mine = pair.one.next();
        assertThrows(WireException.class, () -> pair.one.hears(AUTH, mine), "our own proof");
        byte[] good = pair.two.next();
        byte[] bad = good.clone();
        bad[bad.length - 1] ^= 1;
        assertThrows(WireException.class, () -> pair.one.hears(AUTH, bad), "another's certificate");
        assertThrows(WireException.class, () -> pair.one.hears(AUTH, new byte[0]));
        assertThrows(
                WireException.class, () -> pair.one.hears(AUTH, new byte[CertifiedMembership.MAX_MESSAGE_BYTES + 1]));
        pair.one.hears(AUTH, good);
        assertEquals(TrustDomain.USER, pair.one.seesOther());
        pair.one.hears(13, new byte[9]);
    }

    @Test
    void proofsAreTakenUpToTheLimitAndNoFurther() throws WireException {
        Pair pair = Pair.proven(TrustDomain.USER, TrustDomain.USER);
        for (int i = 1; i < CertifiedMembership.MAX_PROOFS; i++) {
            pair.millis += 1_000;
            pair.two.certify(TrustDomain.USER);
            pair.exchange();
        }
        pair.millis += 1_000;
        pair.two.certify(TrustDomain.USER);
        assertThrows(WireException.class, pair::exchange);
    }

    @Test
    void aConvictedKeyIsNotLetInAgain() throws WireException {
        Pair pair = Pair.proven(TrustDomain.USER, TrustDomain.USER);
        pair.one.membership.convicted(pair.one.peer());
        pair.one.membership.left(pair.one.peer());
        Pair again = Pair.met();
        again.two.certify(TrustDomain.USER);
        again.one.certify(TrustDomain.USER);
        again.exchange();
        assertEquals(TrustDomain.USER, again.one.seesOther(), "others know nothing of it");
        pair.two.membership.left(pair.two.peer());
        assertThrows(WireException.class, pair::meetAgain);
    }

    @Test
    void wrongAcksEndTheConnectionAndARepeatDoesNot() throws WireException {
        Pair pair = Pair.proven(TrustDomain.USER, TrustDomain.USER);
        pair.transfer(pair.one, BLOCKS_PER_ACK);
        byte[] ack = pair.two.next();
        byte[] forged = ack.clone();
        forged[forged.length - 1] ^= 1;
        assertThrows(WireException.class, () -> pair.one.hears(ACK, forged));
        pair.one.hears(ACK, ack);
        pair.one.hears(ACK, ack);
        assertEquals(1, pair.one.membership.outbox().count());
        assertThrows(WireException.class, () -> pair.one.hears(ACK, new byte[TransferAck.SIZE_BYTES - 1]));

        Pair greedy = Pair.proven(TrustDomain.USER, TrustDomain.USER);
        greedy.two.membership.verified(greedy.two.peer(), (int) AckGiver.EVERY_BYTES);
        byte[] tooMuch = greedy.two.next();
        assertThrows(WireException.class, () -> greedy.one.hears(ACK, tooMuch), "more than was sent");
        Pair later = Pair.proven(TrustDomain.USER, TrustDomain.USER);
        later.one.membership.left(later.one.peer());
        later.two.membership.left(later.two.peer());
        later.meetAgain();
        later.transfer(later.one, BLOCKS_PER_ACK);
        assertThrows(WireException.class, () -> later.one.hears(ACK, ack), "of another session");
    }

    @Test
    void acksThatAreNotDueAreBorneWithUpToTheLimit() throws WireException {
        Pair pair = Pair.proven(TrustDomain.USER, TrustDomain.USER);
        for (int i = 0; i < AckTaker.MAX_HASTY; i++) {
            pair.transfer(pair.one, 1);
            pair.two.membership.settle(pair.two.peer());
            pair.exchange();
        }
        pair.transfer(pair.one, 1);
        pair.two.membership.settle(pair.two.peer());
        assertThrows(WireException.class, pair::exchange);
    }

    @Test
    void whereStrangersMayNotBeTheyGetNothingAndGoAfterTenSeconds() throws WireException {
        Pair pair = Pair.met();
        pair.one.membership.admitStrangers(host -> false);
        assertFalse(pair.one.membership.sends(pair.one.peer()));
        assertFalse(pair.one.membership.serves(pair.one.peer()));
        pair.millis = 60_000;
        pair.one.membership.second();
        assertFalse(pair.one.done.contains("drop"), "we cannot tell yet who is who");
        pair.one.certify(TrustDomain.USER);
        pair.millis += CertifiedMembership.STRANGER_MILLIS - 1;
        pair.one.membership.second();
        assertFalse(pair.one.done.contains("drop"));
        pair.millis += 1;
        pair.one.membership.second();
        assertTrue(pair.one.done.contains("drop"));

        Pair friends = Pair.met();
        friends.one.membership.admitStrangers(host -> false);
        friends.one.certify(TrustDomain.USER);
        friends.two.certify(TrustDomain.USER);
        friends.exchange();
        friends.millis = CertifiedMembership.STRANGER_MILLIS;
        friends.one.membership.second();
        assertTrue(friends.one.membership.sends(friends.one.peer()));
        assertFalse(friends.one.done.contains("drop"));
    }

    @Test
    void whatWasSentToMembersIsTakenOnce() throws WireException {
        Pair pair = Pair.met();
        pair.transfer(pair.one, 2);
        assertEquals(Map.of(), pair.one.membership.takeDelivered());
        pair.one.certify(TrustDomain.EDGE);
        pair.two.certify(TrustDomain.MANAGED);
        pair.exchange();
        pair.transfer(pair.one, 1);
        PeerCertificate other = pair.two.certificate(TrustDomain.MANAGED);
        assertEquals(
                Map.of(new CertifiedMembership.Recipient(other.subject(), TrustDomain.MANAGED), 3L * TrackLayout.BLOCK),
                pair.one.membership.takeDelivered());
        assertEquals(Map.of(), pair.one.membership.takeDelivered());
    }
}
