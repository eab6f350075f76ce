package sealswarm.overlay.host;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import sealswarm.overlay.metainfo.Metainfo;
import sealswarm.overlay.metainfo.MetainfoException;
import sealswarm.overlay.metainfo.PiecesRoot;
import sealswarm.overlay.token.HostStatement;
import sealswarm.overlay.token.PeerPublicKey;
import sealswarm.overlay.token.SwarmId;

/**
 * What must be right before a host takes a track in: a metainfo of that very swarm, with piece layers, named by its root as all
 * sealed tracks are; and the shop's signed statement about the same bytes. Immutable.
 *
 * @param swarmId the track
 * @param metainfo its hybrid metainfo, with the edge's links for this host
 * @param companion its v1-only metainfo, where there is one
 * @param statement what the shop says of it
 */
record TrackPapers(SwarmId swarmId, Metainfo metainfo, Optional<Metainfo> companion, HostStatement statement) {
    private static final int NAME_BYTES = 16;

    /** Papers that are not in order. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        Refused(String message) {
            super(message);
        }
    }

    /** The papers as bytes, as an edge gives them. */
    record Raw(Text metainfo, Optional<Text> companion, Text statement) {}

    /** Bytes of a document. */
    static final class Text {
        private final byte[] bytes;

        Text(byte[] bytes) {
            this.bytes = bytes.clone();
        }

        byte[] bytes() {
            return bytes.clone();
        }

        String utf8() {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    /**
     * The papers of {@code swarmId}, all checked.
     *
     * @param edgeKey the key of the edge that gives them
     */
    static TrackPapers checked(SwarmId swarmId, Raw raw, PeerPublicKey edgeKey) throws Refused {
        Metainfo metainfo = parsed(raw.metainfo());
        if (!metainfo.infoHashes().swarmId().hex().equals(swarmId.hex())) {
            throw new Refused("the metainfo is of another swarm");
        }
        String name = metainfo.root()
                .map(PiecesRoot::hash)
                .map(root -> HexFormat.of().formatHex(root.bytes(), 0, NAME_BYTES))
                .orElseThrow(() -> new Refused("the metainfo has no Merkle root"));
        if (!metainfo.name().equals(name)) {
            throw new Refused("the metainfo is not named by its root: no sealed track");
        }
        if (metainfo.pieceCount() > 1 && metainfo.pieceLayer().isEmpty()) {
            throw new Refused("the metainfo lacks its piece layer");
        }
        if (!metainfo.links().edgeKeys().contains(edgeKey.hex())) {
            throw new Refused("the metainfo does not name the edge's key");
        }
        HostStatement statement = HostStatement.verified(raw.statement().utf8(), edgeKey)
                .orElseThrow(() -> new Refused("the shop's statement is not signed by the edge's key " + edgeKey));
        if (!statement.swarmId().equals(swarmId) || statement.sizeBytes() != metainfo.lengthBytes()) {
            throw new Refused("the shop's statement is about another track");
        }
        Optional<Metainfo> companion = Optional.empty();
        if (raw.companion().isPresent()) {
            companion = Optional.of(companion(raw.companion().get(), metainfo));
        }
        return new TrackPapers(swarmId, metainfo, companion, statement);
    }

    private static Metainfo companion(Text text, Metainfo hybrid) throws Refused {
        Metainfo companion = parsed(text);
        if (companion.lengthBytes() != hybrid.lengthBytes()
                || !companion.pieceLength().equals(hybrid.pieceLength())
                || !companion.pieceHashes().equals(hybrid.pieceHashes())) {
            throw new Refused("the v1-only metainfo describes other bytes");
        }
        return companion;
    }

    private static Metainfo parsed(Text text) throws Refused {
        try {
            return Metainfo.parse(text.bytes());
        } catch (MetainfoException e) {
            throw new Refused(String.valueOf(e.getMessage()));
        }
    }
}
