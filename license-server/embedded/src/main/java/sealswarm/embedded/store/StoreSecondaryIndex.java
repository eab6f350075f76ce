package sealswarm.embedded.store;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.DocumentWithPosition;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;

/**
 * An index that is not unique: each key is followed by the document's own {@code _id}, which makes it so. The library has none
 * and would scan.
 */
final class StoreSecondaryIndex extends Index<Object> implements CheckedIndex {
    private static final String ID = "_id";

    private final MVMap<Object, Object> map;

    StoreSecondaryIndex(MVMap<Object, Object> map, String name, List<IndexKey> keys, boolean sparse) {
        super(name, keys, sparse);
        this.map = map;
    }

    @Override
    public Finding check(String collection, Stream<DocumentWithPosition<Object>> documents) {
        Map<Object, Object> expected = new HashMap<>();
        documents.forEach(found -> entries(found.getDocument(), found.getPosition())
                .forEach(entry -> expected.put(entry, found.getPosition())));
        if (expected.size() == map.sizeAsLong() && expected.keySet().stream().allMatch(map::containsKey)) {
            return Finding.SOUND;
        }
        map.clear();
        map.putAll(expected);
        return Finding.REBUILT;
    }

    private List<KeyValue> entries(Document document, Object position) {
        List<KeyValue> entries = new ArrayList<>();
        if (isSparse() && CheckedIndex.holdsNone(document, keys())) {
            return entries;
        }
        for (KeyValue key : getKeyValues(document)) {
            List<@Nullable Object> values = new ArrayList<>();
            key.forEach(values::add);
            values.add(position);
            entries.add(new KeyValue(values));
        }
        return entries;
    }

    private static Object positionOf(Document document) {
        return Missing.ofNullable(document.get(ID));
    }

    @Override
    public void add(Document document, Object position, MongoCollection<Object> collection) {
        entries(document, position).forEach(entry -> map.put(entry, Missing.ofNullable(position)));
    }

    @Override
    public Object remove(Document document) {
        Object position = positionOf(document);
        entries(document, position).forEach(map::remove);
        return position;
    }

    @Override
    public void updateInPlace(Document before, Document after, Object position, MongoCollection<Object> collection) {
        if (isSparse() || !nullAwareEqualsKeys(before, after)) {
            entries(before, position).forEach(map::remove);
            add(after, position, collection);
        }
    }

    @Override
    public boolean canHandle(Document query) {
        return IndexScan.of(keys(), query).isPresent();
    }

    @Override
    public Iterable<Object> getPositions(Document query) {
        return IndexScan.of(keys(), query).orElseThrow().positions(map);
    }

    /** No single one: the library then asks the other indexes. */
    @Override
    @SuppressWarnings("NullAway") // the library's word for "none"
    public Object getPosition(Document document) {
        return null;
    }

    @Override
    public void checkAdd(Document document, MongoCollection<Object> collection) {
        // Nothing can stand in the way; arrays in two fields fail when the keys are made.
        getKeyValues(document);
    }

    @Override
    public void checkUpdate(Document before, Document after, MongoCollection<Object> collection) {
        getKeyValues(after);
    }

    @Override
    public long getCount() {
        return map.sizeAsLong();
    }

    @Override
    public long getDataSize() {
        return map.sizeAsLong();
    }

    @Override
    public void drop() {
        map.clear();
    }
}
