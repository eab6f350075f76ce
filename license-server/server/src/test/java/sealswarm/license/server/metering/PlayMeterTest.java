package sealswarm.license.server.metering;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sealswarm.license.receipt.PlayEntry.PlayId;
import sealswarm.trial.Cases;

class PlayMeterTest {
    private final Meter meter = new Meter();

    private Meter.Log device() {
        Meter.Log device = meter.device().licensed(0, Instant.MAX);
        meter.passes(Duration.ofHours(1));
        return device;
    }

    /** The plays that the segment with an entry belongs to: start and unique seconds. */
    private List<String> plays(Meter.Log device, long firstSeq) {
        Optional<StoredSegment> segment = meter.receipts.find(device.device().id(), 1, firstSeq);
        return meter.plays.plays(segment.orElseThrow()).stream()
                .map(play -> play.start().seq() + ":" + play.uniqueMillis() / 1_000)
                .toList();
    }

    @Test
    void mediaThatWasPlayedTwiceCountsOnce() {
        Meter.Log device = device();
        PlayId play = device.start();
        device.plays(play, 0, 20).plays(play, 10, 25).plays(play, 60, 70);
        device.uploadAll();
        assertEquals(List.of("1:35"), plays(device, 1));
    }

    @Test
    void playIsAddedUpOverUploads() {
        Meter.Log device = device();
        PlayId first = device.start();
        PlayId second = device.start();
        device.plays(first, 0, 20).plays(second, 0, 5).plays(first, 20, 40);
        for (long seq = 1; seq <= 5; seq++) {
            device.upload(seq, seq);
        }
        assertEquals(List.of("1:20"), plays(device, 3));
        assertEquals(List.of("2:5"), plays(device, 4));
        assertEquals(List.of("1:40"), plays(device, 5));
    }

    @Test
    void entriesWithoutAStartAreNoPlay() {
        Meter.Log device = device();
        device.plays(PlayId.random(new java.security.SecureRandom()), 0, 50);
        device.uploadAll();
        assertEquals(List.of(), plays(device, 1));
    }

    @Test
    void idThatIsUsedAgainIsAnotherPlayInWhicheverUploads() {
        Meter.Log whole = device();
        Meter.Log parts = device();
        for (Meter.Log device : List.of(whole, parts)) {
            PlayId play = device.start();
            device.plays(play, 0, 31);
            device.start(play);
            device.plays(play, 0, 35);
        }
        whole.uploadAll();
        assertEquals(List.of("1:31", "3:35"), plays(whole, 1));
        parts.upload(1, 2);
        parts.upload(3, 3);
        parts.upload(4, 4);
        assertEquals(List.of("1:31"), plays(parts, 1));
        assertEquals(List.of("3:0"), plays(parts, 3));
        assertEquals(List.of("3:35"), plays(parts, 4));
        assertEquals(4, meter.charged.size());
    }

    /** However a log is cut into uploads, the same plays are charged. */
    @Test
    void chargesDoNotDependOnHowALogIsUploaded() {
        Cases.forAll(20310406, 20, random -> {
            Meter shop = new Meter();
            Meter.Log whole = shop.device().licensed(0, Instant.MAX);
            Meter.Log parts = shop.device().licensed(0, Instant.MAX);
            shop.passes(Duration.ofHours(10));
            PlayId[] ids = {whole.start(), whole.start(), whole.start()};
            for (PlayId id : ids) {
                parts.start(id);
            }
            int size = 3;
            for (; size < 30; size++) {
                PlayId id = ids[random.nextInt(3)];
                if (random.nextInt(6) == 0) {
                    whole.start(id);
                    parts.start(id);
                } else {
                    int from = random.nextInt(60);
                    int to = from + 1 + random.nextInt(20);
                    whole.plays(id, from, to);
                    parts.plays(id, from, to);
                }
            }
            whole.uploadAll();
            for (int first = 1; first <= size; ) {
                int last = Math.min(size, first + random.nextInt(6));
                parts.upload(first, last);
                first = last + 1;
            }
            List<String> wholes = shop.charged.stream()
                    .filter(id -> id.startsWith(whole.device().id().hex()))
                    .map(id -> id.substring(id.indexOf(':')))
                    .sorted()
                    .toList();
            List<String> partss = shop.charged.stream()
                    .filter(id -> id.startsWith(parts.device().id().hex()))
                    .map(id -> id.substring(id.indexOf(':')))
                    .sorted()
                    .toList();
            assertEquals(wholes, partss);
        });
    }
}
