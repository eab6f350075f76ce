package sealswarm.console.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DidYouMeanTest {
    private static final List<String> KNOWN = List.of("subtitles", "title", "tracks");

    @Test
    void findsTheNearestWord() {
        assertEquals(Optional.of("subtitles"), DidYouMean.nearest("subtitels", KNOWN));
        assertEquals(Optional.of("tracks"), DidYouMean.nearest("track", KNOWN));
        assertEquals(Optional.of("title"), DidYouMean.nearest("tilte", KNOWN));
    }

    @Test
    void findsNothingFarAway() {
        assertEquals(Optional.empty(), DidYouMean.nearest("price", KNOWN));
        assertEquals(Optional.empty(), DidYouMean.nearest("", KNOWN));
        assertEquals(Optional.empty(), DidYouMean.nearest("x".repeat(100_000), KNOWN));
    }
}
