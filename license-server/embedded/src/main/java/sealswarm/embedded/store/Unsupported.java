package sealswarm.embedded.store;

import de.bwaldvogel.mongo.bson.Document;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the library below silently does not do, found in a command before it runs. A partial index that is enforced on every
 * document, or an expiry that never comes, must fail when it is asked for and not when it is missed.
 */
final class Unsupported {
    private static final Set<String> INDEX_OPTIONS = Set.of(
            "partialFilterExpression", "expireAfterSeconds", "collation", "weights", "default_language", "hidden");
    private static final Set<String> COLLECTION_OPTIONS = Set.of(
            "validator",
            "viewOn",
            "collation",
            "capped",
            "timeseries",
            "expireAfterSeconds",
            "changeStreamPreAndPostImages");
    private static final Set<String> WRITING_STAGES = Set.of("$out", "$merge");

    private Unsupported() {}

    /** Throws the {@link StoreRefusal} of the first such thing in the command. */
    static void refuse(String command, Document query) {
        switch (command.toLowerCase(Locale.ROOT)) {
            case "createindexes" ->
                each(query.get("indexes"), index -> refuseAny("index option", INDEX_OPTIONS, index));
            case "create" -> refuseAny("collection option", COLLECTION_OPTIONS, query);
            case "aggregate" -> {
                each(query.get("pipeline"), stage -> refuseAny("aggregation stage", WRITING_STAGES, stage));
                refuseCollation(query);
            }
            case "update" -> each(query.get("updates"), Unsupported::refuseCollation);
            case "delete" -> each(query.get("deletes"), Unsupported::refuseCollation);
            default -> refuseCollation(query);
        }
        if (query.containsKey("txnNumber") || query.containsKey("startTransaction")) {
            throw new StoreRefusal("a transaction");
        }
    }

    private static void refuseCollation(Document query) {
        refuseAny("option", Set.of("collation"), query);
    }

    private static void refuseAny(String what, Set<String> refused, Document given) {
        for (String name : given.keySet()) {
            if (refused.contains(name)) {
                throw new StoreRefusal(what + " '" + name + "'");
            }
        }
    }

    private static void each(@Nullable Object list, Consumer<Document> check) {
        if (list instanceof Collection<?> elements) {
            for (Object element : elements) {
                if (element instanceof Document document) {
                    check.accept(document);
                }
            }
        }
    }
}
