package sealswarm.overlay.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sealswarm.trial.Cases;

class PeerCertificateTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_900_000_000L);
    private static final SwarmId SWARM = new SwarmId("ab".repeat(20));
    private final PeerSigningKey edge = key(1);
    private final PeerSigningKey peer = key(2);
    private final EdgeToken token = EdgeToken.of(
                    TokenKind.ANNOUNCE,
                    TrustDomain.USER,
                    SWARM,
                    new Pseudonym("cd".repeat(16)),
                    NOW.getEpochSecond() + 2 * 24 * 3600)
            .withPeerKey(PeerKeyThumbprint.ofKey(peer.publicKey()));

    @Test
    void certificateIsValidForItsSwarmEdgeAndTimeOnly() {
        PeerCertificate certificate = PeerCertificate.issue(token, peer.publicKey(), edge, NOW);
        List<PeerPublicKey> edges = List.of(key(9).publicKey(), edge.publicKey());
        assertEquals(Optional.of(certificate), PeerCertificate.parse(certificate.bytes()));
        assertTrue(certificate.isValid(SWARM, edges, NOW));
        assertTrue(certificate.isValid(SWARM, edges, NOW.plusSeconds(PeerCertificate.MAX_LIFE_SECONDS - 1)));
        assertFalse(certificate.isValid(SWARM, edges, NOW.plusSeconds(PeerCertificate.MAX_LIFE_SECONDS)));
        assertFalse(certificate.isValid(SWARM, edges, NOW.minusSeconds(1)));
        assertFalse(certificate.isValid(new SwarmId("ac".repeat(20)), edges, NOW));
        assertFalse(certificate.isValid(SWARM, List.of(peer.publicKey()), NOW));
    }

    @Test
    void certificateEndsWithItsToken() {
        EdgeToken shortToken = EdgeToken.of(
                        TokenKind.ANNOUNCE, TrustDomain.USER, SWARM, token.subject(), NOW.getEpochSecond() + 60)
                .withPeerKey(token.peerKey());
        PeerCertificate certificate = PeerCertificate.issue(shortToken, peer.publicKey(), edge, NOW);
        assertEquals(NOW.getEpochSecond() + 60, certificate.expiresAtEpochSecond());
    }

    @Test
    void noCertificateForAKeyTheTokenDoesNotName() {
        assertThrows(IllegalArgumentException.class, () -> PeerCertificate.issue(token, key(3).publicKey(), edge, NOW));
        EdgeToken keyless = token.withPeerKey(PeerKeyThumbprint.NONE);
        assertThrows(IllegalArgumentException.class, () -> PeerCertificate.issue(keyless, peer.publicKey(), edge, NOW));
    }

    @Test
    void anyChangedByteOfACertificateIsRefused() {
        byte[] good = PeerCertificate.issue(token, peer.publicKey(), edge, NOW).bytes();
        Cases.forAll(20260103, 300, random -> {
            byte[] bad = good.clone();
            bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
            assertFalse(PeerCertificate.parse(bad)
                    .filter(c -> c.isValid(SWARM, List.of(edge.publicKey()), NOW))
                    .isPresent());
        });
        assertTrue(PeerCertificate.parse(Arrays.copyOf(good, good.length - 1)).isEmpty());
        assertTrue(PeerCertificate.parse(Arrays.copyOf(good, good.length + 1)).isEmpty());
        assertTrue(PeerCertificate.parse(new byte[0]).isEmpty());
    }

    @Test
    void requestProvesItsTokenWithinFiveMinutes() {
        CertificateRequest request = CertificateRequest.make(peer, "token-text", RequestNonce.of(new byte[16]), NOW);
        assertEquals(Optional.of(request), CertificateRequest.parse(request.bytes()));
        long skew = CertificateRequest.MAX_SKEW_SECONDS;
        assertTrue(request.proves("token-text", NOW.plusSeconds(skew)));
        assertTrue(request.proves("token-text", NOW.minusSeconds(skew)));
        assertFalse(request.proves("token-text", NOW.plusSeconds(skew + 1)));
        assertFalse(request.proves("token-text", NOW.minusSeconds(skew + 1)));
        assertFalse(request.proves("token-texu", NOW));
    }

    @Test
    void anyChangedByteOfARequestIsRefused() {
        byte[] good = CertificateRequest.make(peer, "t", RequestNonce.of(new byte[16]), NOW)
                .bytes();
        Cases.forAll(20260104, 300, random -> {
            byte[] bad = good.clone();
            bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
            assertFalse(CertificateRequest.parse(bad)
                    .filter(r -> r.proves("t", NOW))
                    .isPresent());
        });
        assertTrue(CertificateRequest.parse(new byte[3]).isEmpty());
    }

    @Test
    void keysOfSmallOrderAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> PeerPublicKey.of(new byte[32]));
        assertThrows(IllegalArgumentException.class, () -> new PeerPublicKey("01" + "00".repeat(31)));
        assertEquals("PeerSigningKey[" + peer.publicKey() + "]", peer.toString());
    }

    private static PeerSigningKey key(int seed) {
        byte[] bytes = new byte[32];
        bytes[0] = (byte) seed;
        return PeerSigningKey.ofSeed(bytes);
    }
}
