package sealswarm.format.json;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import sealswarm.format.problem.FormatException;

class Base64UrlTest {
    @Test
    void roundTripsEveryShortLength() {
        for (int length = 0; length < 50; length++) {
            byte[] bytes = new byte[length];
            java.util.Arrays.fill(bytes, (byte) (0xFB + length));
            assertArrayEquals(bytes, Base64Url.decode(Base64Url.encode(bytes)));
        }
    }

    @Test
    void refusesEveryOtherFormOfAValue() {
        for (String text : List.of("QQ==", "QR", "Q", "Q+", "Q/", "Q Q", "QUI=", "QUJ", "\u00e4", "QQ\n")) {
            assertThrows(FormatException.class, () -> Base64Url.decode(text), text);
        }
    }

    @Test
    void refusesAnotherLength() {
        assertEquals(1, Base64Url.decode("QQ", 1).length);
        assertThrows(FormatException.class, () -> Base64Url.decode("QQ", 2));
    }

    @Test
    void hexIsLowerCaseAndOfItsLength() {
        assertArrayEquals(new byte[] {(byte) 0xab, 1}, LowerHex.decode("ab01", 2));
        for (String text : List.of("AB01", "ab0", "ab012", "ab0g", "")) {
            assertThrows(FormatException.class, () -> LowerHex.decode(text, 2), text);
        }
    }
}
