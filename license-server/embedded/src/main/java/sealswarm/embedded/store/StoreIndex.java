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
final class StoreIndex extends AbstractUniqueIndex<Object> implements CheckedIndex {
    private final MVMap<Object, Object> map;

    StoreIndex(MVMap<Object, Object> map, String name, List<IndexKey> keys, boolean sparse) {
        super(name, keys, sparse);
        this.map = map;
    }

    @Override
    public Finding check(String collection, Stream<DocumentWithPosition<Object>> documents) {
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
        if (isSparse() && CheckedIndex.holdsNone(document, keys())) {
            return;
        }
        for (KeyValue key : getKeyValues(document)) {
            Object first = expected.putIfAbsent(key, found.getPosition());
            if (first != null) {
                throw new StoreException(
                        "two documents of " + collection + " share a key of the unique index " + getName() + ", _id "
                                + first + " and " + found.getPosition(),
                        "restore the store directory from a backup");
            }
        }
    }

    private boolean agrees(Map.Entry<KeyValue, Object> entry) {
        return entry.getValue().equals(map.get(entry.getKey()));
    }

    /** Also a query for more than the key, and for a range: the library only takes equality on exactly the key's fields. */
    @Override
    public synchronized boolean canHandle(Document query) {
        return super.canHandle(query) || IndexScan.of(keys(), query).isPresent();
    }

    @Override
    public synchronized Iterable<Object> getPositions(Document query) {
        return super.canHandle(query)
                ? super.getPositions(query)
                : IndexScan.of(keys(), query).orElseThrow().positions(map);
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
