package sealswarm.ledger.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import sealswarm.license.money.Money;
import sealswarm.license.money.Rate;
import sealswarm.license.money.Share;
import sealswarm.license.money.Shares;
import sealswarm.license.money.TaxSplit;
import sealswarm.trial.Vectors;

/** The vectors of docs/spec/journal-v1.md, made by another implementation. */
class JournalVectorsTest {
    private final JsonNode vectors = Vectors.read("journal-v1/journal.json");

    private static byte[] utf8(JsonNode text) {
        return text.asText().getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void acceptsTheGoodBookAndFindsItsHashes() {
        assertEquals(
                vectors.path("genesis").asText(),
                ChainHead.genesis("main").hash().hex());
        JournalVerifier verifier = new JournalVerifier("main");
        for (JsonNode entry : vectors.path("accept")) {
            verifier.accept(utf8(entry.path("text")));
            assertEquals(Optional.empty(), verifier.finding());
            assertEquals(
                    entry.path("hash").asText(), verifier.state().head().hash().hex());
        }
        assertEquals(4, verifier.state().head().seq());
    }

    @Test
    void namesTheFirstBadEntryOfEachBadBook() {
        for (JsonNode book : vectors.path("reject")) {
            JournalVerifier verifier = new JournalVerifier("main");
            book.path("entries").forEach(entry -> verifier.accept(utf8(entry)));
            assertEquals(
                    Optional.of(book.path("firstBad").asLong()),
                    verifier.finding().map(JournalVerifier.Finding::seq),
                    book.path("name").asText());
        }
        assertEquals(13, vectors.path("reject").size());
    }

    @Test
    void sharesAmountsAsSpecified() {
        for (JsonNode vector : vectors.path("allocate")) {
            List<Share> shares = new ArrayList<>();
            long sum = 0;
            for (Map.Entry<String, JsonNode> weight : vector.path("weights").properties()) {
                shares.add(new Share(weight.getKey(), weight.getValue().asLong()));
                sum += weight.getValue().asLong();
            }
            Map<String, Long> expected = new TreeMap<>();
            vector.path("parts")
                    .properties()
                    .forEach(part -> expected.put(
                            part.getKey(), Long.parseLong(part.getValue().asText())));
            assertEquals(
                    expected,
                    new Shares(sum, shares)
                            .allocate(Long.parseLong(vector.path("total").asText())));
        }
    }

    @Test
    void splitsTaxAsSpecified() {
        for (JsonNode vector : vectors.path("tax")) {
            Money gross = Money.of("EUR", Long.parseLong(vector.path("gross").asText()));
            TaxSplit split =
                    TaxSplit.ofGross(gross, new Rate(vector.path("rate").asText()));
            assertEquals(vector.path("net").asText(), Long.toString(split.net().minorUnits()));
            assertEquals(vector.path("tax").asText(), Long.toString(split.tax().minorUnits()));
        }
    }
}
