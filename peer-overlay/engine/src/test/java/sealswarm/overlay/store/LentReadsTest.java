package sealswarm.overlay.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LentReadsTest {
    private final LentReads reads = new LentReads();

    @Test
    void whatComesBackIsUsedAgain() {
        ByteBuffer first = reads.take(100);
        assertTrue(first.isDirect());
        assertEquals(100, first.remaining());
        assertNotSame(first, reads.take(100));
        first.get();
        reads.giveBack(first);
        ByteBuffer again = reads.take(LentReads.BUFFER_BYTES);
        assertSame(first, again);
        assertEquals(LentReads.BUFFER_BYTES, again.remaining());
    }

    @Test
    void noMoreThanTheLimitIsKept() {
        List<ByteBuffer> taken = new ArrayList<>();
        for (int i = 0; i < LentReads.MAX_IDLE + 1; i++) {
            taken.add(reads.take(1));
        }
        taken.forEach(reads::giveBack);
        assertEquals(LentReads.MAX_IDLE, reads.idleCount());
    }

    @Test
    void aReadBeyondTheLimitIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> reads.take(LentReads.BUFFER_BYTES + 1));
    }
}
