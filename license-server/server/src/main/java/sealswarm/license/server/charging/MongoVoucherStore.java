package sealswarm.license.server.charging;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import sealswarm.ledger.journal.Sha256;
import sealswarm.license.money.Money;

/** {@link VoucherStore} on MongoDB: {@code _id} is the hash of the code. */
public final class MongoVoucherStore implements VoucherStore {
    private final MongoCollection<Document> vouchers;

    public MongoVoucherStore(MongoDatabase database) {
        this.vouchers = database.getCollection("vouchers");
    }

    @Override
    public void insert(List<Voucher> batch) {
        List<Document> documents = new ArrayList<>();
        for (Voucher voucher : batch) {
            documents.add(new Document("_id", voucher.hash().hex())
                    .append("batch", voucher.batch())
                    .append("c", voucher.amount().currency())
                    .append("m", voucher.amount().minorUnits()));
        }
        vouchers.insertMany(documents);
    }

    @Override
    public Optional<Voucher> find(Sha256 hash) {
        return Optional.ofNullable(vouchers.find(Filters.eq("_id", hash.hex())).first())
                .map(found -> new Voucher(
                        hash, found.getString("batch"), Money.of(found.getString("c"), found.getLong("m"))));
    }
}
