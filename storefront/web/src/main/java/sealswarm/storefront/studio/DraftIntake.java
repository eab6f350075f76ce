package sealswarm.storefront.studio;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sealswarm.format.envelope.Envelope;
import sealswarm.format.json.JsonMembers;
import sealswarm.format.json.StrictJson;
import sealswarm.format.json.UtcTime;
import sealswarm.format.manifest.Manifest;
import sealswarm.format.problem.FormatException;
import sealswarm.license.money.Money;
import sealswarm.storefront.offer.SaleKind;
import sealswarm.storefront.offer.SaleTerms;

/**
 * The body of {@code PUT /api/v1/drafts/{titleId}}, read and checked as far as it goes by itself (docs/spec/drafts-v1.md).
 *
 * @param manifest the manifest, intact as the key named in it signed it
 * @param packageId SHA-256 of its payload
 * @param terms terms of sale, if the body has them
 */
record DraftIntake(Manifest manifest, String packageId, Optional<SaleTerms> terms) {
    /** Most bytes of a body: a manifest of 4 MiB in base64url, and the offer. */
    static final int MAX_BYTES = 6 * 1024 * 1024;

    private static final int MAX_TERRITORIES = 300;

    /**
     * Reads a body.
     *
     * @throws FormatException naming the member that is wrong
     */
    static DraftIntake read(byte[] json) {
        ObjectNode body = StrictJson.parseObject(json, MAX_BYTES);
        JsonMembers members = JsonMembers.of(body, "");
        Envelope envelope = Envelope.read(members.tree("manifest"), Manifest.TYPE);
        Optional<SaleTerms> terms =
                members.has("offer") ? Optional.of(terms(members.object("offer"))) : Optional.empty();
        members.close();
        return new DraftIntake(Manifest.selfSigned(envelope), envelope.payloadSha256(), terms);
    }

    private static SaleTerms terms(JsonMembers offer) {
        SaleKind kind = offer.value("kind", SaleKind::of);
        JsonMembers price = offer.object("price");
        String currency = price.text("c");
        Money amount = price.value("m", units -> Money.of(currency, Money.parseUnits(units)));
        price.close();
        List<String> territories = offer.texts("territories", 1, MAX_TERRITORIES);
        Instant from = moment(offer, "from");
        Instant until = moment(offer, "until");
        offer.close();
        try {
            return new SaleTerms(kind, amount, territories, from, until);
        } catch (IllegalArgumentException e) {
            throw FormatException.malformed("offer: " + e.getMessage());
        }
    }

    private static @Nullable Instant moment(JsonMembers offer, String name) {
        return offer.has(name) ? offer.value(name, UtcTime::parse) : null;
    }
}
