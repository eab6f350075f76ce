package sealswarm.embedded.store;

import de.bwaldvogel.mongo.backend.AbstractUniqueIndex;
import de.bwaldvogel.mongo.backend.DocumentWithPosition;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.bson.Document;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;

/** A unique index on its own map, able to compare itself with its collection and to be built anew from it. */
final class StoreIndex extends AbstractUniqueIndex<Object> {
    private final MVMap<Object, Object> map;

    StoreIndex(MVMap<Object, Object> map, String name, List<IndexKey> keys, boolean sparse) {
        super(name, keys, sparse);
        this.map = map;
    }

    /** What {@link #check} found. */
    enum Finding {
        SOUND,
        REBUILT
    }

    /**
     * Compares every entry with every document and builds the index anew where they differ.
     *
     * @throws StoreException if two documents share a key: no rebuilding can make that right
     */
    Finding check(String collection, Stream<DocumentWithPosition<Object>> documents) {
        Map<KeyValue, Object> expected = new HashMap<>();
        documents.forEach(document -> expect(expected, collection, document));
        if (expected.size() == map.sizeAsLong() && expected.entrySet().stream().allMatch(this::agrees)) {
            return Finding.SOUND;
        }
        map.clear();
        map.putAll(expected);
        return Finding.REBUILT;
    }

    private void expect(Map<KeyValue, Object> expected, String collection, DocumentWithPosition<Object> found) {
        Document document = found.getDocument();
        if (isSparse() && holdsNoIndexedField(document)) {
            return;
        }
        for (KeyValue key : getKeyValues(document)) {
            Object first = expected.putIfAbsent(key, found.getPosition());
            if (first != null) {
                throw new StoreException(
                        "two documents of " + collection + " share a key of the unique index " + getName()
                                + " (_id " + first + " and " + found.getPosition()
                                + "; fix: restore the store directory from a backup)");
            }
        }
    }

    private boolean holdsNoIndexedField(Document document) {
        return keys().stream().noneMatch(path -> holds(document, path));
    }

    private static boolean holds(@Nullable Object value, String path) {
        if (!(value instanceof Document document)) {
            return false;
        }
        int dot = path.indexOf('.');
        return dot < 0
                ? document.containsKey(path)
                : holds(document.get(path.substring(0, dot)), path.substring(dot + 1));
    }

    private boolean agrees(Map.Entry<KeyValue, Object> entry) {
        return entry.getValue().equals(map.get(entry.getKey()));
    }

    @Override
    protected @Nullable Object removeDocument(KeyValue key) {
        return map.remove(key);
    }

    @Override
    protected boolean putKeyPosition(KeyValue key, Object position) {
        return map.putIfAbsent(key, Missing.ofNullable(position)) == null;
    }

    /** Every key of this map is a {@link KeyValue}, as only this class writes it. */
    @Override
    @SuppressWarnings({"unchecked", "rawtypes"})
    protected Iterable<Map.Entry<KeyValue, Object>> getIterable() {
        return (Iterable) map.entrySet();
    }

    @Override
    protected @Nullable Object getPosition(KeyValue key) {
        return map.get(key);
    }

    @Override
    public long getCount() {
        return map.sizeAsLong();
    }

    @Override
    public boolean isEmpty() {
        return map.isEmpty();
    }

    @Override
    public long getDataSize() {
        return map.sizeAsLong();
    }
}
