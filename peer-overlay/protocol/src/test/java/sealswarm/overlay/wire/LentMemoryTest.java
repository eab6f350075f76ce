package sealswarm.overlay.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class LentMemoryTest {
    private static final int SIZE = 8;

    private final LentMemory memory = new LentMemory(SIZE, 2);

    @Test
    void whatComesBackLastIsUsedFirst() {
        ByteBuffer first = memory.take(3);
        assertTrue(first.isDirect());
        assertEquals(3, first.remaining());
        ByteBuffer second = memory.take(3);
        assertNotSame(first, second);
        first.get();
        memory.giveBack(second);
        memory.giveBack(first);
        ByteBuffer again = memory.take(SIZE);
        assertSame(first, again);
        assertEquals(SIZE, again.remaining());
    }

    @Test
    void noMoreThanTheLimitIsKept() {
        List<ByteBuffer> taken = List.of(memory.take(1), memory.take(1), memory.take(1));
        memory.giveBack(taken.get(0));
        memory.giveBack(taken.get(1));
        assertEquals(2, memory.idleCount());
        memory.giveBack(taken.get(2));
        assertEquals(2, memory.idleCount());
    }

    @Test
    void whatIsLentComesBackWithItsLastUser() {
        ByteBuffer buffer = memory.take(2);
        buffer.put((byte) 7).put((byte) 8);
        BlockData data = memory.lend(buffer);
        BlockData kept = data.unlent();
        assertSame(data, data.retain());
        data.release();
        assertEquals(0, memory.idleCount());
        assertEquals(BlockData.adopt(new byte[] {7, 8}), data);
        data.release();
        assertEquals(1, memory.idleCount());
        memory.take(2).put(new byte[2]);
        assertEquals(BlockData.adopt(new byte[] {7, 8}), kept);
    }

    @Test
    void moreThanABufferIsRefused() {
        assertEquals(SIZE, memory.take(SIZE).remaining());
        assertThrows(IllegalArgumentException.class, () -> memory.take(SIZE + 1));
        assertThrows(IllegalArgumentException.class, () -> new LentMemory(0, 1));
    }
}
