package sealswarm.overlay.edge;

import io.vertx.core.Future;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sealswarm.overlay.OverlayTrack;
import sealswarm.overlay.collector.Account;
import sealswarm.overlay.token.EdgeToken;
import sealswarm.overlay.token.PeerCertificate;
import sealswarm.overlay.token.PeerKeyThumbprint;
import sealswarm.overlay.token.PeerSigningKey;
import sealswarm.overlay.token.Pseudonym;
import sealswarm.overlay.token.SwarmId;
import sealswarm.overlay.token.TokenKind;
import sealswarm.overlay.token.TrustDomain;

/**
 * The edge among peers: proves that it is one, by a key of this run that its certificate key vouches for, and counts what it sends
 * to members. Belongs to the edge's event loop; a certificate takes 0.1 ms.
 */
final class EdgeMember {
    private static final Logger LOG = LoggerFactory.getLogger(EdgeMember.class);

    private final PeerSigningKey certificateKey;
    private final PeerSigningKey key;
    private final Accounting accounting;
    private final InstantSource clock;

    EdgeMember(PeerSigningKey certificateKey, SecureRandom secrets, Accounting accounting, InstantSource clock) {
        byte[] seed = new byte[PeerSigningKey.SEED_BYTES];
        secrets.nextBytes(seed);
        this.certificateKey = certificateKey;
        this.key = PeerSigningKey.ofSeed(seed);
        this.accounting = accounting;
        this.clock = clock;
    }

    /** Its key among peers. */
    PeerSigningKey key() {
        return key;
    }

    /** Gives a track that was opened with {@link #key} a certificate for a day. */
    void certify(SwarmId id, OverlayTrack track) {
        Instant now = clock.instant();
        EdgeToken self = EdgeToken.of(
                        TokenKind.ANNOUNCE,
                        TrustDomain.EDGE,
                        id,
                        Pseudonym.NOBODY,
                        now.getEpochSecond() + PeerCertificate.MAX_LIFE_SECONDS)
                .withPeerKey(PeerKeyThumbprint.ofKey(key.publicKey()));
        track.certified(
                        PeerCertificate.issue(self, key.publicKey(), certificateKey, now),
                        Set.of(certificateKey.publicKey()))
                .onFailure(failure -> LOG.error("the edge cannot prove itself in track {}", id, failure));
    }

    /** Puts what was sent to members since the last call on their accounts. */
    Future<Void> count(SwarmId id, OverlayTrack track) {
        return track.takeDeliveredToMembers()
                .onSuccess(delivered -> delivered.forEach(
                        (to, bytes) -> accounting.sentToPeer(new Account.Owner(id, to.subject(), to.domain()), bytes)))
                .mapEmpty();
    }
}
