package sealswarm.ledger.royalty;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import sealswarm.ledger.counting.CountingRule;
import sealswarm.ledger.journal.JournalEntry;
import sealswarm.ledger.journal.UseType;
import sealswarm.license.money.Rate;
import sealswarm.license.money.Share;
import sealswarm.license.wire.WireJson;

/** Contracts for tests: 70 % of net to Acme (60), Bolt (25) and Cora (15) unless changed. */
public final class SampleContract {
    public static final Instant APRIL = Instant.parse("2031-04-01T00:00:00Z");

    private SampleContract() {}

    public static ContractVersion net(int version, Instant validFrom, String rate) {
        return version(version, validFrom, List.of(line("net", Basis.NET, rate)));
    }

    public static ContractVersion version(int version, Instant validFrom, List<ContractLine> lines) {
        return of("c1", version, validFrom, "EUR", lines);
    }

    public static ContractVersion of(
            String id, int version, Instant validFrom, String currency, List<ContractLine> lines) {
        return new ContractVersion(
                id,
                version,
                validFrom,
                ContractVersion.NONE,
                List.of(party("acme"), party("bolt"), party("cora")),
                "master",
                currency,
                lines,
                List.of(new Share("acme", 60), new Share("bolt", 25), new Share("cora", 15)),
                100,
                ContractVersion.NONE,
                JournalEntry.POLICY,
                CountingRule.PLAY_30S.id(),
                List.of());
    }

    public static ContractLine line(String id, Basis basis, String rate) {
        return line(id, basis, rate, List.of(), List.of());
    }

    public static ContractLine line(String id, Basis basis, String rate, List<UseType> uses, List<String> territories) {
        return new ContractLine(id, List.of("demo-film"), uses, territories, basis, new Rate(rate), new Rate("0"));
    }

    public static ContractVersion.Party party(String id) {
        return new ContractVersion.Party(id, "The " + id + " company", "");
    }

    /** A contract from its JSON with apostrophes for quotes. */
    public static ContractVersion json(String json) {
        return WireJson.readRequest(
                json.replace('\'', '"').getBytes(StandardCharsets.UTF_8),
                ContractVersion.class,
                WireJson.MAX_REQUEST_BYTES);
    }
}
