package sealswarm.player.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sealswarm.format.disk.PrivateFile;
import sealswarm.player.cache.TrafficTotals.Amounts;

class TrafficTotalsTest {
    @TempDir
    Path work;

    private Path path() {
        return work.resolve("traffic.json");
    }

    private TrafficTotals open() throws IOException {
        return TrafficTotals.open(new PrivateFile(path(), 4_096));
    }

    @Test
    void runsAddUpAndNothingIsWrittenWithoutNews() throws IOException {
        TrafficTotals first = open();
        first.add(Amounts.NONE);
        first.save();
        assertFalse(Files.exists(path()));
        first.add(new Amounts(1, 20, 300, 4_000));
        first.save();
        TrafficTotals second = open();
        assertEquals(new Amounts(1, 20, 300, 4_000), second.all());
        second.add(new Amounts(1, 0, 0, 0));
        assertEquals(new Amounts(1, 20, 300, 4_000), open().all(), "not saved yet");
        second.save();
        assertEquals(new Amounts(2, 20, 300, 4_000), open().all());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{\"toPeers\":-1,\"fromPeers\":0,\"fromEdge\":0,\"fromCache\":0}"})
    void damagedFileIsBegunAnew(String content) throws IOException {
        Files.writeString(path(), content);
        assertEquals(Amounts.NONE, open().all());
    }

    @Test
    void negativeAmountsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Amounts(0, 0, 0, -1));
    }
}
