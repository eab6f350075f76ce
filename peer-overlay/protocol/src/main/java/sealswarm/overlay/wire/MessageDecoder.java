package sealswarm.overlay.wire;

import java.nio.ByteBuffer;
import java.util.Optional;
import sealswarm.overlay.bencode.BencodeString;
import sealswarm.overlay.merkle.HashRequest;
import sealswarm.overlay.merkle.MerkleHash;
import sealswarm.overlay.merkle.MerkleLayer;
import sealswarm.overlay.wire.WireException.Fault;

/**
 * Cuts one connection's bytes into messages. Memory is taken for a frame only after its length is known to be right for its kind;
 * the bytes of a block are copied once, from the input into lent memory. Belongs to one connection; useless after an exception.
 */
public final class MessageDecoder {
    /** The longest extended message. */
    public static final int MAX_EXTENDED = 64 << 10;

    /** The longest message of a kind without a length of its own. */
    public static final int MAX_OTHER = 64;

    /** Id, pieces root, four numbers. */
    static final int HASH_HEADER = 49;

    /** The most siblings that follow the nodes of a hashes message. */
    static final int MAX_UNCLES = 40;

    /** The longest hashes message. */
    public static final int MAX_HASHES = HASH_HEADER + MerkleHash.LENGTH * (HashRequest.MAX_LENGTH + MAX_UNCLES);

    private static final int PIECE_HEADER = 9;
    private static final int UNKNOWN_ID = -1;
    private static final ByteBuffer NO_BODY = ByteBuffer.allocate(0);
    private static final Signalled SIGNALS = new Signalled();

    private final int pieceCount;
    private final LentMemory blocks;
    private final byte[] header = new byte[PIECE_HEADER];
    private int headerWanted = Integer.BYTES;
    private int headerFilled;
    private int frameLength = -1;
    private int id = UNKNOWN_ID;
    private ByteBuffer body = NO_BODY;

    /** A decoder with memory of its own for a torrent of {@code pieceCount} pieces, positioned after the handshake. */
    public MessageDecoder(int pieceCount) {
        this(pieceCount, new LentMemory(BlockRange.MAX_LENGTH, 0));
    }

    /** As {@link #MessageDecoder(int)}, with {@code blocks} as the memory that blocks are lent from. */
    public MessageDecoder(int pieceCount, LentMemory blocks) {
        this.pieceCount = pieceCount;
        this.blocks = blocks;
    }

    /**
     * The next complete message; empty when {@code in} is used up, which it then is to the last byte.
     *
     * @throws WireException if the bytes break the protocol
     */
    public Optional<PeerMessage> next(ByteBuffer in) throws WireException {
        while (true) {
            if (!fillHeader(in)) {
                return Optional.empty();
            }
            if (frameLength < 0) {
                frameLength = ByteBuffer.wrap(header).getInt();
                if (frameLength == 0) {
                    reset();
                    return Optional.of(PeerMessage.Signal.KEEP_ALIVE);
                }
                if (frameLength < 0 || frameLength > Math.max(maxFrame(), 1)) {
                    throw new WireException(Fault.OVERSIZED, "a frame of " + (frameLength & 0xffff_ffffL) + " bytes");
                }
                headerWanted = 1;
                headerFilled = 0;
                continue;
            }
            if (id == UNKNOWN_ID) {
                id = header[0] & 0xff;
                checkLength();
                if (id == PeerMessage.Kind.PIECE.id()) {
                    headerWanted = PIECE_HEADER;
                    body = blocks.take(frameLength - PIECE_HEADER);
                    continue;
                }
                body = ByteBuffer.allocate(frameLength - 1);
            }
            fillBody(in);
            if (body.hasRemaining()) {
                return Optional.empty();
            }
            PeerMessage message = message();
            reset();
            return Optional.of(message);
        }
    }

    private boolean fillHeader(ByteBuffer in) {
        int count = Math.min(in.remaining(), headerWanted - headerFilled);
        in.get(header, headerFilled, count);
        headerFilled += count;
        return headerFilled == headerWanted;
    }

    private void fillBody(ByteBuffer in) {
        int count = Math.min(in.remaining(), body.remaining());
        body.put(body.position(), in, in.position(), count);
        body.position(body.position() + count);
        in.position(in.position() + count);
    }

    private void reset() {
        headerWanted = Integer.BYTES;
        headerFilled = 0;
        frameLength = -1;
        id = UNKNOWN_ID;
        body = NO_BODY;
    }

    private int maxFrame() {
        return Math.max(1 + Bitfield.lengthBytes(pieceCount), 2 + MAX_EXTENDED);
    }

