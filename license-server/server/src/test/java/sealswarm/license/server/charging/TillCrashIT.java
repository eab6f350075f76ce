package sealswarm.license.server.charging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sealswarm.embedded.store.EmbeddedStore;
import sealswarm.ledger.journal.JournalVerifier;
import sealswarm.ledger.journal.StoredEntry;
import sealswarm.license.server.ledger.MongoJournalStore;
import sealswarm.license.server.royalty.CloseCheckpoint;
import sealswarm.trial.crash.Checkpoints;
import sealswarm.trial.crash.ChildJvm;

/** kill -9 at each step of charge, refund and close: what was acknowledged is there, and the next run ends in the same books. */
class TillCrashIT {
    @TempDir
    private Path directory;

    private int runs;

    private ChildJvm start(Enum<?> point) {
        Path store = directory.resolve("store-" + ++runs);
        return ChildJvm.start(TillMain.class, List.of(Checkpoints.option(point, 1)), store.toString());
    }

    private <E> void check(E point, ChildJvm killed) {
        Path store = directory.resolve("store-" + runs);
        List<String> again = new ArrayList<>();
        TillMain.run(store, again::add);
        for (String line : killed.lines()) {
            assertTrue(line.startsWith("reached") || again.contains(line), point + " lost: " + line);
        }
        assertEquals(
                3, again.stream().filter(line -> line.contains(":2031-04:")).count());
        Books books = Books.read(store);
        assertEquals(List.of("given", "ended"), List.copyOf(books.grants().values()), point.toString());
        assertEquals(
                List.of(
                        "acc:c1:1:2031-04:net",
                        "chg:o1",
                        "chg:o2",
                        "cls:2031-04",
                        "cut:2031-04",
                        "pyb:c1:2031-04",
                        "ref:o2:1"),
                books.keys());
        assertEquals(List.of("o1 fulfilled", "o2 refunded"), books.charges());
    }

    @Test
    void killedAtEachStepOfChargeAndRefundItEndsInTheSameBooks() throws Exception {
        Checkpoints.killAtEach(ChargeCheckpoint.class, this::start, this::check);
    }

    @Test
    void killedAtEachStepOfACloseItEndsInTheSameBooks() throws Exception {
        Checkpoints.killAtEach(CloseCheckpoint.class, this::start, this::check);
    }

    /** What the store holds once no process has it open. */
    private record Books(TreeMap<String, String> grants, List<String> keys, List<String> charges) {
        static Books read(Path directory) {
            try (EmbeddedStore store = EmbeddedStore.open(directory);
                    MongoClient client = MongoClients.create(store.connectionUri())) {
                MongoDatabase database = client.getDatabase("till");
                List<StoredEntry> entries = new MongoJournalStore(database).read("main", 1, 1_000);
                JournalVerifier verifier = new JournalVerifier("main");
                entries.forEach(entry -> verifier.accept(entry.bytes()));
                assertEquals(Optional.empty(), verifier.finding());
                TreeMap<String, String> byOrder = new TreeMap<>();
                for (String order : List.of("o1", "o2")) {
                    String id = sealswarm.license.message.Grants.grantId(order, 0);
                    for (Document grant : database.getCollection("grants").find()) {
                        if (grant.getString("_id").equals(id)) {
                            byOrder.put(order, grant.getString("state"));
                        }
                    }
                }
                List<String> charges = new ArrayList<>();
                for (Document charge : database.getCollection("charges").find()) {
                    charges.add(charge.getString("_id") + " " + charge.getString("state"));
                }
                charges.sort(null);
                List<String> keys = entries.stream()
                        .map(entry -> entry.entry().draft().key().text())
                        .filter(key -> !key.startsWith("vch:") && !key.startsWith("iss:"))
                        .sorted()
                        .toList();
                return new Books(byOrder, keys, charges);
            }
        }
    }
}
