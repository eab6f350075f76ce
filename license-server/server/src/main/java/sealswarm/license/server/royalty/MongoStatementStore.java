package sealswarm.license.server.royalty;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.bson.Document;
import sealswarm.ledger.journal.Period;
import sealswarm.ledger.statement.StatementDocument;

/** {@link StatementStore} on MongoDB: {@code _id} is the statement's id, its bytes are kept as text. */
public final class MongoStatementStore implements StatementStore {
    private static final String TEXT = "text";

    private final MongoCollection<Document> statements;

    public MongoStatementStore(MongoDatabase database) {
        this.statements = database.getCollection("statements");
    }

    @Override
    public StatementDocument insert(StatementDocument statement) {
        String id = statement.statement().statementId();
        try {
            statements.insertOne(new Document("_id", id)
                    .append("period", statement.statement().period().toString())
                    .append("hash", statement.hash().hex())
                    .append(TEXT, statement.text()));
            return statement;
        } catch (MongoWriteException refused) {
            if (refused.getError().getCategory() != ErrorCategory.DUPLICATE_KEY) {
                throw refused;
            }
            return find(id).orElseThrow();
        }
    }

    @Override
    public Optional<StatementDocument> find(String statementId) {
        return Optional.ofNullable(
                        statements.find(Filters.eq("_id", statementId)).first())
                .map(found -> StatementDocument.read(found.getString(TEXT)));
    }

    @Override
    public List<StatementDocument> of(Period period) {
        List<StatementDocument> found = new ArrayList<>();
        for (Document document :
                statements.find(Filters.eq("period", period.toString())).sort(Sorts.ascending("_id"))) {
            found.add(StatementDocument.read(document.getString(TEXT)));
        }
        return found;
    }

    @Override
    public Map<String, String> texts(Period period) {
        Map<String, String> texts = new TreeMap<>();
        for (Document document : statements.find(Filters.eq("period", period.toString()))) {
            texts.put(document.getString("_id"), document.getString(TEXT));
        }
        return texts;
    }
}
