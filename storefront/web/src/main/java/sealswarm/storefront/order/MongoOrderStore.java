package sealswarm.storefront.order;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.bson.Document;
import org.bson.conversions.Bson;
import sealswarm.storefront.store.MongoVersions;
import sealswarm.storefront.store.MongoWork;
import sealswarm.storefront.store.StoreJson;

/** Orders in MongoDB, collection {@code orders}, found by {@code _id}; lists read the collection. */
public final class MongoOrderStore implements OrderStore {
    private final MongoWork work;

    /** A store on the shop's database. */
    public MongoOrderStore(MongoWork work) {
        this.work = work;
    }

    @Override
    public Future<Order> place(Order order) {
        Document document = StoreJson.document(order.orderId(), order);
        return work.run(database -> MongoVersions.insert(orders(database), document)
                ? order
                : order(Objects.requireNonNull(orders(database)
                        .find(Filters.eq("_id", order.orderId()))
                        .first())));
    }

    @Override
    public Future<Optional<Order>> find(String orderId, String subject) {
        return work.run(database -> Optional.ofNullable(orders(database)
                        .find(Filters.and(Filters.eq("_id", orderId), Filters.eq("subject", subject)))
                        .first())
                .map(MongoOrderStore::order));
    }

    @Override
    public Future<Boolean> replace(Order next) {
        Document document = StoreJson.document(next.orderId(), next);
        return work.run(database -> MongoVersions.replace(orders(database), document, next.ver()));
    }

    @Override
    public Future<List<Order>> ofBuyer(String subject) {
        return list(Filters.eq("subject", subject), Sorts.descending("placedAt"));
    }

    @Override
    public Future<List<Order>> unfinished() {
        List<String> open = new ArrayList<>();
        for (OrderState state : OrderState.values()) {
            if (!state.isFinal()) {
                open.add(state.name());
            }
        }
        return list(Filters.in("state", open), Sorts.ascending("placedAt"));
    }

    private Future<List<Order>> list(Bson filter, Bson sort) {
        return work.run(database -> {
            List<Order> found = new ArrayList<>();
            for (Document document : orders(database).find(filter).sort(sort).limit(MAX_LISTED)) {
                found.add(order(document));
            }
            return List.copyOf(found);
        });
    }

    private static Order order(Document document) {
        return StoreJson.value(document, Order.class);
    }

    private static MongoCollection<Document> orders(MongoDatabase database) {
        return database.getCollection("orders");
    }
}
