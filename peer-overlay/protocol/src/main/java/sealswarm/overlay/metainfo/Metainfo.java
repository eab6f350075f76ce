package sealswarm.overlay.metainfo;

import java.util.Optional;
import sealswarm.overlay.bencode.BencodeDictionary;
import sealswarm.overlay.merkle.MerkleLayer;

/**
 * A parsed metainfo of a single file: v1, v2 or hybrid. Both halves of a hybrid describe the same file, and a piece layer that is
 * present adds up to the root. Immutable.
 */
public final class Metainfo {
    /** The largest document. */
    public static final int MAX_BYTES = 16 << 20;

    /** The most pieces. */
    public static final int MAX_PIECES = 1 << 21;

    private final BencodeDictionary document;
    private final Description description;

    /** What was read and checked. */
    record Description(
            String name,
            long lengthBytes,
            PieceLength pieceLength,
            boolean isPrivate,
            InfoHashes infoHashes,
            Optional<PieceHashes> pieceHashes,
            Optional<PiecesRoot> root,
            Optional<MerkleLayer> pieceLayer,
            MetainfoLinks links) {}

    Metainfo(BencodeDictionary document, Description description) {
        this.document = document;
        this.description = description;
    }

    /**
     * Reads a metainfo.
     *
     * @throws MetainfoException naming the first field that is missing, of the wrong kind, out of range or inconsistent
     */
    public static Metainfo parse(byte[] bytes) throws MetainfoException {
        return new MetainfoParser(bytes).parse();
    }

    /** The suggested file name as the author wrote it: untrusted, never a path; see {@link FileName}. */
    public String name() {
        return description.name();
    }

    /** Length of the file, at least 1 byte. */
    public long lengthBytes() {
        return description.lengthBytes();
    }

    /** Length of every piece but the last. */
    public PieceLength pieceLength() {
        return description.pieceLength();
    }

    /** Number of pieces. */
    public int pieceCount() {
        return (int) pieceLength().count(lengthBytes());
    }

    /** True if peers may come from trackers only (BEP 27). */
    public boolean isPrivate() {
        return description.isPrivate();
    }

    /** The info-hashes, of the raw {@code info} bytes. */
    public InfoHashes infoHashes() {
        return description.infoHashes();
    }

    /** The SHA-1 of each piece; empty in a v2-only torrent. */
    public Optional<PieceHashes> pieceHashes() {
        return description.pieceHashes();
    }

    /** The Merkle root; empty in a v1-only torrent. */
    public Optional<PiecesRoot> root() {
        return description.root();
    }

    /** The piece layer, checked against the root; empty if absent, and of size 0 if the file is at most one piece. */
    public Optional<MerkleLayer> pieceLayer() {
        return description.pieceLayer();
    }

    /** Trackers, web seeds and our own links. */
    public MetainfoLinks links() {
        return description.links();
    }

    /** A copy of the exact {@code info} bytes. */
    public byte[] infoBytes() {
        return document.dictionary("info").orElseThrow().encoded();
    }

    /** A copy of the whole document as it was read. */
    public byte[] encoded() {
        return document.encoded();
    }

    /** The same torrent under other links: {@code info} and piece layers byte for byte, every other member replaced. */
    public byte[] withLinks(MetainfoLinks links) {
        return MetainfoWriter.personalised(document, links);
    }
}
