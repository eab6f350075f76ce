package sealswarm.onebox.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalLong;

/**
 * Whether any run of the clear bytes stands at its own place in the sealed file of equal length. Runs are whole windows, so that
 * an equal one is no chance; memory does not grow with the files.
 *
 * @param windows how many were compared
 * @param equalAt where the first equal one begins
 */
record PlaintextSearch(long windows, OptionalLong equalAt) {
    /** Length of a run. */
    static final int WINDOW_BYTES = 64;

    private static final int CHUNK_BYTES = 1 << 20;

    /** Compares all whole windows, up to the first that is equal. */
    static PlaintextSearch compare(Path clear, Path sealed) throws IOException {
        long windows = 0;
        try (InputStream a = Files.newInputStream(clear);
                InputStream b = Files.newInputStream(sealed)) {
            byte[] plain = a.readNBytes(CHUNK_BYTES);
            byte[] cipher = b.readNBytes(CHUNK_BYTES);
            while (plain.length >= WINDOW_BYTES && cipher.length >= WINDOW_BYTES) {
                int end = Math.min(plain.length, cipher.length);
                for (int at = 0; at + WINDOW_BYTES <= end; at += WINDOW_BYTES) {
                    if (Arrays.equals(plain, at, at + WINDOW_BYTES, cipher, at, at + WINDOW_BYTES)) {
                        return new PlaintextSearch(windows, OptionalLong.of(windows * WINDOW_BYTES));
                    }
                    windows++;
                }
                plain = a.readNBytes(CHUNK_BYTES);
                cipher = b.readNBytes(CHUNK_BYTES);
            }
        }
        return new PlaintextSearch(windows, OptionalLong.empty());
    }
}
