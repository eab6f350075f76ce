package sealswarm.embedded.store;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.AbstractSynchronizedMongoDatabase;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.h2.H2Collection;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.oplog.Oplog;
import java.util.List;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.DataType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One database: three kinds of maps in one MVStore, so that a document and its index entries are always in one commit.
 *
 * <p>Called inside the mutex of {@link GroupCommit} only.
 */
final class StoreDatabase extends AbstractSynchronizedMongoDatabase<Object> {
    static final String DATA = "data.";
    private static final String META = "meta.";
    private static final String INDEX = "index.";
    private static final Logger LOG = LoggerFactory.getLogger(StoreDatabase.class);

    private final MVStore pages;

    StoreDatabase(String name, MVStore pages, CursorRegistry cursors) {
        super(name, cursors);
        this.pages = pages;
        initializeNamespacesAndIndexes();
    }

    /** Compares every index with its data and gives the number of those that had to be rebuilt. */
    int checkIndexes() {
        int rebuilt = 0;
        for (String map : pages.getMapNames()) {
            String prefix = DATA + databaseName + ".";
            if (map.startsWith(prefix)) {
                MongoCollection<Object> collection = resolveCollection(map.substring(prefix.length()), false);
                if (collection instanceof StoreCollection stored) {
                    rebuilt += stored.checkIndexes();
                }
            }
        }
        return rebuilt;
    }

    @Override
    protected Index<Object> openOrCreateUniqueIndex(
            String collection, String name, List<IndexKey> keys, boolean sparse) {
        return new StoreIndex(openIndexMap(collection, name), name, keys, sparse);
    }

    /** The library knows no index that is not unique, and scans whole collections instead. */
    @Override
    protected Index<Object> openOrCreateSecondaryIndex(
            String collection, String name, List<IndexKey> keys, boolean sparse) {
        return new StoreSecondaryIndex(openIndexMap(collection, name), name, keys, sparse);
    }

    private MVMap<Object, Object> openIndexMap(String collection, String name) {
        MVMap<Object, Object> map = pages.openMap(indexMap(collection, name), keyMap(BsonKeyType.INSTANCE));
        if (!isDescribed(collection, name)) {
            // Left by an index that could not be built: the library would take it for a finished one.
            map.clear();
        }
        return map;
    }

    private boolean isDescribed(String collection, String name) {
        MongoCollection<Object> descriptions = indexes.get();
        return descriptions != null
                && descriptions
                        .handleQueryAsStream(
                                new Document("ns", getFullCollectionNamespace(collection)).append("name", name))
                        .findAny()
                        .isPresent();
    }

    @Override
    protected void dropIndex(MongoCollection<Object> collection, String name) {
        super.dropIndex(collection, name);
        pages.removeMap(indexMap(collection.getCollectionName(), name));
    }

    @Override
    protected MongoCollection<Object> openOrCreateCollection(String name, CollectionOptions options) {
        MVMap<Object, Document> data =
                pages.openMap(DATA + getFullCollectionNamespace(name), keyMap(BsonType.INSTANCE));
        MVMap<String, Object> meta = pages.openMap(META + getFullCollectionNamespace(name));
        return new StoreCollection(this, name, options, data, meta, cursorRegistry);
    }

    private static <V> MVMap.Builder<Object, V> keyMap(DataType<V> values) {
        MVMap.Builder<Object, V> builder = new MVMap.Builder<>();
        builder.setKeyType(BsonKeyType.INSTANCE);
        builder.setValueType(values);
        return builder;
    }

    @Override
    public void dropCollection(String name, Oplog oplog) {
        super.dropCollection(name, oplog);
        pages.removeMap(DATA + getFullCollectionNamespace(name));
        pages.removeMap(META + getFullCollectionNamespace(name));
    }

    /** Renaming would have to move the index maps too; nothing here needs it. */
    @Override
    public void moveCollection(MongoDatabase from, MongoCollection<?> collection, String to) {
        throw new StoreRefusal("renameCollection");
    }

    @Override
    protected long getFileSize() {
        return pages.getFileStore().size();
    }

    @Override
    protected long getStorageSize() {
        return getFileSize();
    }

    private String indexMap(String collection, String name) {
        return INDEX + getFullCollectionNamespace(collection) + "." + name;
    }

    /** A collection that can be compared with its indexes. */
    private static final class StoreCollection extends H2Collection {
        StoreCollection(
                MongoDatabase database,
                String name,
                CollectionOptions options,
                MVMap<Object, Document> data,
                MVMap<String, Object> meta,
                CursorRegistry cursors) {
            super(database, name, options, data, meta, cursors);
        }

        int checkIndexes() {
            int rebuilt = 0;
            for (Index<Object> index : getIndexes()) {
                if (index instanceof StoreIndex unique
                        && unique.check(getFullName(), streamAllDocumentsWithPosition())
                                == StoreIndex.Finding.REBUILT) {
                    LOG.warn("index rebuilt collection={} index={}", getFullName(), index.getName());
                    rebuilt++;
                }
            }
            return rebuilt;
        }
    }
}
