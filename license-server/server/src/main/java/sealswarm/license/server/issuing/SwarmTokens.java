package sealswarm.license.server.issuing;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import sealswarm.format.key.TrackId;
import sealswarm.license.device.DeviceRequest.PeerKey;
import sealswarm.license.message.Licenses.SwarmAccess;
import sealswarm.license.server.edge.EdgeGate;
import sealswarm.license.server.edge.Edges;
import sealswarm.license.server.grant.StoredGrant;
import sealswarm.license.server.keystore.KeyGate;
import sealswarm.license.server.title.TitleRevision;
import sealswarm.license.server.title.TitleTrack;
import sealswarm.overlay.token.PeerKeyThumbprint;

/** The swarm part of a license's answer: tokens for each of its tracks that the newest revision has. */
final class SwarmTokens {
    /** Longest life of a player's token. */
    static final Duration MAX_LIFE = Duration.ofHours(24);

    private final EdgeGate edges;
    private final KeyGate keys;
    private final ClockGuard clock;

    SwarmTokens(EdgeGate edges, KeyGate keys, ClockGuard clock) {
        this.edges = edges;
        this.keys = keys;
        this.clock = clock;
    }

    List<SwarmAccess> access(TitleRevision revision, IssueDecision.Granted granted, List<PeerKey> peerKeys) {
        return access(revision, granted.grant(), granted.leaseUntil(), peerKeys);
    }

    List<SwarmAccess> access(TitleRevision revision, StoredGrant grant, Instant leaseUntil, List<PeerKey> peerKeys) {
        Instant longest = clock.now().plus(MAX_LIFE);
        Instant expiresAt = leaseUntil.isBefore(longest) ? leaseUntil.plusSeconds(LicenseIssuer.GRACE_S) : longest;
        List<SwarmAccess> swarm = new ArrayList<>();
        for (TrackId id : grant.rights().tracks()) {
            revision.track(id)
                    .ifPresent(track ->
                            swarm.add(edges.require().access(reader(revision, grant, track, peerKeys), expiresAt)));
        }
        return swarm;
    }

    private Edges.Reader reader(TitleRevision revision, StoredGrant grant, TitleTrack track, List<PeerKey> peerKeys) {
        PeerKeyThumbprint thumbprint = peerKeys.stream()
                .filter(key -> key.trackId().equals(track.id()))
                .findFirst()
                .map(key -> new PeerKeyThumbprint(key.thumbprint().hex()))
                .orElse(PeerKeyThumbprint.NONE);
        return new Edges.Reader(
                track.id(),
                track.name(),
                track.swarm(),
                track.infoHashes(),
                keys.require().pseudonym(grant.subject(), revision.title(), track.id()),
                thumbprint);
    }
}
