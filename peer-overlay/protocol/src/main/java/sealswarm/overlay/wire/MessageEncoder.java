package sealswarm.overlay.wire;

import java.nio.ByteBuffer;
import sealswarm.overlay.merkle.HashRequest;
import sealswarm.overlay.merkle.MerkleHash;

/** Writes messages as length-prefixed frames. Stateless; safe for any thread. */
public final class MessageEncoder {
    private static final int PREFIX = Integer.BYTES;
    private static final int RANGE = 3 * Integer.BYTES;

    private MessageEncoder() {}

    /** Bytes of the whole frame, its length prefix included. */
    public static int length(PeerMessage message) {
        return PREFIX + payloadLength(message);
    }

    /** Bytes of the frame without those of a block, which may be sent from where they are. */
    public static int headLength(PeerMessage message) {
        return length(message)
                - (message instanceof PeerMessage.Piece piece ? piece.data().length() : 0);
    }

    private static int payloadLength(PeerMessage message) {
        return switch (message.kind()) {
            case KEEP_ALIVE -> 0;
            case CHOKE, UNCHOKE, INTERESTED, NOT_INTERESTED, HAVE_ALL, HAVE_NONE, UNKNOWN -> 1;
            case HAVE, SUGGEST_PIECE, ALLOWED_FAST -> 1 + Integer.BYTES;
            case BITFIELD -> 1 + ((PeerMessage.Pieces) message).bitfield().encode().length;
            case REQUEST, CANCEL, REJECT_REQUEST -> 1 + RANGE;
            case PIECE ->
                1 + 2 * Integer.BYTES + ((PeerMessage.Piece) message).data().length();
            case PORT -> 1 + Short.BYTES;
            case EXTENDED -> 2 + ((PeerMessage.Extended) message).payload().length();
            case HASH_REQUEST, HASH_REJECT -> MessageDecoder.HASH_HEADER;
            case HASHES ->
                MessageDecoder.HASH_HEADER
                        + ((PeerMessage.Hashes) message).hashes().size() * MerkleHash.LENGTH;
        };
    }

    /** The whole frame in an array of its own. */
    public static byte[] encode(PeerMessage message) {
        ByteBuffer out = ByteBuffer.allocate(length(message));
        encode(message, out);
        return out.array();
    }

    /** Appends the whole frame; {@code out} must have {@link #length} bytes left. */
    public static void encode(PeerMessage message, ByteBuffer out) {
        encodeHead(message, out);
        if (message instanceof PeerMessage.Piece piece) {
            piece.data().writeTo(out);
        }
    }

    /** Appends the frame without the bytes of a block; {@code out} must have {@link #headLength} bytes left. */
    public static void encodeHead(PeerMessage message, ByteBuffer out) {
        out.putInt(payloadLength(message));
        if (message.kind() == PeerMessage.Kind.KEEP_ALIVE) {
            return;
        }
        out.put((byte)
                (message instanceof PeerMessage.Unknown unknown
                        ? unknown.id()
                        : message.kind().id()));
        if (message instanceof PeerMessage.Have have) {
            out.putInt(have.piece());
        } else if (message instanceof PeerMessage.Pieces pieces) {
            out.put(pieces.bitfield().encode());
        } else if (message instanceof PeerMessage.Request request) {
            put(request.range(), out);
        } else if (message instanceof PeerMessage.Piece piece) {
            out.putInt(piece.piece()).putInt(piece.begin());
        } else if (message instanceof PeerMessage.Cancel cancel) {
            put(cancel.range(), out);
        } else if (message instanceof PeerMessage.Port port) {
            out.putShort((short) port.port());
        } else if (message instanceof PeerMessage.SuggestPiece suggest) {
            out.putInt(suggest.piece());
        } else if (message instanceof PeerMessage.RejectRequest reject) {
            put(reject.range(), out);
        } else if (message instanceof PeerMessage.AllowedFast allowed) {
            out.putInt(allowed.piece());
        } else if (message instanceof PeerMessage.Extended extended) {
            out.put((byte) extended.extension()).put(extended.payload().buffer());
        } else if (message instanceof PeerMessage.RequestHashes request) {
            put(request.range(), out);
        } else if (message instanceof PeerMessage.Hashes hashes) {
            put(hashes.range(), out);
            out.put(hashes.hashes().buffer());
        } else if (message instanceof PeerMessage.RejectHashes reject) {
            put(reject.range(), out);
        }
    }

    private static void put(BlockRange range, ByteBuffer out) {
        out.putInt(range.piece()).putInt(range.begin()).putInt(range.length());
    }

    private static void put(HashRequest range, ByteBuffer out) {
        out.put(range.piecesRoot().bytes())
                .putInt(range.baseLayer())
                .putInt(range.index())
                .putInt(range.length())
                .putInt(range.proofLayers());
    }
}
