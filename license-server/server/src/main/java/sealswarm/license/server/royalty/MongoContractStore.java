package sealswarm.license.server.royalty;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.bson.Document;
import org.bson.conversions.Bson;
import sealswarm.ledger.royalty.ContractVersion;
import sealswarm.license.wire.WireJson;

/** {@link ContractStore} on MongoDB: {@code _id} is {@code contractId:version}, the version its canonical JSON. */
public final class MongoContractStore implements ContractStore {
    private static final String JSON = "json";

    private final MongoCollection<Document> contracts;

    public MongoContractStore(MongoDatabase database) {
        this.contracts = database.getCollection("contracts");
    }

    @Override
    public ContractVersion insert(ContractVersion version) {
        String id = version.contractId() + ":" + version.version();
        try {
            contracts.insertOne(new Document("_id", id)
                    .append("contract", version.contractId())
                    .append(JSON, new String(WireJson.write(version), StandardCharsets.UTF_8)));
            return version;
        } catch (MongoWriteException refused) {
            if (refused.getError().getCategory() != ErrorCategory.DUPLICATE_KEY) {
                throw refused;
            }
            return version(
                    Objects.requireNonNull(contracts.find(Filters.eq("_id", id)).first(), id));
        }
    }

    @Override
    public List<ContractVersion> versions(String contractId) {
        List<ContractVersion> found = read(Filters.eq("contract", contractId));
        found.sort(Comparator.comparingInt(ContractVersion::version));
        return found;
    }

    @Override
    public List<ContractVersion> all() {
        return read(Filters.empty());
    }

    private List<ContractVersion> read(Bson filter) {
        List<ContractVersion> found = new ArrayList<>();
        for (Document document : contracts.find(filter)) {
            found.add(version(document));
        }
        return found;
    }

    private static ContractVersion version(Document document) {
        byte[] json = document.getString(JSON).getBytes(StandardCharsets.UTF_8);
        return WireJson.readAnswer(json, ContractVersion.class, WireJson.MAX_REGISTRATION_BYTES);
    }
}
