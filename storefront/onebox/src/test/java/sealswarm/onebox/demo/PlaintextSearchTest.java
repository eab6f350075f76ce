package sealswarm.onebox.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlaintextSearchTest {
    private static final int CHUNK = 1 << 20;

    @TempDir
    Path directory;

    private final Random random = new Random(1);

    @Test
    void countsTheWholeWindowsOfFilesThatHaveNothingInCommon() throws Exception {
        assertEquals(new PlaintextSearch(0, OptionalLong.empty()), compare(bytes(63), bytes(63)));
        assertEquals(new PlaintextSearch(1, OptionalLong.empty()), compare(bytes(64), bytes(64)));
        assertEquals(
                new PlaintextSearch((CHUNK + 128) / 64, OptionalLong.empty()),
                compare(bytes(CHUNK + 130), bytes(CHUNK + 130)));
    }

    @Test
    void findsOneClearWindowAlsoBehindTheFirstChunk() throws Exception {
        byte[] clear = bytes(CHUNK + 256);
        byte[] sealed = bytes(CHUNK + 256);
        System.arraycopy(clear, CHUNK + 64, sealed, CHUNK + 64, 64);
        assertEquals(OptionalLong.of(CHUNK + 64), compare(clear, sealed).equalAt());
        sealed[CHUNK + 127]++;
        assertEquals(OptionalLong.empty(), compare(clear, sealed).equalAt());
        assertEquals(
                OptionalLong.of(0),
                compare(clear, Arrays.copyOf(clear, clear.length)).equalAt());
    }

    private PlaintextSearch compare(byte[] clear, byte[] sealed) throws Exception {
        return PlaintextSearch.compare(
                Files.write(directory.resolve("clear"), clear), Files.write(directory.resolve("sealed"), sealed));
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
