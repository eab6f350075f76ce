package sealswarm.license.server.keystore;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import sealswarm.format.key.KeyId;
import sealswarm.format.key.SigningKey;
import sealswarm.format.key.TitleId;
import sealswarm.format.key.TitleKey;
import sealswarm.format.key.TrackId;
import sealswarm.format.secret.InsecureSecretAccess;
import sealswarm.format.secret.SecretBytes;
import sealswarm.format.wrap.HpkeSuite;
import sealswarm.format.wrap.WrapKeyPair;
import sealswarm.license.key.ServerKey;
import sealswarm.overlay.token.EdgeTokenRoot;
import sealswarm.overlay.token.Pseudonym;

/**
 * The unsealed keys of a running server. {@link #open} makes the keys that are missing, so the first start of a shop needs no
 * ceremony, and servers that start at once end with the same keys. Thread-safe until closed.
 */
public final class Keystore implements AutoCloseable {
    private final SealingBox box;
    private final SecretStore store;
    private final Map<SecretUse, List<SecretBytes>> secrets;
    private final Map<SecretUse, SigningKey> signing = new EnumMap<>(SecretUse.class);
    private final List<WrapKeyPair> sealing = new ArrayList<>();
    private final EdgeTokenRoot edgeRoot;

    private Keystore(SealingBox box, SecretStore store, Map<SecretUse, List<SecretBytes>> secrets) {
        this.box = box;
        this.store = store;
        this.secrets = secrets;
        for (SecretUse use : List.of(SecretUse.DOCUMENTS, SecretUse.LEDGER, SecretUse.EXPORT)) {
            signing.put(use, SigningKey.ofSeed(current(use).duplicate()));
        }
        for (SecretBytes seed : secrets.getOrDefault(SecretUse.SEAL, List.of())) {
            sealing.add(WrapKeyPair.of(HpkeSuite.X_WING, seed.duplicate()));
        }
        this.edgeRoot = current(SecretUse.EDGE_ROOT).lend(InsecureSecretAccess.get(), EdgeTokenRoot::of);
    }

    /**
     * Opens the stored secrets, makes the first generation of those that are missing, and seals under the current KEK what an
     * older one sealed.
     *
     * @param keks closed with this keystore
     * @throws KeystoreException if a secret was sealed under a KEK that is not held
     */
    public static Keystore open(SecretStore store, KeyEncryptionKeys keks, SecureRandom random, InstantSource clock) {
        SealingBox box = new SealingBox(keks, random);
        List<SecretStore.Entry> stored = store.all();
        for (SecretUse use : SecretUse.values()) {
            if (stored.stream().noneMatch(entry -> entry.use() == use)) {
                try (SecretBytes fresh = SecretBytes.random(random, KeyEncryptionKeys.KEY_BYTES)) {
                    store.insertIfAbsent(
                            new SecretStore.Entry(use, 1, box.seal(fresh, fields(use, 1)), clock.instant()));
                }
            }
        }
        Map<SecretUse, List<SecretBytes>> secrets = new EnumMap<>(SecretUse.class);
        for (SecretStore.Entry entry : store.all()) {
            SecretBytes secret = box.open(entry.sealed(), fields(entry.use(), entry.generation()));
            reseal(box, store, entry, secret);
            secrets.computeIfAbsent(entry.use(), use -> new ArrayList<>()).add(secret);
        }
        return new Keystore(box, store, secrets);
    }

    private static void reseal(SealingBox box, SecretStore store, SecretStore.Entry entry, SecretBytes secret) {
        if (!entry.sealed().kekId().equals(box.current())) {
            Sealed anew = box.seal(secret, fields(entry.use(), entry.generation()));
            store.replace(new SecretStore.Entry(entry.use(), entry.generation(), anew, entry.createdAt()));
        }
    }

    /** The key-encryption keys held, the one that seals last. */
    public List<KekId> kekIds() {
        return box.ids();
    }

    /**
     * Takes over other key-encryption keys beside those held, and seals the server's own secrets under the new current one. Blocking.
     *
     * @param fresh stays the caller's
     */
    void join(KeyEncryptionKeys fresh) {
        box.use(box.joined(fresh));
        for (SecretStore.Entry entry : store.all()) {
            try (SecretBytes secret = box.open(entry.sealed(), fields(entry.use(), entry.generation()))) {
                reseal(box, store, entry, secret);
            }
        }
    }

