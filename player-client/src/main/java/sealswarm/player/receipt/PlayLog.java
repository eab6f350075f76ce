package sealswarm.player.receipt;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32C;
import sealswarm.format.key.SigningKey;
import sealswarm.license.device.DeviceId;
import sealswarm.license.device.DeviceRequest.LogPosition;
import sealswarm.license.message.Licenses.UsageUpload;
import sealswarm.license.receipt.LogHead;
import sealswarm.license.receipt.PlayEntry;
import sealswarm.license.receipt.ReceiptChain;
import sealswarm.license.receipt.Segment;
import sealswarm.license.receipt.SegmentHead;
import sealswarm.license.wire.Sha256Hex;
import sealswarm.license.wire.WireJson;

/**
 * The device's log of plays on disk: records of length, CRC32C and payload. The first record is where the log begins (what the
 * server holds already), the others are entries. Cut at the first bad record when opened, so a torn write costs at most the entry
 * that nobody was told of. An entry is on disk when {@link #append} returns. Safe for any thread.
 */
public final class PlayLog implements AutoCloseable {
    private static final int HEADER_BYTES = 8;
    private static final int MAX_RECORD_BYTES = PlayEntry.MAX_BYTES;

    private final Path file;
    private final DeviceId device;
    private FileChannel channel;
    private LogPosition base;
    private LogPosition head;
    private final List<byte[]> entries = new ArrayList<>();

    private PlayLog(Path file, DeviceId device, FileChannel channel, LogPosition base) {
        this.file = file;
        this.device = device;
        this.channel = channel;
        this.base = base;
        this.head = base;
    }

    /**
     * Opens or creates the log.
     *
     * @param epoch of a new log, as the device's certificate says
     * @throws PlayLogException if the chain of what is there is broken: somebody changed it
     */
    public static PlayLog open(Path file, DeviceId device, long epoch) throws IOException {
        if (!Files.exists(file)) {
            LogPosition start = ReceiptChain.start(device, epoch);
            return new PlayLog(file, device, create(file, start, List.of()), start);
        }
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            Optional<byte[]> first = record(channel, 0);
            if (first.isEmpty()) {
                throw new PlayLogException(file + ": the receipt log does not begin with its position");
            }
            LogPosition base = WireJson.readAnswer(first.get(), LogPosition.class, MAX_RECORD_BYTES);
            PlayLog log = new PlayLog(file, device, channel, base);
            log.load(HEADER_BYTES + first.get().length);
            return log;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private void load(long from) throws IOException {
        long at = from;
        for (Optional<byte[]> record = record(channel, at); record.isPresent(); record = record(channel, at)) {
            PlayEntry entry = PlayEntry.read(record.get());
            if (!entry.device().equals(device)
                    || entry.epoch() != head.epoch()
                    || entry.seq() != head.seq() + 1
                    || !entry.prev().equals(head.hash())) {
                throw new PlayLogException(file + ": the receipt chain breaks after entry " + head.seq());
            }
            accept(record.get());
            at += HEADER_BYTES + record.get().length;
        }
        if (at < channel.size()) {
            channel.truncate(at);
            channel.force(true);
        }
        channel.position(at);
    }

    private void accept(byte[] entry) {
        entries.add(entry);
        head = new LogPosition(head.epoch(), head.seq() + 1, ReceiptChain.hash(entry));
    }

    private static Optional<byte[]> record(FileChannel channel, long at) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
        if (!read(channel, header, at)) {
            return Optional.empty();
        }
        header.flip();
        int length = header.getInt();
        int crc = header.getInt();
        if (length < 1 || length > MAX_RECORD_BYTES || length > channel.size() - at - HEADER_BYTES) {
            return Optional.empty();
        }
        ByteBuffer payload = ByteBuffer.allocate(length);
        return read(channel, payload, at + HEADER_BYTES) && crc(payload.array()) == crc
                ? Optional.of(payload.array())
                : Optional.empty();
    }

    private static boolean read(FileChannel channel, ByteBuffer target, long at) throws IOException {
        long from = at;
        while (target.hasRemaining()) {
            int count = channel.read(target, from);
            if (count < 0) {
                return false;
            }
            from += count;
        }
        return true;
    }

