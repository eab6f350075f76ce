package sealswarm.embedded.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * One record of the redo log: everything between two syncs of the page file, or nothing.
 *
 * <p>Layout, big-endian: magic (8 bytes), sequence number (8), length of the body (4), CRC-32C of sequence number, length and
 * body (4), body. The body is a sequence of changes: position (8), length (4), that many bytes; a length of -1 cuts the file
 * at the position.
 */
record RedoRecord(long sequence, List<Change> changes) {
    static final int HEADER_BYTES = 24;

    /** A record above this is damage: a group is bounded by what its commands fit in memory, far below. */
    static final int MAX_BODY_BYTES = 1 << 30;

    private static final long MAGIC = 0x5345_414c_5245_444fL;
    private static final int CUT = -1;
    private static final int CHANGE_BYTES = 12;

    RedoRecord {
        changes = List.copyOf(changes);
    }

    /** One change of the page file, in the order in which it was made. */
    sealed interface Change permits Write, Cut {}

    /** Bytes at a position; the buffer is never changed after the write. */
    record Write(long position, ByteBuffer bytes) implements Change {
        Write {
            bytes = bytes.asReadOnlyBuffer();
        }

        @Override
        public ByteBuffer bytes() {
            return bytes.duplicate();
        }

        long end() {
            return position + bytes.remaining();
        }
    }

    /** The file ends here. */
    record Cut(long size) implements Change {}

    /** The record's bytes, ready to be read. */
    ByteBuffer encode() {
        int body = changes.stream().mapToInt(RedoRecord::encodedBytes).sum();
        ByteBuffer out = ByteBuffer.allocate(HEADER_BYTES + body);
        out.putLong(MAGIC).putLong(sequence).putInt(body).putInt(0);
        for (Change change : changes) {
            if (change instanceof Write write) {
                out.putLong(write.position()).putInt(write.bytes().remaining()).put(write.bytes());
            } else if (change instanceof Cut cut) {
                out.putLong(cut.size()).putInt(CUT);
            }
        }
        out.flip();
        out.putInt(HEADER_BYTES - Integer.BYTES, checksum(sequence, out.slice(HEADER_BYTES, body)));
        return out;
    }

    private static int encodedBytes(Change change) {
        return CHANGE_BYTES + (change instanceof Write write ? write.bytes().remaining() : 0);
    }

    /** The length of the body that a header announces, or empty if these bytes begin no record of that sequence number. */
    static Optional<Integer> announcedBody(ByteBuffer header, long sequence) {
        if (header.remaining() < HEADER_BYTES || header.getLong(0) != MAGIC || header.getLong(8) != sequence) {
            return Optional.empty();
        }
        int body = header.getInt(16);
        return body < 0 || body > MAX_BODY_BYTES ? Optional.empty() : Optional.of(body);
    }

    /** The record of a whole header and body, or empty if it was torn. */
    static Optional<RedoRecord> decode(ByteBuffer header, ByteBuffer body) throws IOException {
        long sequence = header.getLong(8);
        if (header.getInt(HEADER_BYTES - Integer.BYTES) != checksum(sequence, body.duplicate())) {
            return Optional.empty();
        }
        List<Change> changes = new ArrayList<>();
        while (body.hasRemaining()) {
            changes.add(change(body));
        }
        return Optional.of(new RedoRecord(sequence, changes));
    }

    private static Change change(ByteBuffer body) throws IOException {
        if (body.remaining() < CHANGE_BYTES) {
            throw new IOException("redo record ends inside a change");
        }
        long position = body.getLong();
        int length = body.getInt();
        if (length == CUT) {
            return new Cut(position);
        }
        if (length < 0 || length > body.remaining()) {
            throw new IOException("redo record holds a change of " + length + " bytes");
        }
        ByteBuffer bytes = body.slice(body.position(), length);
        body.position(body.position() + length);
        return new Write(position, bytes);
    }

    private static int checksum(long sequence, ByteBuffer body) {
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(12)
                .putLong(sequence)
                .putInt(body.remaining())
                .flip());
        crc.update(body);
        return (int) crc.getValue();
    }
}
