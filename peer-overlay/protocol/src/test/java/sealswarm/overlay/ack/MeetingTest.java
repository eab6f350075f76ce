package sealswarm.overlay.ack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sealswarm.overlay.token.EdgeToken;
import sealswarm.overlay.token.PeerCertificate;
import sealswarm.overlay.token.PeerKeyThumbprint;
import sealswarm.overlay.token.PeerPublicKey;
import sealswarm.overlay.token.PeerSigningKey;
import sealswarm.overlay.token.Pseudonym;
import sealswarm.overlay.token.RequestNonce;
import sealswarm.overlay.token.SwarmId;
import sealswarm.overlay.token.TokenKind;
import sealswarm.overlay.token.TrustDomain;
import sealswarm.overlay.wire.PeerId;
import sealswarm.trial.Cases;

class MeetingTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_900_000_000L);
    private static final SwarmId SWARM = new SwarmId("ab".repeat(20));
    private static final PeerSigningKey EDGE = key(9);
    private static final List<PeerPublicKey> EDGES = List.of(key(8).publicKey(), EDGE.publicKey());
    private final Meeting.Party alice = party(1);
    private final Meeting.Party bob = party(2);
    private final Meeting here = new Meeting(SWARM, alice, bob);
    private final Meeting there = new Meeting(SWARM, bob, alice);

    @Test
    void bothEndsProveTheirKeysAndNumberOneSession() {
        assertEquals(here.session(), there.session());
        AuthProof hers = here.prove(certificate(key(1), EDGE, SWARM), key(1));
        AuthProof his = there.prove(certificate(key(2), EDGE, SWARM), key(2));
        assertEquals(Meeting.Verdict.PROVEN, there.judge(hers, EDGES, NOW));
        assertEquals(Meeting.Verdict.PROVEN, here.judge(his, EDGES, NOW));
        assertEquals(Optional.of(hers), AuthProof.parse(hers.bytes()));
    }

    @Test
    void aProofIsWorthNothingAnywhereElse() {
        AuthProof hers = here.prove(certificate(key(1), EDGE, SWARM), key(1));
        assertEquals(Meeting.Verdict.FORGED, here.judge(hers, EDGES, NOW), "given back to her");
        assertEquals(
                Meeting.Verdict.FORGED, new Meeting(SWARM, bob, party(3)).judge(hers, EDGES, NOW), "another session");
        Meeting.Party sameNonce = new Meeting.Party(party(7).id(), alice.nonce());
        assertEquals(Meeting.Verdict.FORGED, new Meeting(SWARM, bob, sameNonce).judge(hers, EDGES, NOW), "another id");
        SwarmId other = new SwarmId("ac".repeat(20));
        assertEquals(Meeting.Verdict.FORGED, new Meeting(other, bob, alice).judge(hers, EDGES, NOW), "another swarm");
    }

    @Test
    void aStolenCertificateAForeignEdgeAndAnOldOneAreToldApart() {
        AuthProof stolen = new AuthProof(
                certificate(key(3), EDGE, SWARM),
                here.prove(certificate(key(1), EDGE, SWARM), key(1)).signature());
        assertEquals(Meeting.Verdict.FORGED, there.judge(stolen, EDGES, NOW));
        AuthProof foreign = here.prove(certificate(key(1), key(7), SWARM), key(1));
        assertEquals(Meeting.Verdict.UNKNOWN, there.judge(foreign, EDGES, NOW));
        AuthProof good = here.prove(certificate(key(1), EDGE, SWARM), key(1));
        Instant expiry = NOW.plusSeconds(3_600);
        assertEquals(Meeting.Verdict.PROVEN, there.judge(good, EDGES, expiry.minusSeconds(1)));
        assertEquals(Meeting.Verdict.UNKNOWN, there.judge(good, EDGES, expiry));
        assertThrows(IllegalArgumentException.class, () -> here.prove(certificate(key(2), EDGE, SWARM), key(1)));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Meeting(SWARM, alice, new Meeting.Party(bob.id(), alice.nonce())));
    }

    @Test
    void noChangedBitOfAProofProvesAnything() {
        byte[] good = here.prove(certificate(key(1), EDGE, SWARM), key(1)).bytes();
        Cases.forAll(20260401, 200, random -> {
            byte[] bad = good.clone();
            bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
            AuthProof.parse(bad)
                    .ifPresent(proof -> assertNotEquals(Meeting.Verdict.PROVEN, there.judge(proof, EDGES, NOW)));
        });
        assertTrue(AuthProof.parse(new byte[AuthProof.SIZE_BYTES + 1]).isEmpty());
        assertTrue(AuthProof.parse(new byte[0]).isEmpty());
    }

    private static Meeting.Party party(int number) {
        byte[] id = new byte[PeerId.LENGTH];
        id[0] = (byte) number;
        byte[] nonce = new byte[RequestNonce.SIZE_BYTES];
        // Unsigned: 0xf1 is above 0x72.
        nonce[0] = (byte) (number * 0x7f);
        return new Meeting.Party(PeerId.of(id), RequestNonce.of(nonce));
    }

    static PeerCertificate certificate(PeerSigningKey peer, PeerSigningKey edge, SwarmId swarmId) {
        EdgeToken token = EdgeToken.of(
                        TokenKind.ANNOUNCE,
                        TrustDomain.USER,
                        swarmId,
                        Pseudonym.of(new byte[Pseudonym.SIZE_BYTES]),
                        NOW.getEpochSecond() + 3_600)
                .withPeerKey(PeerKeyThumbprint.ofKey(peer.publicKey()));
        return PeerCertificate.issue(token, peer.publicKey(), edge, NOW);
    }

    static PeerSigningKey key(int seed) {
        byte[] bytes = new byte[32];
        bytes[0] = (byte) seed;
        return PeerSigningKey.ofSeed(bytes);
    }
}
