package sealswarm.overlay.origin;

import java.util.HexFormat;
import sealswarm.overlay.http.ProblemKind;
import sealswarm.overlay.merkle.Merkle;
import sealswarm.overlay.merkle.MerkleHash;
import sealswarm.overlay.metainfo.Metainfo;
import sealswarm.overlay.metainfo.MetainfoException;
import sealswarm.overlay.metainfo.PiecesRoot;
import sealswarm.overlay.token.SwarmId;

/** Which metainfos an edge takes: those of our packages, for the token's own track. Pure. */
final class MetainfoRules {
    private static final int NAME_BYTES = 16;

    private MetainfoRules() {}

    /** The hybrid metainfo of the swarm, private, with its piece layer, named by its root. */
    static Metainfo hybrid(byte[] body, SwarmId expected) throws OriginRefusal {
        Metainfo metainfo = parse(body);
        if (!metainfo.infoHashes().swarmId().hex().equals(expected.hex())) {
            throw invalid("it belongs to another track than the token");
        }
        MerkleHash root = metainfo.root().map(PiecesRoot::hash).orElseThrow(() -> invalid("it has no Merkle root"));
        if (metainfo.pieceHashes().isEmpty()) {
            throw invalid("it is not hybrid: the v1 half is missing");
        }
        if (metainfo.pieceCount() > 1 && metainfo.pieceLayer().isEmpty()) {
            throw invalid("its piece layer is missing");
        }
        if (!metainfo.isPrivate()) {
            throw invalid("info.private: must be 1");
        }
        if (!metainfo.name().equals(HexFormat.of().formatHex(root.bytes(), 0, NAME_BYTES))) {
            throw invalid("info.name: must be the first 16 bytes of the root in hex");
        }
        if (metainfo.lengthBytes() > Merkle.MAX_SIZE_BYTES) {
            throw invalid("it is longer than " + Merkle.MAX_SIZE_BYTES + " bytes");
        }
        return metainfo;
    }

    /** The v1-only companion: the same bytes in the same pieces. */
    static Metainfo companion(byte[] body, Metainfo hybrid) throws OriginRefusal {
        Metainfo companion = parse(body);
        if (companion.infoHashes().v2().isPresent()) {
            throw invalid("the companion must be v1-only");
        }
        if (companion.lengthBytes() != hybrid.lengthBytes()
                || !companion.pieceLength().equals(hybrid.pieceLength())
                || !companion.pieceHashes().equals(hybrid.pieceHashes())
                || !companion.name().equals(hybrid.name())
                || !companion.isPrivate()) {
            throw invalid("the companion does not describe the same track");
        }
        return companion;
    }

    private static Metainfo parse(byte[] body) throws OriginRefusal {
        try {
            return Metainfo.parse(body);
        } catch (MetainfoException e) {
            throw OriginRefusal.of(ProblemKind.METAINFO_INVALID, String.valueOf(e.getMessage()));
        }
    }

    private static OriginRefusal invalid(String detail) {
        return OriginRefusal.of(ProblemKind.METAINFO_INVALID, "invalid metainfo: " + detail);
    }
}
