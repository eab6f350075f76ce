package sealswarm.license.server;

import com.mongodb.client.MongoDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.bson.Document;

/** Every document of a database as text, by collection: two are equal if nothing was changed between them. */
public final class DatabaseDump {
    private DatabaseDump() {}

    public static SortedMap<String, List<String>> of(MongoDatabase database) {
        SortedMap<String, List<String>> collections = new TreeMap<>();
        for (String name : database.listCollectionNames()) {
            List<String> documents = new ArrayList<>();
            for (Document document : database.getCollection(name).find()) {
                documents.add(document.toJson());
            }
            documents.sort(null);
            collections.put(name, documents);
        }
        return collections;
    }
}