    /** Makes an entry out of where the log stands. */
    @FunctionalInterface
    public interface Draft {
        PlayEntry at(DeviceId device, long epoch, long seq, Sha256Hex prev);
    }

    /**
     * Appends one entry; it is on disk when this returns.
     *
     * @throws IOException if it is not; the log then stays as it was
     */
    public synchronized PlayEntry append(Draft draft) throws IOException {
        PlayEntry entry = draft.at(device, head.epoch(), head.seq() + 1, head.hash());
        byte[] bytes = entry.canonicalBytes();
        long end = channel.position();
        try {
            write(channel, bytes);
            channel.force(false);
        } catch (IOException e) {
            channel.truncate(end);
            channel.position(end);
            throw e;
        }
        accept(bytes);
        return entry;
    }

    /** Where the log ends. */
    public synchronized LogPosition head() {
        return head;
    }

    /** How many entries the server has not acknowledged. */
    public synchronized int pending() {
        return entries.size();
    }

    /** The entries not yet acknowledged, oldest first. */
    public synchronized List<PlayEntry> entries() {
        return entries.stream().map(PlayEntry::read).toList();
    }

    /** The next upload, signed, or nothing if all is acknowledged. */
    public synchronized Optional<UsageUpload> nextUpload(SigningKey deviceKey) {
        if (entries.isEmpty()) {
            return Optional.empty();
        }
        List<byte[]> part = entries.subList(0, Math.min(entries.size(), SegmentHead.MAX_ENTRIES));
        Sha256Hex last = ReceiptChain.hash(part.get(part.size() - 1));
        SegmentHead segment = new SegmentHead(device, base.epoch(), base.seq() + 1, base.seq() + part.size(), last);
        return Optional.of(Segment.sign(segment, part, deviceKey));
    }

    /**
     * Takes the server's acknowledgement: entries up to it go, if its hash is ours there. A later epoch begins a new log, and what
     * was not acknowledged stays in no log: the server has closed the old one.
     *
     * @return whether anything was acknowledged or begun anew
     */
    public synchronized boolean acknowledged(LogHead server) throws IOException {
        if (!server.deviceId().equals(device)) {
            return false;
        }
        if (server.epoch() > head.epoch()) {
            restart(new LogPosition(server.epoch(), server.seq(), server.hash()), List.of());
            return true;
        }
        long count = server.seq() - base.seq();
        if (server.epoch() != head.epoch() || count <= 0 || count > entries.size()) {
            return false;
        }
        Sha256Hex ours = ReceiptChain.hash(entries.get((int) count - 1));
        if (!ours.equals(server.hash())) {
            return false;
        }
        restart(
                new LogPosition(server.epoch(), server.seq(), server.hash()),
                List.copyOf(entries.subList((int) count, entries.size())));
        return true;
    }

    private void restart(LogPosition from, List<byte[]> rest) throws IOException {
        channel.close();
        channel = create(file, from, rest);
        base = from;
        head = from;
        entries.clear();
        rest.forEach(this::accept);
    }

    /** Writes a whole log beside the file and renames it over. */
    private static FileChannel create(Path file, LogPosition base, List<byte[]> rest) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Set<StandardOpenOption> options =
                EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
        FileAttribute<?> mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        FileChannel channel = FileChannel.open(fresh, options, mode);
        write(channel, WireJson.write(base));
        for (byte[] entry : rest) {
            write(channel, entry);
        }
        channel.force(true);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Path directory = file.toAbsolutePath().getParent();
        if (directory != null) {
            try (FileChannel parent = FileChannel.open(directory, StandardOpenOption.READ)) {
                parent.force(true);
            }
        }
        return channel;
    }

    private static void write(FileChannel channel, byte[] payload) throws IOException {
        ByteBuffer record = ByteBuffer.allocate(HEADER_BYTES + payload.length);
        record.putInt(payload.length).putInt(crc(payload)).put(payload).flip();
        while (record.hasRemaining()) {
            channel.write(record);
        }
    }

    private static int crc(byte[] payload) {
        CRC32C crc = new CRC32C();
        crc.update(payload);
        return (int) crc.getValue();
    }

    @Override
    public synchronized void close() throws IOException {
        channel.close();
        entries.clear();
    }
}
