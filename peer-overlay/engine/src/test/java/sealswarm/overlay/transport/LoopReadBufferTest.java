package sealswarm.overlay.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import org.junit.jupiter.api.Test;

class LoopReadBufferTest {
    private final LoopReadBuffer reads = new LoopReadBuffer();
    private final ByteBufAllocator unused = UnpooledByteBufAllocator.DEFAULT;

    @Test
    void connectionsTakeTurnsWithOneBuffer() {
        ByteBuf first = reads.newHandle().allocate(unused);
        first.writeByte(1);
        first.release();
        ByteBuf second = reads.newHandle().allocate(unused);
        assertSame(first, second);
        assertEquals(0, second.readableBytes());
        assertEquals(LoopReadBuffer.SIZE_BYTES, second.writableBytes());
        second.release();
    }

    @Test
    void bytesThatWaitKeepTheirBuffer() {
        ByteBuf waiting = reads.newHandle().allocate(unused);
        waiting.writeByte(7);
        ByteBuf next = reads.newHandle().allocate(unused);
        assertNotSame(waiting, next);
        next.writeByte(8);
        assertEquals(7, waiting.getByte(0));
        waiting.release();
        next.release();
        assertSame(next, reads.newHandle().allocate(unused));
    }
}
