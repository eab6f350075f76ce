package sealswarm.overlay.collector;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import sealswarm.overlay.ack.TransferAck;
import sealswarm.overlay.origin.OriginDisk;
import sealswarm.overlay.token.Pseudonym;
import sealswarm.overlay.token.SwarmId;
import sealswarm.overlay.token.TrustDomain;

/**
 * What the collector believes, as an append-only file of checked records; the accounts are what it adds up to. A torn record at the
 * end, of a process that died, is cut off. Blocking, one caller at a time.
 */
final class AckLedger {
    private static final int MAX_RECORD_BYTES = 400;
    private static final int HEAD_BYTES = 2;
    private static final int CRC_BYTES = 4;
    private static final byte ACKED = 1;
    private static final byte DELIVERED = 2;
    private static final int CHUNK_BYTES = 256 << 10;

    private final OriginDisk disk;
    private final Path file;
    private long lengthBytes;

    /** What may be recorded. */
    sealed interface Entry {
        /** Its bytes, kind first. */
        byte[] bytes();
    }

    /** Whether an ack gives credit. */
    enum Standing {
        CREDITED(1),
        UNPROVEN(2);

        private final int code;

        Standing(int code) {
            this.code = code;
        }

        static Standing ofCode(int code) {
            return code == CREDITED.code ? CREDITED : UNPROVEN;
        }
    }

    /**
     * The last of the acks of one session that were believed together.
     *
     * @param gainedBytes what they added
     */
    record Acked(
            TransferAck last, Account.Owner uploader, Account.Owner downloader, Standing standing, long gainedBytes)
            implements Entry {
        @Override
        public byte[] bytes() {
            return ByteBuffer.allocate(1 + 2 * (Pseudonym.SIZE_BYTES + 1) + 1 + Long.BYTES + TransferAck.SIZE_BYTES)
                    .put(ACKED)
                    .put(uploader.subject().bytes())
                    .put((byte) uploader.domain().code())
                    .put(downloader.subject().bytes())
                    .put((byte) downloader.domain().code())
                    .put((byte) standing.code)
                    .putLong(gainedBytes)
                    .put(last.bytes())
                    .array();
        }
    }

    /** Bytes that the edge itself sent somebody. */
    record Delivered(Account.Owner to, Account.Column column, long bytesSent) implements Entry {
        @Override
        public byte[] bytes() {
            return ByteBuffer.allocate(1 + SwarmId.SIZE_BYTES + Pseudonym.SIZE_BYTES + 2 + Long.BYTES)
                    .put(DELIVERED)
                    .put(to.swarmId().bytes())
                    .put(to.subject().bytes())
                    .put((byte) to.domain().code())
                    .put((byte) column.code())
                    .putLong(bytesSent)
                    .array();
        }
    }

    AckLedger(OriginDisk disk, Path file) {
        this.disk = disk;
        this.file = file;
    }

    /** Everything recorded so far, in order. To be called once, first. */
    List<Entry> open() throws IOException {
        List<Entry> entries = new ArrayList<>();
        long size = disk.sizeBytes(file);
        long at = 0;
        while (at + HEAD_BYTES + CRC_BYTES < size) {
            byte[] chunk = new byte[(int) Math.min(CHUNK_BYTES, size - at)];
            disk.readAt(file, at, chunk);
            int used = read(ByteBuffer.wrap(chunk), entries);
            if (used == 0) {
                break;
            }
            at += used;
        }
        lengthBytes = at;
        return entries;
    }

    /** Whole, right records of a chunk; how many bytes they are. */
    private static int read(ByteBuffer in, List<Entry> entries) {
        int used = 0;
        while (in.remaining() >= HEAD_BYTES) {
            int length = Short.toUnsignedInt(in.getShort());
            if (length == 0 || length > MAX_RECORD_BYTES || in.remaining() < length + CRC_BYTES) {
                return used;
            }
            byte[] body = new byte[length];
            in.get(body);
            Optional<Entry> entry = in.getInt() == crc(body) ? parse(ByteBuffer.wrap(body)) : Optional.empty();
            if (entry.isEmpty()) {
                return used;
            }
            entries.add(entry.get());
            used += HEAD_BYTES + length + CRC_BYTES;
        }
        return used;
    }

    private static Optional<Entry> parse(ByteBuffer in) {
        byte kind = in.get();
        if (kind == DELIVERED) {
            SwarmId swarmId = SwarmId.of(take(in, SwarmId.SIZE_BYTES));
            Account.Owner to = owner(in, swarmId);
            return Optional.of(new Delivered(to, Account.Column.ofCode(in.get()), in.getLong()));
        }
        if (kind != ACKED) {
            return Optional.empty();
        }
        byte[] body = take(in, in.remaining());
        ByteBuffer ackFirst = ByteBuffer.wrap(body);
        return TransferAck.parse(java.util.Arrays.copyOfRange(body, body.length - TransferAck.SIZE_BYTES, body.length))
                .map(ack -> {
                    SwarmId swarmId = ack.statement().swarmId();
                    Account.Owner uploader = owner(ackFirst, swarmId);
                    Account.Owner downloader = owner(ackFirst, swarmId);
                    Standing standing = Standing.ofCode(ackFirst.get());
                    return new Acked(ack, uploader, downloader, standing, ackFirst.getLong());
                });
    }

    private static Account.Owner owner(ByteBuffer in, SwarmId swarmId) {
        Pseudonym subject = Pseudonym.of(take(in, Pseudonym.SIZE_BYTES));
        return new Account.Owner(swarmId, subject, TrustDomain.ofCode(in.get()).orElse(TrustDomain.STOCK));
    }

    private static byte[] take(ByteBuffer in, int count) {
        byte[] bytes = new byte[count];
        in.get(bytes);
        return bytes;
    }

    /** Adds records; when this returns they are durable, and if it fails none of them counts. */
    void append(List<Entry> entries) throws IOException {
        int length = 0;
        List<byte[]> bodies = new ArrayList<>();
        for (Entry entry : entries) {
            bodies.add(entry.bytes());
            length += HEAD_BYTES + bodies.get(bodies.size() - 1).length + CRC_BYTES;
        }
        ByteBuffer out = ByteBuffer.allocate(length);
        bodies.forEach(body -> out.putShort((short) body.length).put(body).putInt(crc(body)));
        try (OriginDisk.Appender appender = disk.append(file, lengthBytes)) {
            appender.write(out.array(), 0, length);
            appender.force();
        }
        lengthBytes += length;
    }

    private static int crc(byte[] body) {
        CRC32 crc = new CRC32();
        crc.update(body);
        return (int) crc.getValue();
    }
}
