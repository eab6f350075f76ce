package sealswarm.embedded.store;

import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.bson.Document;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;

/**
 * The run of an index's keys in which all answers to a query lie: equality on the first fields of the index, and a range on the
 * next one. The library filters what is found by the whole query, so the run may hold more. Pure, but for the reading.
 *
 * @param prefix values of the first fields, normalised
 * @param from lower bound of the next field, or null
 * @param to upper bound of the next field, or null
 */
record IndexScan(
        List<Object> prefix,
        @Nullable Object from,
        @Nullable Object to) {
    private static final Set<String> LOWER = Set.of("$gt", "$gte");
    private static final Set<String> UPPER = Set.of("$lt", "$lte");

    /** The run for a query, or empty if the index is of no use to it. */
    static Optional<IndexScan> of(List<String> fields, Document query) {
        List<Object> prefix = new ArrayList<>();
        for (String field : fields) {
            Object wanted = wanted(query, field);
            Optional<Object> value = equality(wanted);
            if (value.isEmpty()) {
                return ranged(prefix, wanted);
            }
            prefix.add(value.get());
        }
        return found(prefix, null, null);
    }

    /** What a query says about a field: by itself, or in a member of the {@code $and} that the driver's filters are joined by. */
    private static @Nullable Object wanted(Document query, String field) {
        if (!query.containsKey(field) && query.get("$and") instanceof Collection<?> members) {
            for (Object member : members) {
                if (member instanceof Document part && part.containsKey(field)) {
                    return part.get(field);
                }
            }
        }
        return query.get(field);
    }

    private static Optional<IndexScan> ranged(List<Object> prefix, @Nullable Object wanted) {
        if (!(wanted instanceof Document operators)) {
            return found(prefix, null, null);
        }
        @Nullable Object from = null;
        @Nullable Object to = null;
        for (String operator : operators.keySet()) {
            Object bound = operators.get(operator);
            if (bound instanceof String || bound instanceof Number || bound instanceof Instant) {
                from = LOWER.contains(operator) ? normalized(bound) : from;
                to = UPPER.contains(operator) ? normalized(bound) : to;
            }
        }
        return found(prefix, from, to);
    }

    private static Optional<IndexScan> found(List<Object> prefix, @Nullable Object from, @Nullable Object to) {
        return prefix.isEmpty() && from == null && to == null
                ? Optional.empty()
                : Optional.of(new IndexScan(List.copyOf(prefix), from, to));
    }

    /** A plain value that the field must have; null is none, since it also stands for a missing field. */
    private static Optional<Object> equality(@Nullable Object wanted) {
        Object value =
                wanted instanceof Document operators && operators.keySet().equals(Set.of("$eq"))
                        ? operators.get("$eq")
                        : wanted;
        if (value instanceof String
                || value instanceof Number
                || value instanceof Boolean
                || value instanceof Instant
                || value instanceof UUID) {
            return Optional.of(normalized(value));
        }
        return Optional.empty();
    }

    private static Object normalized(Object value) {
        return new KeyValue(value).normalized().get(0);
    }

    /** The positions under all keys of the run, each once, in the order of the keys. */
    Set<Object> positions(MVMap<Object, Object> index) {
        Set<Object> positions = new LinkedHashSet<>();
        Cursor<Object, Object> cursor = index.cursor(start());
        while (cursor.hasNext()) {
            if (!(cursor.next() instanceof KeyValue key) || !isInside(key)) {
                break;
            }
            positions.add(cursor.getValue());
        }
        return positions;
    }

    private @Nullable KeyValue start() {
        List<Object> values = new ArrayList<>(prefix);
        if (from != null) {
            values.add(from);
        }
        return values.isEmpty() ? null : new KeyValue(values);
    }

    private boolean isInside(KeyValue key) {
        for (int i = 0; i < prefix.size(); i++) {
            if (BsonKeyType.compareValues(key.get(i), prefix.get(i)) != 0) {
                return false;
            }
        }
        return to == null || BsonKeyType.compareValues(key.get(prefix.size()), to) <= 0;
    }
}
