package sealswarm.license.server.keystore;

import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import sealswarm.format.key.Info;
import sealswarm.format.secret.InsecureSecretAccess;
import sealswarm.format.secret.SecretBytes;

/**
 * Seals small secrets under the current KEK with AES-256-GCM (NIST SP 800-38D): a random 12-byte nonce before the ciphertext,
 * and an associated value that names KEK, row and field, so that a sealed value opens nowhere but where it was written. A KEK
 * seals at most 2^32 values; titles and server keys stay far below. Thread-safe: keys may be exchanged while others are in use.
 */
final class SealingBox {
    static final int NONCE_BYTES = 12;
    static final int TAG_BITS = 128;

    private final ReadWriteLock using = new ReentrantReadWriteLock();
    private final SecureRandom random;
    private KeyEncryptionKeys keks;

    SealingBox(KeyEncryptionKeys keks, SecureRandom random) {
        this.keks = keks;
        this.random = random;
    }

    KekId current() {
        return ids().get(ids().size() - 1);
    }

    /** The keys held, the one that seals last. */
    List<KekId> ids() {
        return locked(using.readLock(), () -> keks.ids());
    }

    /** Seals and opens with other keys from now on; those before are closed once nothing uses them. */
    void use(KeyEncryptionKeys others) {
        locked(using.writeLock(), () -> {
            keks.close();
            keks = others;
            return others;
        });
    }

    /** The keys held and those of {@code fresh}, which seals; the caller closes the result. */
    KeyEncryptionKeys joined(KeyEncryptionKeys fresh) {
        return locked(using.readLock(), () -> fresh.keeping(keks));
    }

    void close() {
        locked(using.writeLock(), () -> {
            keks.close();
            return keks;
        });
    }

    private static <T> T locked(Lock lock, Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    /** @param fields what is sealed: the row's id and the like */
    Sealed seal(SecretBytes secret, String... fields) {
        return locked(using.readLock(), () -> sealNow(secret, fields));
    }

    private Sealed sealNow(SecretBytes secret, String... fields) {
        KekId id = keks.current();
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] sealed = secret.lend(
                InsecureSecretAccess.get(), plain -> run(Cipher.ENCRYPT_MODE, id, nonce, aad(id, fields), plain));
        return new Sealed(
                id,
                Buffer.buffer(NONCE_BYTES + sealed.length).appendBytes(nonce).appendBytes(sealed));
    }

    /**
     * Opens a value sealed with the same fields; the caller closes the result.
     *
     * @throws KeystoreException if the KEK is not held, or value or fields are not those that were sealed
     */
    SecretBytes open(Sealed sealed, String... fields) {
        if (sealed.bytes().length() <= NONCE_BYTES + TAG_BITS / 8) {
            throw new KeystoreException("a sealed value is too short");
        }
        ByteBuffer in = ByteBuffer.wrap(sealed.bytes().getBytes());
        byte[] nonce = new byte[NONCE_BYTES];
        in.get(nonce);
        byte[] text = new byte[in.remaining()];
        in.get(text);
        byte[] plain = locked(
                using.readLock(),
                () -> run(Cipher.DECRYPT_MODE, sealed.kekId(), nonce, aad(sealed.kekId(), fields), text));
        return SecretBytes.take(plain, InsecureSecretAccess.get());
    }

    private byte[] run(int mode, KekId id, byte[] nonce, byte[] aad, byte[] input) {
        SecretBytes key =
                keks.find(id).orElseThrow(() -> new KeystoreException("key-encryption key " + id + " is not held"));
        return key.lend(InsecureSecretAccess.get(), raw -> {
            try {
                Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
                cipher.init(mode, new SecretKeySpec(raw, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
                cipher.updateAAD(aad);
                return cipher.doFinal(input);
            } catch (GeneralSecurityException refused) {
                throw new KeystoreException("a sealed value does not open with key-encryption key " + id);
            }
        });
    }

    private static byte[] aad(KekId id, String... fields) {
        Info info = Info.of("sealswarm/1/kek", id.text());
        for (String field : fields) {
            info.text(field);
        }
        return info.bytes();
    }
}