    private void checkLength() throws WireException {
        switch (id) {
            case 0, 1, 2, 3, 14, 15 -> exactly(1);
            case 4, 13, 17 -> exactly(5);
            case 5 -> exactly(1 + Bitfield.lengthBytes(pieceCount));
            case 6, 8, 16 -> exactly(13);
            case 7 -> between(PIECE_HEADER + 1, PIECE_HEADER + BlockRange.MAX_LENGTH);
            case 9 -> exactly(3);
            case 20 -> between(2, 2 + MAX_EXTENDED);
            case 21, 23 -> exactly(HASH_HEADER);
            case 22 -> between(HASH_HEADER + MerkleHash.LENGTH, MAX_HASHES);
            default -> between(1, MAX_OTHER);
        }
    }

    private void exactly(int length) throws WireException {
        if (frameLength != length) {
            throw new WireException(
                    Fault.WRONG_LENGTH, "message " + id + " of " + frameLength + " bytes where " + length + " belong");
        }
    }

    private void between(int least, int most) throws WireException {
        if (frameLength < least) {
            throw new WireException(Fault.WRONG_LENGTH, "message " + id + " of " + frameLength + " bytes");
        }
        if (frameLength > most) {
            throw new WireException(Fault.OVERSIZED, "message " + id + " of " + frameLength + " bytes");
        }
    }

    private PeerMessage message() throws WireException {
        if (id == PeerMessage.Kind.PIECE.id()) {
            ByteBuffer at = ByteBuffer.wrap(header, 1, PIECE_HEADER - 1);
            return new PeerMessage.Piece(piece(at), at.getInt(), blocks.lend(body));
        }
        ByteBuffer in = body.flip();
        return switch (id) {
            case 0, 1, 2, 3, 14, 15 -> SIGNALS.of(id);
            case 4 -> new PeerMessage.Have(piece(in));
            case 5 -> new PeerMessage.Pieces(Bitfield.decode(rest(in), pieceCount));
            case 6 -> new PeerMessage.Request(range(in));
            case 8 -> new PeerMessage.Cancel(range(in));
            case 9 -> new PeerMessage.Port(in.getShort() & 0xffff);
            case 13 -> new PeerMessage.SuggestPiece(piece(in));
            case 16 -> new PeerMessage.RejectRequest(range(in));
            case 17 -> new PeerMessage.AllowedFast(piece(in));
            case 20 -> {
                int extension = in.get() & 0xff;
                yield new PeerMessage.Extended(extension, BencodeString.of(rest(in)));
            }
            case 21 -> new PeerMessage.RequestHashes(hashRange(in));
            case 22 -> hashes(in);
            case 23 -> new PeerMessage.RejectHashes(hashRange(in));
            default -> new PeerMessage.Unknown(id);
        };
    }

    private static byte[] rest(ByteBuffer in) {
        byte[] rest = new byte[in.remaining()];
        in.get(rest);
        return rest;
    }

    private int piece(ByteBuffer in) throws WireException {
        int piece = in.getInt();
        if (piece < 0 || piece >= pieceCount) {
            throw new WireException(Fault.BAD_FIELD, "piece " + (piece & 0xffff_ffffL) + " of " + pieceCount);
        }
        return piece;
    }

    private BlockRange range(ByteBuffer in) throws WireException {
        return new BlockRange(piece(in), in.getInt(), in.getInt());
    }

    private static HashRequest hashRange(ByteBuffer in) {
        byte[] root = new byte[MerkleHash.LENGTH];
        in.get(root);
        return new HashRequest(MerkleHash.of(root), in.getInt(), in.getInt(), in.getInt(), in.getInt());
    }

    private static PeerMessage hashes(ByteBuffer in) throws WireException {
        HashRequest range = hashRange(in);
        if (in.remaining() % MerkleHash.LENGTH != 0) {
            throw new WireException(Fault.WRONG_LENGTH, "hashes cut inside a hash");
        }
        return new PeerMessage.Hashes(range, MerkleLayer.of(rest(in)));
    }

    /** The messages that are nothing but an id. */
    private static final class Signalled {
        private final PeerMessage[] byId = new PeerMessage[PeerMessage.Kind.HAVE_NONE.id() + 1];

        Signalled() {
            for (PeerMessage.Signal signal : PeerMessage.Signal.values()) {
                if (signal.kind().id() >= 0) {
                    byId[signal.kind().id()] = signal;
                }
            }
        }

        PeerMessage of(int id) {
            return byId[id];
        }
    }
}
