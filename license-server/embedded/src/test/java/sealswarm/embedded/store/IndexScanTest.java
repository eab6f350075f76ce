package sealswarm.embedded.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import de.bwaldvogel.mongo.bson.Document;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IndexScanTest {
    private static final List<String> FIELDS = List.of("device", "nonce");

    @Test
    void joinedFiltersUseTheIndexAsPlainOnesDo() {
        Document plain = new Document("device", "d").append("nonce", "n").append("ver", 1L);
        Document joined = new Document(
                "$and", List.of(new Document("nonce", "n"), new Document("device", "d"), new Document("ver", 1L)));
        Optional<IndexScan> scan = IndexScan.of(FIELDS, plain);
        assertTrue(scan.isPresent());
        assertEquals(scan, IndexScan.of(FIELDS, joined));
    }

    @Test
    void alternativesAndOtherFieldsUseNone() {
        assertEquals(
                Optional.empty(),
                IndexScan.of(
                        FIELDS, new Document("$or", List.of(new Document("device", "d"), new Document("ver", 1L)))));
        assertEquals(Optional.empty(), IndexScan.of(FIELDS, new Document("$and", List.of(new Document("ver", 1L)))));
    }
}
