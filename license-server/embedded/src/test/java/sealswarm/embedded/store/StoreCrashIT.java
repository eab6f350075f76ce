package sealswarm.embedded.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sealswarm.trial.crash.ChildJvm;

/**
 * Kills a process with 16 writers at random moments, again and again on one store, and looks for everything it had
 * acknowledged. A few rounds in each build; {@code -Dsealswarm.crash.rounds=50} for the figure in the benchmarks.
 */
class StoreCrashIT {
    private static final int WRITERS = 16;
    private static final int ROUNDS = Integer.getInteger("sealswarm.crash.rounds", 3);

    @TempDir
    Path directory;

    private long acknowledged;
    private long reads;

    @Test
    void losesNothingAcknowledgedAndTearsNothingWhenKilledUnderLoad() throws Exception {
        Random random = new Random(7);
        for (int round = 1; round <= ROUNDS; round++) {
            List<String> said = runAndKill(round, 300 + random.nextInt(1500));
            assertIndexesAgreeWithData();
            assertNothingIsLost(round, said);
        }
        Path result = Files.createDirectories(Path.of("target", "hostile")).resolve("store-kill.json");
        Files.writeString(
                result,
                ("{\"id\":\"store-kill\",\"rounds\":%d,\"writers\":%d,\"acknowledgedWrites\":%d,\"readsUnderLoad\":%d,"
                                + "\"lost\":0,\"torn\":0,\"indexMismatches\":0}%n")
                        .formatted(ROUNDS, WRITERS, acknowledged, reads));
    }

    private List<String> runAndKill(int round, long millis) throws InterruptedException {
        try (ChildJvm child = ChildJvm.start(
                WritersMain.class, List.of(), directory.toString(), String.valueOf(round), String.valueOf(WRITERS))) {
            assertTrue(child.says(line -> line.startsWith("updated ")), () -> "no write in " + child.lines());
            Thread.sleep(millis);
            child.kill();
            return child.lines().stream()
                    .filter(line -> line.matches("(inserted|updated|read) .*"))
                    .toList();
        }
    }

    private void assertIndexesAgreeWithData() {
        try (PageFile pages = PageFile.open(directory.resolve("store.pages"))) {
            assertEquals(0, Opened.rebuilt(pages));
        }
    }

    private void assertNothingIsLost(int round, List<String> said) {
        try (EmbeddedStore store = EmbeddedStore.open(directory);
                MongoClient client = MongoClients.create(store.connectionUri())) {
            MongoCollection<Document> entries = client.getDatabase("shop").getCollection("entries");
            Map<Object, Document> found = new HashMap<>();
            for (Document document : entries.find(Filters.in("round", round, -1))) {
                found.put(document.get("_id"), document);
            }
            for (String line : said) {
                String[] words = line.split(" ", -1);
                if (words[0].equals("read")) {
                    assertEquals(words[1], words[2], "a reader saw half an update");
                    reads++;
                    continue;
                }
                int writer = Integer.parseInt(words[1]);
                long n = Long.parseLong(words[2]);
                acknowledged++;
                if (words[0].equals("inserted")) {
                    Document expected = WritersMain.entry(writer, round, n);
                    assertEquals(expected, found.get(expected.get("_id")), line);
                } else {
                    assertPairIsWhole(found.get("pair-" + writer), n);
                }
            }
        }
    }

    /** Both halves were set by one update, so they are equal; and not older than the acknowledged one. */
    private static void assertPairIsWhole(@Nullable Document pair, long acknowledged) {
        assertNotNull(pair);
        assertEquals(pair.getLong("first"), pair.getLong("second"));
        assertTrue(pair.getLong("first") >= acknowledged, pair + " is older than " + acknowledged);
    }
}
