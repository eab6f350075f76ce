package sealswarm.license.server.title;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sealswarm.format.key.TitleKey;
import sealswarm.license.server.keystore.KekId;
import sealswarm.license.server.keystore.Keystore;
import sealswarm.license.server.keystore.KeystoreException;
import sealswarm.license.server.keystore.Sealed;
import sealswarm.license.server.keystore.SealedValues;

/** The title keys as values under the KEK: each revision's is sealed anew by one conditional update, so readers never wait. */
public final class SealedTitleKeys implements SealedValues {
    /** Steps after which something is durable. */
    public enum Checkpoint {
        KEY_SEALED_ANEW
    }

    /** What the room's store offers for this. Blocking; thread-safe. */
    public interface Store {
        /** The KEKs that stored title keys need. */
        Set<KekId> keks();

        /** Names of revisions, after {@code after}, whose title key is not under {@code current}; at most {@code limit}. */
        List<String> notUnder(KekId current, String after, int limit);

        /** The revision of a name that {@link #notUnder} gave. */
        Optional<TitleRevision> named(String name);

        /** Exchanges the sealing of a title key if it is still {@code old}; returns whether it did. */
        boolean exchange(String name, Sealed old, Sealed anew);
    }

    private static final Logger LOG = LoggerFactory.getLogger(SealedTitleKeys.class);
    private static final int PAGE = 100;

    private final Store store;
    private final Consumer<Checkpoint> reached;

    public SealedTitleKeys(Store store, Consumer<Checkpoint> reached) {
        this.store = store;
        this.reached = reached;
    }

    @Override
    public Set<KekId> neededKeks() {
        return store.keks();
    }

    @Override
    public void sealAnew(Keystore keystore) {
        List<KekId> held = keystore.kekIds();
        KekId current = held.get(held.size() - 1);
        String after = "";
        List<String> page = store.notUnder(current, after, PAGE);
        while (!page.isEmpty()) {
            for (String name : page) {
                store.named(name).ifPresent(revision -> sealAnew(keystore, name, revision));
                after = name;
            }
            page = store.notUnder(current, after, PAGE);
        }
    }

    private void sealAnew(Keystore keystore, String name, TitleRevision revision) {
        try (TitleKey key = keystore.unwrap(revision.title(), revision.keyId(), revision.sealedKey())) {
            if (store.exchange(name, revision.sealedKey(), keystore.wrap(key))) {
                reached.accept(Checkpoint.KEY_SEALED_ANEW);
            }
        } catch (KeystoreException damaged) {
            // The others go on; this one keeps its key-encryption key from being forgotten, and readiness names that.
            LOG.atError()
                    .addKeyValue("revision", name)
                    .addKeyValue("reason", damaged.getMessage())
                    .log("title key does not open");
        }
    }
}
