package sealswarm.packager.media;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import sealswarm.format.disk.DiskFile;

/** Small reads of a file at any place; what is beyond its end reads as nothing. For one thread. */
final class ByteWindow {
    /** Reads in one probe: a walker that wants more is walking in circles. */
    static final int MAX_READS = 20_000;

    private static final int WINDOW_BYTES = 4096;

    private final DiskFile file;
    private final long sizeBytes;
    private final byte[] window = new byte[WINDOW_BYTES];
    private long windowStart = -1;
    private int windowLength;
    private int reads;

    ByteWindow(DiskFile file) throws IOException {
        this.file = file;
        this.sizeBytes = file.sizeBytes();
    }

    /** Thrown when a container ends early or leads astray; the prober then says only what it knows. */
    static final class Unreadable extends IOException {
        private static final long serialVersionUID = 1L;

        Unreadable(String message) {
            super(message);
        }
    }

    long sizeBytes() {
        return sizeBytes;
    }

    int u8(long at) throws IOException {
        if (at < 0 || at >= sizeBytes) {
            throw new Unreadable("beyond the end");
        }
        if (windowStart < 0 || at < windowStart || at >= windowStart + windowLength) {
            if (++reads > MAX_READS) {
                throw new Unreadable("too many reads");
            }
            windowStart = at;
            windowLength = file.read(at, window, 0, WINDOW_BYTES);
            if (windowLength <= 0) {
                throw new Unreadable("beyond the end");
            }
        }
        return window[(int) (at - windowStart)] & 0xFF;
    }

    /** Unsigned big-endian number of 1 to 8 bytes; 8 bytes may come out negative. */
    long big(long at, int bytes) throws IOException {
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value = value << 8 | u8(at + i);
        }
        return value;
    }

    /** Unsigned little-endian number of 1 to 8 bytes. */
    long little(long at, int bytes) throws IOException {
        long value = 0;
        for (int i = bytes - 1; i >= 0; i--) {
            value = value << 8 | u8(at + i);
        }
        return value;
    }

    boolean is(long at, String ascii) throws IOException {
        if (at < 0 || at + ascii.length() > sizeBytes) {
            return false;
        }
        for (int i = 0; i < ascii.length(); i++) {
            if (u8(at + i) != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    String ascii(long at, int bytes) throws IOException {
        byte[] text = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            text[i] = (byte) u8(at + i);
        }
        return new String(text, StandardCharsets.ISO_8859_1);
    }
}
