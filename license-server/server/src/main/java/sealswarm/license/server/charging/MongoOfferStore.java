package sealswarm.license.server.charging;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.bson.Document;
import sealswarm.license.message.Offer;
import sealswarm.license.wire.WireJson;

/** {@link OfferStore} on MongoDB: {@code _id} is {@code offerId:version}, the offer its canonical JSON. */
public final class MongoOfferStore implements OfferStore {
    private final MongoCollection<Document> offers;

    public MongoOfferStore(MongoDatabase database) {
        this.offers = database.getCollection("offers");
    }

    @Override
    public Offer insert(Offer offer) {
        String json = new String(WireJson.write(offer), StandardCharsets.UTF_8);
        try {
            offers.insertOne(new Document("_id", id(offer.offerId(), offer.version())).append("json", json));
            return offer;
        } catch (MongoWriteException refused) {
            if (refused.getError().getCategory() != ErrorCategory.DUPLICATE_KEY) {
                throw refused;
            }
            return find(offer.offerId(), offer.version()).orElseThrow();
        }
    }

    @Override
    public Optional<Offer> find(String offerId, int version) {
        return Optional.ofNullable(
                        offers.find(Filters.eq("_id", id(offerId, version))).first())
                .map(found -> found.getString("json").getBytes(StandardCharsets.UTF_8))
                .map(json -> WireJson.readAnswer(json, Offer.class, WireJson.MAX_REGISTRATION_BYTES));
    }

    private static String id(String offerId, int version) {
        return offerId + ":" + version;
    }
}
