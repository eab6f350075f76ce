package sealswarm.license.server.charging;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bson.Document;

/** {@link ChargeStore} on MongoDB: one document per order. */
public final class MongoChargeStore implements ChargeStore {
    private static final String STATE = "state";

    private final MongoCollection<Document> charges;

    public MongoChargeStore(MongoDatabase database) {
        this.charges = database.getCollection("charges");
    }

    @Override
    public PlacedCharge insert(PlacedCharge charge) {
        try {
            charges.insertOne(new Document("_id", charge.orderId())
                    .append("subject", charge.subject())
                    .append("buyer", charge.buyer())
                    .append("request", charge.requestJson())
                    .append(STATE, charge.state().text()));
            return charge;
        } catch (MongoWriteException refused) {
            if (refused.getError().getCategory() != ErrorCategory.DUPLICATE_KEY) {
                throw refused;
            }
            return find(charge.orderId()).orElseThrow();
        }
    }

    @Override
    public Optional<PlacedCharge> find(String orderId) {
        return Optional.ofNullable(charges.find(Filters.eq("_id", orderId)).first())
                .map(MongoChargeStore::charge);
    }

    @Override
    public void advance(String orderId, PlacedCharge.State from, PlacedCharge.State to) {
        charges.updateOne(
                Filters.and(Filters.eq("_id", orderId), Filters.eq(STATE, from.text())), Updates.set(STATE, to.text()));
    }

    @Override
    public List<PlacedCharge> inState(PlacedCharge.State state, String afterOrderId, int limit) {
        List<PlacedCharge> found = new ArrayList<>();
        for (Document document : charges.find(
                        Filters.and(Filters.eq(STATE, state.text()), Filters.gt("_id", afterOrderId)))
                .sort(Sorts.ascending("_id"))
                .limit(limit)) {
            found.add(charge(document));
        }
        return found;
    }

    private static PlacedCharge charge(Document document) {
        return new PlacedCharge(
                document.getString("_id"),
                document.getString("subject"),
                document.getString("buyer"),
                document.getString("request"),
                PlacedCharge.State.of(document.getString(STATE)));
    }
}
