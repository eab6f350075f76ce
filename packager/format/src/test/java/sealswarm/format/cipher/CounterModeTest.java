package sealswarm.format.cipher;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import sealswarm.format.key.ContentKey;
import sealswarm.format.key.TrackId;
import sealswarm.format.key.TrackKey;
import sealswarm.format.secret.InsecureSecretAccess;
import sealswarm.format.vectors.SamplePackage;
import sealswarm.trial.Cases;

class CounterModeTest {
    private final SamplePackage sample = new SamplePackage();
    private final TrackKey trackKey = sample.titleKey().trackKey(new TrackId("hd"));
    private final ContentKey key = trackKey.contentKey(SamplePackage.salt(new TrackId("hd")));

    @AfterEach
    void close() {
        sample.close();
    }

    @Test
    void anyCutOfTheStreamGivesTheSameBytes() {
        byte[] plain = SamplePackage.noise(5, 100_000);
        byte[] whole = transform(plain, 0);
        Cases.forAll(38, 200, random -> {
            int from = 16 * random.nextInt(plain.length / 16);
            int to = Math.min(plain.length, from + random.nextInt(CounterMode.MAX_UPDATE_BYTES) + 1);
            try (CounterMode cipher = new CounterMode(key)) {
                byte[] part = new byte[to - from];
                cipher.seek(from);
                cipher.update(plain, from, part.length, part, 0);
                assertArrayEquals(Arrays.copyOfRange(whole, from, to), part);
            }
        });
    }

    @Test
    void theCounterIsTheWholeBlockNumberBeyond32Bits() {
        long far = (1L << 40) - 16_384;
        byte[] zeros = new byte[64];
        byte[] atFar = transform(zeros, far);
        byte[] atWrapped = transform(zeros, far & 0xFFFF_FFFFFL);
        assertEquals(false, Arrays.equals(atFar, atWrapped));
        byte[] next = transform(zeros, far + 16);
        assertArrayEquals(Arrays.copyOfRange(atFar, 16, 64), Arrays.copyOf(next, 48));
    }

    @Test
    void theKeystreamIsTheBlockCipherOfTheCounterAsSp80038aSays() throws GeneralSecurityException {
        byte[] raw = key.secret().copy(InsecureSecretAccess.get());
        Cipher block = Cipher.getInstance("AES/ECB/NoPadding");
        block.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(raw, "AES"));
        for (long counter : new long[] {0, 1, 255, 256, (1L << 32) - 1, 1L << 32, (1L << 36) - 1}) {
            byte[] expected = block.doFinal(
                    ByteBuffer.allocate(16).putLong(0).putLong(counter).array());
            assertArrayEquals(expected, transform(new byte[16], counter * 16), "counter " + counter);
        }
    }

    @Test
    void refusesACallAbove16KiBAndAnUnalignedOffset() {
        try (CounterMode cipher = new CounterMode(key)) {
            byte[] big = new byte[CounterMode.MAX_UPDATE_BYTES + 1];
            cipher.seek(0);
            cipher.update(big, 0, CounterMode.MAX_UPDATE_BYTES, new byte[big.length], 0);
            assertThrows(
                    IllegalArgumentException.class, () -> cipher.update(big, 0, big.length, new byte[big.length], 0));
            assertThrows(IllegalArgumentException.class, () -> cipher.seek(8));
            assertThrows(IllegalArgumentException.class, () -> cipher.seek(-16));
        }
    }

    private byte[] transform(byte[] source, long offset) {
        byte[] target = new byte[source.length];
        try (CounterMode cipher = new CounterMode(key)) {
            cipher.seek(offset);
            for (int at = 0; at < source.length; at += CounterMode.MAX_UPDATE_BYTES) {
                cipher.update(source, at, Math.min(CounterMode.MAX_UPDATE_BYTES, source.length - at), target, at);
            }
        }
        return target;
    }
}
