package sealswarm.license.server.keystore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every {@link SecretStore} must do. */
abstract class SecretStoreContract {
    private static final Instant NOON = Instant.parse("2031-04-05T12:00:00Z");

    abstract SecretStore store();

    private static SecretStore.Entry entry(SecretUse use, int generation, String kek) {
        Sealed sealed = new Sealed(new KekId(kek), Buffer.buffer(kek + use + generation));
        return new SecretStore.Entry(use, generation, sealed, NOON);
    }

    @Test
    void listsByUseAndGeneration() {
        SecretStore store = store();
        assertEquals(List.of(), store.all());
        SecretStore.Entry edge = entry(SecretUse.EDGE_ROOT, 1, "k1");
        SecretStore.Entry second = entry(SecretUse.DOCUMENTS, 2, "k1");
        SecretStore.Entry first = entry(SecretUse.DOCUMENTS, 1, "k1");
        List.of(edge, second, first).forEach(store::insertIfAbsent);
        assertEquals(List.of(first, second, edge), store.all());
    }

    @Test
    void firstSecretOfAUseAndGenerationStays() {
        SecretStore store = store();
        store.insertIfAbsent(entry(SecretUse.SEAL, 1, "k1"));
        store.insertIfAbsent(entry(SecretUse.SEAL, 1, "k2"));
        assertEquals(List.of(entry(SecretUse.SEAL, 1, "k1")), store.all());
    }

    @Test
    void replacesTheSealingOfWhatIsThereAndNothingElse() {
        SecretStore store = store();
        store.insertIfAbsent(entry(SecretUse.SEAL, 1, "k1"));
        store.insertIfAbsent(entry(SecretUse.SEAL, 2, "k1"));
        store.replace(entry(SecretUse.SEAL, 1, "k2"));
        store.replace(entry(SecretUse.LEDGER, 1, "k2"));
        assertEquals(List.of(entry(SecretUse.SEAL, 1, "k2"), entry(SecretUse.SEAL, 2, "k1")), store.all());
    }

    @Test
    void generationsCountFromOne() {
        assertThrows(IllegalArgumentException.class, () -> entry(SecretUse.SEAL, 0, "k1"));
    }
}
