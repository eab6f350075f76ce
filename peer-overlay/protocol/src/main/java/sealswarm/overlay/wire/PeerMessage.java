package sealswarm.overlay.wire;

import sealswarm.overlay.bencode.BencodeString;
import sealswarm.overlay.merkle.HashRequest;
import sealswarm.overlay.merkle.MerkleLayer;

/** One message of the peer wire (BEP 3, 6, 10, 52). */
public sealed interface PeerMessage {
    /** The kind, for switches without a default. */
    Kind kind();

    /** Every kind, with its id on the wire; a keep-alive has none and an unknown message any other. */
    enum Kind {
        KEEP_ALIVE(-1),
        CHOKE(0),
        UNCHOKE(1),
        INTERESTED(2),
        NOT_INTERESTED(3),
        HAVE(4),
        BITFIELD(5),
        REQUEST(6),
        PIECE(7),
        CANCEL(8),
        PORT(9),
        SUGGEST_PIECE(13),
        HAVE_ALL(14),
        HAVE_NONE(15),
        REJECT_REQUEST(16),
        ALLOWED_FAST(17),
        EXTENDED(20),
        HASH_REQUEST(21),
        HASHES(22),
        HASH_REJECT(23),
        UNKNOWN(-1);

        private final int id;

        Kind(int id) {
            this.id = id;
        }

        /** The id byte, or -1. */
        public int id() {
            return id;
        }
    }

    /** A message that is nothing but its kind. */
    enum Signal implements PeerMessage {
        KEEP_ALIVE(Kind.KEEP_ALIVE),
        CHOKE(Kind.CHOKE),
        UNCHOKE(Kind.UNCHOKE),
        INTERESTED(Kind.INTERESTED),
        NOT_INTERESTED(Kind.NOT_INTERESTED),
        HAVE_ALL(Kind.HAVE_ALL),
        HAVE_NONE(Kind.HAVE_NONE);

        private final Kind kind;

        Signal(Kind kind) {
            this.kind = kind;
        }

        @Override
        public Kind kind() {
            return kind;
        }
    }

    /** The sender has one more piece. */
    record Have(int piece) implements PeerMessage {
        @Override
        public Kind kind() {
            return Kind.HAVE;
        }
    }

    /** The pieces the sender has. */
    record Pieces(Bitfield bitfield) implements PeerMessage {
        @Override
        public Kind kind() {
            return Kind.BITFIELD;
        }
    }

    /** Asks for a block. */
    record Request(BlockRange range) implements PeerMessage {
        @Override
        public Kind kind() {
            return Kind.REQUEST;
        }
    }

    /** Delivers a block. */
    record Piece(int piece, int begin, BlockData data) implements PeerMessage {
        /** The request this answers. */
        public BlockRange range() {
            return new BlockRange(piece, begin, data.length());
        }

        @Override
        public Kind kind() {
            return Kind.PIECE;
        }
    }

    /** Takes a request back. */
    record Cancel(BlockRange range) implements PeerMessage {
        @Override
        public Kind kind() {
            return Kind.CANCEL;
        }
    }

    /** A DHT port; ignored. */
    record Port(int port) implements PeerMessage {
        @Override
        public Kind kind() {
            return Kind.PORT;
        }
    }

    /** The sender would like to upload this piece. */
    record SuggestPiece(int piece) implements PeerMessage {
        @Override
        public Kind kind() {
            return Kind.SUGGEST_PIECE;
        }
    }

    /** The sender will not answer this request. */
    record RejectRequest(BlockRange range) implements PeerMessage {
        @Override
        public Kind kind() {
            return Kind.REJECT_REQUEST;
        }
    }

    /** The receiver may request this piece while choked. */
    record AllowedFast(int piece) implements PeerMessage {
        @Override
        public Kind kind() {
            return Kind.ALLOWED_FAST;
        }
    }

    /**
     * A message of the extension protocol.
     *
     * @param extension 0 for the extension handshake, else the number the receiver gave the extension
     * @param payload what follows
     */
    record Extended(int extension, BencodeString payload) implements PeerMessage {
        @Override
        public Kind kind() {
            return Kind.EXTENDED;
        }
    }

    /** Asks for nodes of the Merkle tree. */
    record RequestHashes(HashRequest range) implements PeerMessage {
        @Override
        public Kind kind() {
            return Kind.HASH_REQUEST;
        }
    }

    /** Delivers nodes of the Merkle tree. */
    record Hashes(HashRequest range, MerkleLayer hashes) implements PeerMessage {
        @Override
        public Kind kind() {
            return Kind.HASHES;
        }
    }

    /** The sender will not answer this hash request. */
    record RejectHashes(HashRequest range) implements PeerMessage {
        @Override
        public Kind kind() {
            return Kind.HASH_REJECT;
        }
    }

    /** A short message of an id we do not know; ignored. */
    record Unknown(int id) implements PeerMessage {
        @Override
        public Kind kind() {
            return Kind.UNKNOWN;
        }
    }
}
