package sealswarm.overlay.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;
import java.nio.ByteBuffer;

/**
 * One buffer that all sockets of a loop are read into, one after the other: what a read brought is cut up before the next one, so
 * the buffer stays in the processor's cache and no connection needs one of its own. Bytes that wait all the same, for a connection
 * that was paused while it was read, keep the buffer, and the others go on with a fresh one. Belongs to one loop.
 */
final class LoopReadBuffer extends DefaultMaxMessagesRecvByteBufAllocator {
    /** The most that one read brings. */
    static final int SIZE_BYTES = 256 << 10;

    private ByteBuf shared = fresh();

    private static ByteBuf fresh() {
        return Unpooled.wrappedBuffer(ByteBuffer.allocateDirect(SIZE_BYTES));
    }

    private ByteBuf next() {
        if (shared.refCnt() != 1) {
            shared.release();
            shared = fresh();
        }
        return shared.clear().retain();
    }

    @Override
    public MaxMessageHandle newHandle() {
        return new MaxMessageHandle() {
            @Override
            public ByteBuf allocate(ByteBufAllocator ignored) {
                return next();
            }

            @Override
            public int guess() {
                return SIZE_BYTES;
            }
        };
    }
}
