package sealswarm.embedded.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import de.bwaldvogel.mongo.bson.Document;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import sealswarm.trial.Cases;

/**
 * Cuts the power at a random disk operation, drops, reorders and tears what was not synced, opens the store again and looks
 * for everything it had acknowledged; then once more on the same disk.
 */
class StorePowerCutIT {
    private static final int TRACES = Integer.getInteger("sealswarm.powercut.traces", 200);
    private static final int LIVES = 3;
    private static final List<SimulatedDisk.Damage> DAMAGES = List.of(SimulatedDisk.Damage.values());
    private static final String LOGGED = "oftensynced:simulated:/disk/store.pages";
    private static final String UNLOGGED = "simulated:/disk/store.pages";

    private int acknowledged;
    private int cuts;

    @Test
    void losesNothingAcknowledgedWhenThePowerIsCut() throws IOException {
        Cases.forAll(20261120, TRACES, random -> trace(LOGGED, random));
        assertTrue(cuts > TRACES, "the traces hardly ever reach their cut: " + cuts);
        Path result = Files.createDirectories(Path.of("target", "hostile")).resolve("store-power-cut.json");
        Files.writeString(
                result,
                "{\"id\":\"store-power-cut\",\"traces\":%d,\"cuts\":%d,\"acknowledgedWrites\":%d,\"lost\":0,\"torn\":0}%n"
                        .formatted(TRACES, cuts, acknowledged));
    }

    /** Without this the test above would prove nothing: the cuts must be able to do harm. */
    @Test
    void damagesAFileThatIsWrittenWithoutTheLog() {
        assertThrows(AssertionError.class, () -> Cases.forAll(20261120, TRACES, random -> trace(UNLOGGED, random)));
    }

    private void trace(String file, RandomGenerator random) {
        SimulatedDisk disk = new SimulatedDisk();
        SimulatedFilePath.insert(disk);
        Map<String, Document> expected = new LinkedHashMap<>();
        @Nullable Document inFlight = null;
        for (int life = 0; life < LIVES; life++) {
            if (life > 0 && random.nextInt(3) == 0) {
                cutWhileOpening(file, disk, random);
            }
            Life store = Life.begin(file);
            store.check(expected, inFlight);
            disk.cutAfter(random.nextInt(life == 0 ? 120 : 60));
            inFlight = store.work(random, expected);
            if (disk.isOff()) {
                cuts++;
            }
            disk.restart(DAMAGES.get(random.nextInt(DAMAGES.size())), random);
            acknowledged += expected.size();
        }
        Life.begin(file).check(expected, inFlight);
    }

    private void cutWhileOpening(String file, SimulatedDisk disk, RandomGenerator random) {
        disk.cutAfter(random.nextInt(8));
        try {
            Life.begin(file);
        } catch (StoreException | IllegalArgumentException e) {
            assertTrue(disk.isOff(), () -> "fails to open without a cut: " + e);
            cuts++;
        }
        disk.restart(DAMAGES.get(random.nextInt(DAMAGES.size())), random);
    }

    /** One process's life over the disk. */
    private static final class Life {
        private final StoreBackend backend;
        private final EmbeddedChannel channel = new EmbeddedChannel();

        private Life(StoreBackend backend) {
            this.backend = backend;
        }

        static Life begin(String file) {
            PageFile pages = PageFile.open(file);
            Gate gate = new Gate(new SecureRandom());
            Life life = new Life(
                    new StoreBackend(pages.pages(), gate, new GroupCommit(pages, failure -> {}), Clock.systemUTC()));
            assertEquals(0, life.backend.openDatabases());
            Document application = new Document("application", new Document("name", gate.token()));
            life.run(new Document("isMaster", 1).append("client", application));
            Document index = new Document("key", new Document("n", 1).append("text", 1))
                    .append("name", "unique")
                    .append("unique", true);
            life.run(new Document("createIndexes", "entries").append("indexes", List.of(index)));
            return life;
        }

        /** All expected documents as they were acknowledged; the write that the cut interrupted happened or did not. */
        void check(Map<String, Document> expected, @Nullable Document inFlight) {
            Document reply = run(new Document("find", "entries").append("batchSize", 100_000));
            Map<String, Document> found = new LinkedHashMap<>();
            if (reply.get("cursor") instanceof Document cursor && cursor.get("firstBatch") instanceof List<?> batch) {
                batch.forEach(each -> found.put(idOf((Document) each), (Document) each));
            }
            if (inFlight != null && inFlight.equals(found.get(idOf(inFlight)))) {
                expected.put(idOf(inFlight), inFlight);
            }
            assertEquals(expected, found);
        }

        private static String idOf(Document document) {
            return String.valueOf(document.get("_id"));
        }

        /** Inserts and replaces until the power goes; gives the write that was then under way. */
        @Nullable
        Document work(RandomGenerator random, Map<String, Document> expected) {
            for (int n = 0; n < 60; n++) {
                String id = "entry-" + random.nextInt(40);
                Document document = new Document("_id", id)
                        .append("n", id + random.nextInt(1_000_000))
                        .append(
                                "text",
                                "x".repeat(random.nextInt(8) == 0 ? random.nextInt(40_000) : random.nextInt(300)));
                Document update = new Document("q", new Document("_id", id))
                        .append("u", document)
                        .append("upsert", true);
                try {
                    Document reply = run(new Document("update", "entries").append("updates", List.of(update)));
                    assertEquals(1.0, reply.get("ok"), reply::toString);
                    assertNull(reply.get("writeErrors"), reply::toString);
                } catch (StoreException e) {
                    return document;
                }
                expected.put(id, document);
            }
            return null;
        }

        private Document run(Document command) {
            return backend.handleCommand(
                    channel, "shop", command.keySet().iterator().next(), command);
        }
    }
}
