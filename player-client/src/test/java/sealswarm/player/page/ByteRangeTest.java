package sealswarm.player.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ByteRangeTest {
    private static final long BIG = 5L << 30;

    @Test
    void oneRangeIsReadBeyondFourGibibytes() {
        assertEquals(new ByteRange(0, 1), part("bytes=0-0", BIG));
        assertEquals(new ByteRange(BIG - 1, BIG), part("bytes=-1", BIG));
        assertEquals(new ByteRange(4L << 30, BIG), part("bytes=4294967296-", BIG));
        assertEquals(new ByteRange(5, 10), part("bytes=5-99", 10));
        assertEquals(new ByteRange(0, 10), part("bytes=-99", 10));
        assertEquals(new ByteRange(5, 10), part("bytes=5-9999999999999999999", 10));
    }

    @Test
    void noRangeOrAnotherUnitIsTheWhole() {
        for (String header : new @Nullable String[] {null, "items=0-1", ""}) {
            assertInstanceOf(ByteRange.Asked.Whole.class, ByteRange.read(header, 10));
        }
    }

    @Test
    void severalReversedEmptyAndPastTheEndCannotBeServed() {
        for (String header : List.of(
                "bytes=10-",
                "bytes=0-1,3-4",
                "bytes=5-3",
                "bytes=-0",
                "bytes=-",
                "bytes=a-b",
                "bytes=",
                "bytes=0-1-2",
                "bytes=9999999999999999999-")) {
            assertInstanceOf(ByteRange.Asked.Unsatisfiable.class, ByteRange.read(header, 10), header);
        }
    }

    private static ByteRange part(String header, long size) {
        return assertInstanceOf(ByteRange.Asked.Part.class, ByteRange.read(header, size))
                .range();
    }
}
