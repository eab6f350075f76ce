package sealswarm.packager.publish;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import sealswarm.console.exit.Refusal;
import sealswarm.format.json.UtcTime;
import sealswarm.format.problem.FormatException;
import sealswarm.license.money.Money;
import sealswarm.license.money.MoneyException;
import sealswarm.packager.pack.TitleFile;

/** The job file's offer as the storefront takes it (drafts-v1). Pure. */
final class SaleTerms {
    private static final Set<String> KINDS = Set.of("own", "rent");

    private SaleTerms() {}

    /**
     * The draft's {@code offer} member.
     *
     * @throws Refusal exit 2 naming the wrong key
     */
    static ObjectNode of(TitleFile.OfferEntry entry) {
        if (!KINDS.contains(entry.kind())) {
            throw wrong("kind", "own or rent is due");
        }
        if (entry.territories().isEmpty()) {
            throw wrong("territories", "name countries, or WORLD");
        }
        ObjectNode offer = JsonNodeFactory.instance.objectNode().put("kind", entry.kind());
        try {
            Money price = Money.parse(entry.currency(), entry.price());
            offer.putObject("price").put("c", price.currency()).put("m", Long.toString(price.minorUnits()));
        } catch (MoneyException e) {
            throw wrong("price", String.valueOf(e.getMessage()));
        }
        ArrayNode territories = offer.putArray("territories");
        entry.territories().forEach(territories::add);
        String from = entry.from();
        if (from != null) {
            offer.put("from", time("from", from));
        }
        String until = entry.until();
        if (until != null) {
            offer.put("until", time("until", until));
        }
        return offer;
    }

    private static String time(String key, String text) {
        try {
            return UtcTime.format(UtcTime.parse(text));
        } catch (FormatException e) {
            throw wrong(key, e.getMessage());
        }
    }

    private static Refusal wrong(String key, String message) {
        return Refusal.usage("bad-value", "offer." + key + ": " + message, "correct the offer in the job file");
    }
}
