package sealswarm.embedded.store;

import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.bson.Document;
import io.netty.buffer.ByteBufUtil;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;
import org.jspecify.annotations.Nullable;

/**
 * The keys of data maps (an {@code _id}) and of index maps (a {@link KeyValue}, one element per indexed field) on MVStore's
 * pages: encoded as BSON, ordered first by kind, then by value. Frequent kinds compare by value, all others by their BSON.
 */
final class BsonKeyType extends BasicDataType<Object> {
    static final BsonKeyType INSTANCE = new BsonKeyType();

    private static final String SINGLE = "k";
    private static final int MEMORY_BYTES = 160;
    private static final int NULL_KIND = -1;

    /** Kinds in their order on the pages; a kind's place must never change, since files are sorted by it. */
    private static final List<Class<? extends Comparable<?>>> COMPARABLE_KINDS =
            List.of(String.class, Instant.class, Boolean.class, UUID.class);

    private static final int NUMBER_KIND = COMPARABLE_KINDS.size();
    private static final int OTHER_KIND = NUMBER_KIND + 1;

    private BsonKeyType() {}

    @Override
    public int compare(Object a, Object b) {
        if (a instanceof KeyValue left && b instanceof KeyValue right) {
            return compareElements(left, right);
        }
        return compareValues(a, b);
    }

    private static int compareElements(KeyValue a, KeyValue b) {
        Iterator<Object> left = a.iterator();
        Iterator<Object> right = b.iterator();
        while (left.hasNext() && right.hasNext()) {
            int order = compareValues(left.next(), right.next());
            if (order != 0) {
                return order;
            }
        }
        return Boolean.compare(left.hasNext(), right.hasNext());
    }

    static int compareValues(@Nullable Object a, @Nullable Object b) {
        int kind = kind(a);
        int order = Integer.compare(kind, kind(b));
        if (order != 0 || a == null || b == null || kind == NULL_KIND) {
            return order;
        }
        if (kind == NUMBER_KIND) {
            return compareNumbers((Number) a, (Number) b);
        }
        return kind < NUMBER_KIND
                ? compareNaturally(a, b)
                : ByteBufUtil.compare(BsonType.encode(single(a)), BsonType.encode(single(b)));
    }

    /** By value over all types of numbers, so that a range of them is one run of keys; equal ones by type. */
    private static int compareNumbers(Number a, Number b) {
        int order = (a instanceof Double && b instanceof Double) || !isFinite(a) || !isFinite(b)
                ? Double.compare(a.doubleValue(), b.doubleValue())
                : exact(a).compareTo(exact(b));
        return order != 0
                ? order
                : a.getClass().getName().compareTo(b.getClass().getName());
    }

    private static boolean isFinite(Number number) {
        return Double.isFinite(number.doubleValue());
    }

    private static BigDecimal exact(Number number) {
        return number instanceof Double ? new BigDecimal(number.doubleValue()) : BigDecimal.valueOf(number.longValue());
    }

    /** {@link #NULL_KIND}, the place in the list for a comparable kind, then numbers, then all others. */
    private static int kind(@Nullable Object value) {
        if (value == null || value instanceof Missing) {
            return NULL_KIND;
        }
        if (value instanceof Long || value instanceof Integer || value instanceof Double) {
            return NUMBER_KIND;
        }
        int known = COMPARABLE_KINDS.indexOf(value.getClass());
        return known < 0 ? OTHER_KIND : known;
    }

    /** Both are of one kind of the list, so that the cast holds. */
    @SuppressWarnings("unchecked")
    private static int compareNaturally(Object a, Object b) {
        return ((Comparable<Object>) a).compareTo(b);
    }

    private static Document single(@Nullable Object value) {
        return new Document(SINGLE, Missing.isNullOrMissing(value) ? null : value);
    }

    @Override
    public int getMemory(Object key) {
        return MEMORY_BYTES;
    }

    @Override
    public void write(WriteBuffer buffer, Object key) {
        BsonType.INSTANCE.write(buffer, key instanceof KeyValue values ? elements(values) : single(key));
    }

    private static Document elements(KeyValue values) {
        Document document = new Document();
        int place = 0;
        for (Object value : values) {
            document.put(Integer.toString(place++), Missing.isNullOrMissing(value) ? null : value);
        }
        return document;
    }

    @Override
    public Object read(ByteBuffer buffer) {
        Document document = BsonType.INSTANCE.read(buffer);
        if (document.containsKey(SINGLE)) {
            return Missing.ofNullable(document.get(SINGLE));
        }
        return new KeyValue(new ArrayList<>(document.values()));
    }

    @Override
    public Object[] createStorage(int size) {
        return new Object[size];
    }
}
