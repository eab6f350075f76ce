package sealswarm.overlay.hostile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sealswarm.overlay.Overlay;
import sealswarm.overlay.OverlaySettings;
import sealswarm.overlay.OverlayTrack;
import sealswarm.overlay.SampleSwarm;
import sealswarm.overlay.SampleSwarm.Form;
import sealswarm.overlay.TrackRequest;
import sealswarm.overlay.hostile.Misdeed.Fate;
import sealswarm.overlay.swarm.Patience;
import sealswarm.overlay.swarm.SwarmSettings;
import sealswarm.overlay.swarm.Totals;

/**
 * Every hostile peer of {@code docs/hostile-peers.md} on real sockets, for every form of metainfo. First they are alone with their
 * victim, so that nothing but the rule they break can end them; then all of them at once stand between a download, its one honest
 * source, and an honest peer that knows nobody but the victim.
 */
class HostilePeerIT {
    /** All forms together. */
    private static final long MAX_HEAP_GROWTH_BYTES = 32L << 20;

    private static final int BEHAVIOURS = 43;
    private static final int HANDSHAKE_MILLIS = 1_500;
    private static final int MINUTES = 4;

    /** Nothing but a snub is short: whoever may stay must still be there when the others are gone. */
    private static final Patience WATCHING = new Patience(1_500, 120_000, 600_000);

    private static final Patience SHORT = new Patience(1_500, 3_000, 3_500);

    @TempDir
    Path directory;

    /** The engine under attack, and what it downloads. */
    private record Victim(Overlay engine, OverlayTrack track) {}

    @Test
    void everyOneOfThemIsGoneAndTheDownloadIsRight() throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            long before = usedHeapBytes();
            List<Future<?>> forms = new ArrayList<>();
            for (Form form : Form.values()) {
                forms.add(threads.submit(() -> {
                    try (SampleSwarm sample = new SampleSwarm(Scene.SIZE, Scene.PIECE)) {
                        theyAreGone(sample, form, threads);
                        theDownloadIsRight(sample, form, threads);
                        long growth = usedHeapBytes() - before;
                        assertTrue(growth <= MAX_HEAP_GROWTH_BYTES, () -> form + ": the heap grew by " + growth);
                    }
                    return form;
                }));
            }
            for (Future<?> form : forms) {
                form.get(MINUTES, TimeUnit.MINUTES);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void thePageListsWhatIsPlayedHereAndNothingElse() throws IOException {
        Pattern row = Pattern.compile("\\| (\\d+[a-z]?) \\|.*\\| (gone|banned|kept|left) \\|.*");
        Map<String, String> told = new TreeMap<>();
        for (String line : Files.readAllLines(Path.of("../../docs/hostile-peers.md"))) {
            Matcher match = row.matcher(line);
            if (match.matches()) {
                told.put(match.group(1), match.group(2));
            }
        }
        Map<String, String> played = new TreeMap<>();
        Stream.of(Misdeed.all(), MemberMisdeeds.all())
                .flatMap(List::stream)
                .forEach(each -> played.put(each.id(), each.fate().name().toLowerCase(Locale.ROOT)));
        assertEquals(told, played);
        assertEquals(
                BEHAVIOURS,
                played.keySet().stream()
                        .map(id -> id.replaceAll("[a-z]", ""))
                        .distinct()
                        .count());
    }

    private void theyAreGone(SampleSwarm sample, Form form, ExecutorService threads) throws Exception {
        Victim victim = victim(sample, form, WATCHING, "alone");
        try (Crowd crowd = new Crowd(scene(sample, form, victim), threads)) {
            crowd.misbehave(Misdeed.all());
            crowd.assertGone(EnumSet.of(Fate.GONE, Fate.BANNED));
            crowd.assertKept();
            assertEquals(crowd.count(Fate.BANNED), totals(victim.track()).bans(), form + ": banned");
        }
        SampleSwarm.await(victim.track().close());
    }

    private void theDownloadIsRight(SampleSwarm sample, Form form, ExecutorService threads) throws Exception {
        Path source = directory.resolve(form + "-source");
        sample.fill(source);
        Victim victim = victim(sample, form, SHORT, "amid");
        try (Crowd crowd = new Crowd(scene(sample, form, victim), threads)) {
            crowd.misbehave(Misdeed.all());
            Overlay honest = sample.engine();
            // Slow enough that the others are asked too.
            SampleSwarm.await(honest.open(TrackRequest.of(sample.metainfo(form), source)
                    .withSettings(SwarmSettings.DEFAULTS.withLimits(Scene.SIZE / 2, 0))));
            OverlayTrack friend = SampleSwarm.await(
                    sample.engine().open(TrackRequest.of(sample.metainfo(form), directory.resolve(form + "-friend"))));
            victim.track().addPeers(List.of(SampleSwarm.address(honest)));
            friend.addPeers(List.of(SampleSwarm.address(victim.engine())));
            SampleSwarm.await(victim.track().whenComplete());
            SampleSwarm.await(friend.whenComplete());
            crowd.assertGone(EnumSet.allOf(Fate.class));
            long bans = totals(victim.track()).bans();
            assertTrue(bans <= crowd.count(Fate.BANNED), () -> form + ": banned " + bans);
            assertEquals(0, totals(friend).bans(), form + ": the victim is honest");
            SampleSwarm.await(friend.close());
        }
        SampleSwarm.await(victim.track().close());
        assertArrayEquals(sample.content(), Files.readAllBytes(directory.resolve(form + "-amid/track.bin")));
        assertArrayEquals(sample.content(), Files.readAllBytes(directory.resolve(form + "-friend/track.bin")));
    }

    private Victim victim(SampleSwarm sample, Form form, Patience patience, String name) {
        Overlay engine = sample.engine(OverlaySettings.LOOPBACK.withHandshakeMillis(HANDSHAKE_MILLIS));
        return new Victim(
                engine,
                SampleSwarm.await(
                        engine.open(TrackRequest.of(sample.metainfo(form), directory.resolve(form + "-" + name))
                                .withSettings(SwarmSettings.DEFAULTS.withPatience(patience)))));
    }

    private static Scene scene(SampleSwarm sample, Form form, Victim victim) {
        return new Scene(
                sample, form, victim.engine().port(), address -> victim.track().addPeers(List.of(address)));
    }

    private static Totals totals(OverlayTrack track) {
        return SampleSwarm.await(track.progress()).totals();
    }

    private static long usedHeapBytes() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
