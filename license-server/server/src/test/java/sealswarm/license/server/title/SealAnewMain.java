package sealswarm.license.server.title;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.function.Consumer;
import sealswarm.embedded.store.EmbeddedStore;
import sealswarm.license.server.keystore.KekFile;
import sealswarm.license.server.keystore.Keystore;
import sealswarm.license.server.keystore.MongoSecretStore;
import sealswarm.trial.crash.Checkpoints;

/** A server's rotation in a process of its own: opens store and key file below a directory, seals all title keys anew, ends. */
public final class SealAnewMain {
    private SealAnewMain() {}

    /** What is done with an open store. */
    interface Work {
        void run(MongoTitleStore titles, Keystore keystore);
    }

    /** @param arguments the directory */
    public static void main(String[] arguments) {
        Consumer<SealedTitleKeys.Checkpoint> reached = Checkpoints.parking(SealedTitleKeys.Checkpoint.class);
        with(Path.of(arguments[0]), (titles, keystore) -> new SealedTitleKeys(titles, reached).sealAnew(keystore));
    }

    static void with(Path directory, Work work) {
        try (EmbeddedStore store = EmbeddedStore.open(directory.resolve("store"));
                MongoClient client = MongoClients.create(store.connectionUri());
                Keystore keystore = Keystore.open(
                        new MongoSecretStore(client.getDatabase("shop")),
                        KekFile.read(directory.resolve("kek")),
                        new SecureRandom(),
                        Clock.systemUTC())) {
            work.run(new MongoTitleStore(client.getDatabase("shop")), keystore);
        }
    }
}
