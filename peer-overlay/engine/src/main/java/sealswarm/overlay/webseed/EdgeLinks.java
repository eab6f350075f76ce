package sealswarm.overlay.webseed;

import java.util.List;
import java.util.Optional;
import sealswarm.overlay.metainfo.Metainfo;
import sealswarm.overlay.metainfo.MetainfoLinks;
import sealswarm.overlay.origin.OriginTrack;
import sealswarm.overlay.token.EdgeToken;
import sealswarm.overlay.token.EdgeTokenRing;
import sealswarm.overlay.token.PeerPublicKey;
import sealswarm.overlay.token.TokenKind;
import sealswarm.overlay.tracker.TrackPolicy;

/**
 * Writes an edge's addresses into metainfos: announce and web seed URLs with tokens of the holder who asked, the leaves, the
 * edge's certificate key. {@code info} stays byte for byte. Immutable.
 */
public final class EdgeLinks {
    private final String publicUrl;
    private final EdgeTokenRing ring;
    private final PeerPublicKey certificateKey;

    /**
     * Links of one edge.
     *
     * @param publicUrl where clients reach it, such as {@code http://192.0.2.1:8082}, without a slash at the end
     */
    public EdgeLinks(String publicUrl, EdgeTokenRing ring, PeerPublicKey certificateKey) {
        this.publicUrl = publicUrl;
        this.ring = ring;
        this.certificateKey = certificateKey;
    }

    /** The track's metainfo for the holder of a token of this track, whatever its kind. */
    public byte[] personalised(Metainfo metainfo, OriginTrack track, EdgeToken holder) {
        String announce = publicUrl + "/announce/" + ring.mint(holder.withKind(TokenKind.ANNOUNCE));
        String data = publicUrl + "/webseed/" + ring.mint(holder.withKind(TokenKind.WEBSEED)) + "/" + track.name();
        return metainfo.withLinks(new MetainfoLinks(
                List.of(List.of(announce)),
                List.of(data),
                Optional.of(data + ".leaves"),
                List.of(certificateKey.hex()),
                track.policy().stock() == TrackPolicy.Admission.CLOSED
                        ? MetainfoLinks.Company.MEMBERS
                        : MetainfoLinks.Company.ANYBODY));
    }
}
