package sealswarm.embedded.store;

import de.bwaldvogel.mongo.backend.DocumentWithPosition;
import de.bwaldvogel.mongo.bson.Document;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An index that can be compared with its collection and built anew from it. */
interface CheckedIndex {
    /** What {@link #check} found. */
    enum Finding {
        SOUND,
        REBUILT
    }

    /**
     * Compares every entry with every document and builds the index anew where they differ.
     *
     * @throws StoreException if two documents share a key of a unique index: no rebuilding can make that right
     */
    Finding check(String collection, Stream<DocumentWithPosition<Object>> documents);

    /** Whether a document has none of the fields, dots leading into subdocuments: a sparse index leaves it out. */
    static boolean holdsNone(Document document, List<String> paths) {
        return paths.stream().noneMatch(path -> holds(document, path));
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
}
