package sealswarm.overlay.webseed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import sealswarm.trial.Cases;

class ByteRangeTest {
    private static final long SIZE = 5_000_000_000L;

    @Test
    void singleRangesAreReadBeyondFourGibibytes() {
        assertEquals(new ByteRange.Part(0, 0), ByteRange.parse("bytes=0-0", SIZE));
        assertEquals(new ByteRange.Part(4_999_999_990L, SIZE - 1), ByteRange.parse("bytes=4999999990-", SIZE));
        assertEquals(new ByteRange.Part(SIZE - 1, SIZE - 1), ByteRange.parse("bytes=-1", SIZE));
        assertEquals(new ByteRange.Part(0, SIZE - 1), ByteRange.parse("bytes=-999999999999999999", SIZE));
        assertEquals(new ByteRange.Part(7, SIZE - 1), ByteRange.parse("Bytes=7-999999999999999999", SIZE));
        assertEquals(new ByteRange.Part(2, 9), ByteRange.parse(" bytes=2-9".strip(), SIZE));
    }

    @Test
    void noHeaderAndOtherUnitsMeanTheWholeFile() {
        assertEquals(new ByteRange.Whole(), ByteRange.parse(null, SIZE));
        assertEquals(new ByteRange.Whole(), ByteRange.parse("items=0-1", SIZE));
        assertEquals(new ByteRange.Whole(), ByteRange.parse("", SIZE));
    }

    @Test
    void severalReversedMalformedAndForeignRangesAreRefused() {
        for (String header : new String[] {
            "bytes=0-1,3-4",
            "bytes=0-1,0-1",
            "bytes=5-4",
            "bytes=-0",
            "bytes=-",
            "bytes=",
            "bytes=a-b",
            "bytes=1-2-3",
            "bytes=--5",
            "bytes=0x1-2",
            "bytes=5000000000-",
            "bytes=5000000000-5000000001",
            "bytes=9999999999999999999-",
            "bytes= 1-2"
        }) {
            assertEquals(new ByteRange.Unsatisfiable(), ByteRange.parse(header, SIZE), header);
        }
    }

    @Test
    void everyAnswerIsWithinTheFile() {
        String alphabet = "bytes=-,0123456789 ";
        Cases.forAll(20260301, 20_000, random -> {
            StringBuilder header = new StringBuilder(random.nextBoolean() ? "bytes=" : "");
            for (int i = random.nextInt(24); i > 0; i--) {
                header.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            long size = 1 + random.nextLong(1000);
            if (ByteRange.parse(header.toString(), size) instanceof ByteRange.Part part) {
                assertInstanceOf(ByteRange.Part.class, part);
                assertTrue(part.first() >= 0 && part.first() <= part.last() && part.last() < size, header.toString());
            }
        });
    }
}
