package sealswarm.overlay.metainfo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileNameTest {
    @ParameterizedTest
    @CsvSource({
        "film.mkv,film.mkv",
        "../../etc/passwd,_.._etc_passwd",
        "/absolute,_absolute",
        "C:\\x,C__x",
        "CON,_CON",
        "com1.txt,_com1.txt",
        "dots...,dots",
        ".hidden,hidden",
        "..,fallback",
        ".,fallback",
        "' x ',x",
        "a*b?c,a_b_c"
    })
    void makesStrangersNamesSafe(String name, String expected) {
        assertEquals(expected, FileName.sanitised(name, "fallback"));
    }

    @Test
    void dropsControlAndDirectionCharacters() {
        assertEquals("a_b", FileName.sanitised("a\u0000b", "f"));
        assertEquals("a_b", FileName.sanitised("a\u202eb", "f"));
        assertEquals("a_b", FileName.sanitised("a\nb", "f"));
    }

    @Test
    void equalNamesInOtherFormsBecomeOne() {
        assertEquals(FileName.sanitised("\u00e9", "f"), FileName.sanitised("e\u0301", "f"));
    }

    @Test
    void cutsLongNamesBetweenCharacters() {
        String cut = FileName.sanitised("\u20ac".repeat(4_096), "f");
        assertEquals(FileName.MAX_BYTES, cut.getBytes(StandardCharsets.UTF_8).length);
        assertTrue(cut.endsWith("\u20ac"));
    }
}