    /** Holds only these key-encryption keys from now on. */
    void holdOnly(KeyEncryptionKeys fresh) {
        box.use(fresh);
    }

    /** The key-encryption keys that the server's own stored secrets need. Blocking. */
    Set<KekId> neededKeks() {
        return store.all().stream().map(entry -> entry.sealed().kekId()).collect(Collectors.toSet());
    }

    private static String[] fields(SecretUse use, int generation) {
        return new String[] {"server-key", use.text(), Integer.toString(generation)};
    }

    private SecretBytes current(SecretUse use) {
        List<SecretBytes> generations = secrets.getOrDefault(use, List.of());
        if (generations.isEmpty()) {
            throw new KeystoreException("no key of use " + use.text());
        }
        return generations.get(generations.size() - 1);
    }

    /** Signs licenses and all other documents but ledger heads, statements and exports. */
    public SigningKey documents() {
        return signing(SecretUse.DOCUMENTS);
    }

    /** Signs ledger heads and statements. */
    public SigningKey ledger() {
        return signing(SecretUse.LEDGER);
    }

    /** Signs export manifests. */
    public SigningKey export() {
        return signing(SecretUse.EXPORT);
    }

    private SigningKey signing(SecretUse use) {
        SigningKey key = signing.get(use);
        if (key == null) {
            throw new KeystoreException("no key of use " + use.text());
        }
        return key;
    }

    /** The pairs that open sealed title keys, newest last. */
    public List<WrapKeyPair> sealing() {
        return List.copyOf(sealing);
    }

    /** Root of the edges' token keys. */
    public EdgeTokenRoot edgeRoot() {
        return edgeRoot;
    }

    /** The public halves, for {@code GET /v1/keys}. */
    public List<ServerKey> published() {
        List<ServerKey> keys = new ArrayList<>();
        secrets.forEach((use, generations) -> use.published().ifPresent(published -> {
            for (SecretBytes seed : generations) {
                if (use == SecretUse.SEAL) {
                    try (WrapKeyPair pair = WrapKeyPair.of(HpkeSuite.X_WING, seed.duplicate())) {
                        keys.add(ServerKey.sealing(pair.publicKey()));
                    }
                } else {
                    try (SigningKey key = SigningKey.ofSeed(seed.duplicate())) {
                        keys.add(ServerKey.of(published, key.verifyKey()));
                    }
                }
            }
        }));
        return keys;
    }

    /** Rises with every key that is added: the version of the published list. */
    public int version() {
        return secrets.values().stream().mapToInt(List::size).sum() - SecretUse.values().length + 1;
    }

    /** A title key as the database may hold it. */
    public Sealed wrap(TitleKey key) {
        return box.seal(key.secret(), key.title().text(), key.keyId().hex());
    }

    /**
     * Opens a stored title key; the caller closes it.
     *
     * @throws KeystoreException if it is not the key of this title and id, or its KEK is not held
     */
    public TitleKey unwrap(TitleId title, KeyId keyId, Sealed sealed) {
        TitleKey key = TitleKey.of(title, box.open(sealed, title.text(), keyId.hex()));
        if (!key.keyId().equals(keyId)) {
            key.close();
            throw new KeystoreException("the stored key of title " + title + " has another id");
        }
        return key;
    }

    /** Whether a value is sealed under the current KEK. */
    public boolean isCurrent(Sealed sealed) {
        return sealed.kekId().equals(box.current());
    }

    /** The pseudonym of an account in the swarm of one track: unrelated for any other account or track. */
    public Pseudonym pseudonym(String subject, TitleId title, TrackId track) {
        return Pseudonyms.of(current(SecretUse.PSEUDONYM), subject, title, track);
    }

    @Override
    public void close() {
        signing.values().forEach(SigningKey::close);
        sealing.forEach(WrapKeyPair::close);
        edgeRoot.close();
        secrets.values().forEach(generations -> generations.forEach(SecretBytes::close));
        box.close();
    }

    @Override
    public String toString() {
        return "Keystore[redacted]";
    }
}
