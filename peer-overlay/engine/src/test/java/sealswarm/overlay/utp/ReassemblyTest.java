package sealswarm.overlay.utp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReassemblyTest {
    private static ByteBuffer bytes(int count) {
        return ByteBuffer.allocate(count);
    }

    private static String read(Reassembly inbox) {
        StringBuilder all = new StringBuilder();
        for (Optional<ByteBuffer> next = inbox.next(); next.isPresent(); next = inbox.next()) {
            while (next.get().hasRemaining()) {
                all.append((char) next.get().get());
            }
        }
        return all.toString();
    }

    private static void offer(Reassembly inbox, int sequence, String text) {
        inbox.offer(sequence, ByteBuffer.wrap(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
    }

    @Test
    void packetsComeInOrderAcrossTheLargestNumber() {
        Reassembly inbox = new Reassembly(65_534);
        offer(inbox, 0, "c");
        offer(inbox, 65_535, "b");
        offer(inbox, 65_535, "x");
        assertEquals(65_533, inbox.acknowledged());
        assertArrayEquals(new int[] {1, 2}, inbox.selective().distances());
        assertEquals("", read(inbox));
        offer(inbox, 65_534, "a");
        offer(inbox, 65_534, "y");
        assertEquals(0, inbox.acknowledged());
        assertFalse(inbox.hasGap());
        assertEquals("abc", read(inbox));
    }

    @Test
    void aPacketBeyondTheLimitIsDropped() {
        Reassembly inbox = new Reassembly(10);
        inbox.offer(10 + Reassembly.MAX_PACKETS, bytes(1));
        assertFalse(inbox.hasGap());
        inbox.offer(9 + Reassembly.MAX_PACKETS, bytes(1));
        assertTrue(inbox.hasGap());
    }

    @Test
    void whatExceedsTheWindowIsDroppedExceptTheOneThatIsMissing() {
        Reassembly inbox = new Reassembly(0);
        int half = Reassembly.WINDOW_BYTES / 2;
        inbox.offer(1, bytes(half));
        inbox.offer(2, bytes(half));
        assertEquals(0, inbox.freeBytes());
        inbox.offer(3, bytes(1));
        assertArrayEquals(new int[] {1, 2}, inbox.selective().distances());
        inbox.offer(0, bytes(Reassembly.MAX_DATAGRAM_BYTES + 1));
        assertTrue(inbox.hasGap());
        inbox.offer(0, bytes(Reassembly.MAX_DATAGRAM_BYTES));
        assertEquals(2, inbox.acknowledged());
        inbox.offer(3, bytes(1));
        assertEquals(2, inbox.acknowledged());
        assertEquals(Reassembly.MAX_DATAGRAM_BYTES + 2 * half, read(inbox).length());
        assertEquals(Reassembly.WINDOW_BYTES, inbox.freeBytes());
    }

    @Test
    void theStreamIsReadWhenItsEndIsReached() {
        Reassembly inbox = new Reassembly(0);
        inbox.endsAt(1);
        inbox.offer(1, bytes(0));
        inbox.offer(2, bytes(5));
        assertFalse(inbox.isRead());
        offer(inbox, 0, "a");
        assertFalse(inbox.isRead());
        assertEquals("a", read(inbox));
        assertTrue(inbox.isRead());
        inbox.endsAt(5);
        inbox.offer(2, bytes(5));
        assertEquals("", read(inbox));
    }
}
