package sealswarm.overlay.membership;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.SplittableRandom;
import sealswarm.overlay.swarm.MonotonicClock;
import sealswarm.overlay.token.EdgeToken;
import sealswarm.overlay.token.PeerCertificate;
import sealswarm.overlay.token.PeerKeyThumbprint;
import sealswarm.overlay.token.PeerPublicKey;
import sealswarm.overlay.token.PeerSigningKey;
import sealswarm.overlay.token.Pseudonym;
import sealswarm.overlay.token.SwarmId;
import sealswarm.overlay.token.TokenKind;
import sealswarm.overlay.token.TrustDomain;

/** Keys and certificates for tests: an edge that certifies anybody. */
public final class SampleMember {
    /** The edge's key. */
    public static final PeerSigningKey EDGE = key(0);

    /** The edges that count. */
    public static final Set<PeerPublicKey> EDGES = Set.of(EDGE.publicKey());

    /** Where monotonic clocks of tests begin. */
    public static final long EPOCH_SECOND = 1_900_000_000L;

    private SampleMember() {}

    /** A key of that number. */
    public static PeerSigningKey key(int number) {
        byte[] seed = new byte[PeerSigningKey.SEED_BYTES];
        new SplittableRandom(number).nextBytes(seed);
        return PeerSigningKey.ofSeed(seed);
    }

    /** The edge's certificate, for a day from {@code now}. */
    public static PeerCertificate certificate(PeerSigningKey of, SwarmId swarmId, TrustDomain domain, Instant now) {
        return certificate(of, swarmId, domain, now, EDGE);
    }

    /** As {@link #certificate} by any signer. */
    public static PeerCertificate certificate(
            PeerSigningKey of, SwarmId swarmId, TrustDomain domain, Instant now, PeerSigningKey by) {
        byte[] subject = of.publicKey().bytes();
        EdgeToken token = EdgeToken.of(
                        TokenKind.ANNOUNCE,
                        domain,
                        swarmId,
                        Pseudonym.of(java.util.Arrays.copyOf(subject, Pseudonym.SIZE_BYTES)),
                        now.getEpochSecond() + PeerCertificate.MAX_LIFE_SECONDS)
                .withPeerKey(PeerKeyThumbprint.ofKey(of.publicKey()));
        return PeerCertificate.issue(token, of.publicKey(), by, now);
    }

    /** Wall time that goes with a monotonic clock. */
    public static InstantSource wall(MonotonicClock clock) {
        return () -> Instant.ofEpochSecond(EPOCH_SECOND).plusMillis(clock.millis());
    }
}
