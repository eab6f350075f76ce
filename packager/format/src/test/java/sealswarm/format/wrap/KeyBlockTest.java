package sealswarm.format.wrap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import sealswarm.format.key.TitleId;
import sealswarm.format.key.TitleKey;
import sealswarm.format.key.TrackId;
import sealswarm.format.key.TrackKey;
import sealswarm.format.problem.FormatException;
import sealswarm.format.problem.FormatProblem;
import sealswarm.format.secret.InsecureSecretAccess;
import sealswarm.format.secret.SecretBytes;
import sealswarm.trial.Cases;

class KeyBlockTest {
    private static final TitleId TITLE = new TitleId("demo-film");

    private final TitleKey titleKey = TitleKey.random(TITLE, new SecureRandom());

    @Test
    void carriesATitleKey() {
        try (KeyBlock block = decode(bytes(KeyBlock.ofTitleKey(titleKey)));
                TitleKey read = block.titleKey(TITLE).orElseThrow()) {
            assertTrue(read.secret().sameAs(titleKey.secret()));
            assertTrue(block.titleKey(new TitleId("other")).isEmpty());
            assertTrue(block.tracks().isEmpty());
        }
    }

    @Test
    void carriesTrackKeysSorted() {
        try (TrackKey hd = titleKey.trackKey(new TrackId("hd"));
                TrackKey audio = titleKey.trackKey(new TrackId("audio-en"));
                KeyBlock block = decode(bytes(KeyBlock.ofTrackKeys(List.of(hd, audio))))) {
            assertEquals(List.of(new TrackId("audio-en"), new TrackId("hd")), block.tracks());
            try (TrackKey read =
                    block.trackKey(TITLE, new TrackId("hd"), titleKey.keyId()).orElseThrow()) {
                assertTrue(read.secret().sameAs(hd.secret()));
            }
            assertTrue(
                    block.trackKey(TITLE, new TrackId("sd"), titleKey.keyId()).isEmpty());
        }
    }

    @Test
    void refusesTwoKeysOfOneTrack() {
        try (TrackKey hd = titleKey.trackKey(new TrackId("hd"))) {
            assertThrows(IllegalArgumentException.class, () -> KeyBlock.ofTrackKeys(List.of(hd, hd)));
        }
    }

    @Test
    void refusesToEncodeKeysThatDoNotFit() {
        List<TrackKey> keys = IntStream.range(0, 1200)
                .mapToObj(i -> titleKey.trackKey(new TrackId("t" + i)))
                .toList();
        assertThrows(IllegalArgumentException.class, () -> KeyBlock.ofTrackKeys(keys));
        assertEquals(
                1000,
                decode(bytes(KeyBlock.ofTrackKeys(keys.subList(0, 1000))))
                        .tracks()
                        .size());
    }

    @Test
    void takes2048KeysWhileTheyFitAndRefusesOneMore() {
        byte[] many = block(IntStream.range(0, KeyBlock.MAX_ENTRIES)
                .mapToObj(i -> unknownEntry(0, "%04d".formatted(i), 1))
                .toList());
        decode(many).close();
        byte[] tooMany = block(IntStream.range(0, KeyBlock.MAX_ENTRIES + 1)
                .mapToObj(i -> unknownEntry(0, "%04d".formatted(i), 1))
                .toList());
        refused(FormatProblem.TOO_LARGE, tooMany);
    }

    @Test
    void takes64KiBAndRefusesOneByteMore() {
        int overhead = block(List.of(unknownEntry(0, "x", 0))).length;
        decode(block(List.of(unknownEntry(0, "x", KeyBlock.MAX_BYTES - overhead))))
                .close();
        refused(FormatProblem.TOO_LARGE, block(List.of(unknownEntry(0, "x", KeyBlock.MAX_BYTES - overhead + 1))));
    }

    @Test
    void skipsUnknownKindsUnlessTheyMustBeUnderstood() {
        byte[] optional = block(List.of(entry(2, 1, "hd", 32), unknownEntry(0, "later", 16)));
        try (KeyBlock block = decode(optional)) {
            assertEquals(List.of(new TrackId("hd")), block.tracks());
        }
        refused(FormatProblem.CRIT_UNKNOWN, block(List.of(unknownEntry(1, "later", 16))));
    }

    @Test
    void refusesEveryOtherForm() {
        refused(FormatProblem.MALFORMED, block(List.of(entry(2, 1, "hd", 32), entry(2, 1, "audio", 32))));
        refused(FormatProblem.MALFORMED, block(List.of(entry(2, 1, "hd", 32), entry(2, 1, "hd", 32))));
        refused(FormatProblem.MALFORMED, block(List.of(entry(2, 3, "hd", 32))));
        refused(FormatProblem.MALFORMED, block(List.of(entry(2, 1, "hd", 31))));
        refused(FormatProblem.MALFORMED, block(List.of(entry(2, 1, "HD", 32))));
        byte[] good = block(List.of(entry(2, 1, "hd", 32)));
        byte[] trailing = java.util.Arrays.copyOf(good, good.length + 1);
        refused(FormatProblem.MALFORMED, trailing);
        for (int end = 0; end < good.length; end++) {
            refused(FormatProblem.MALFORMED, java.util.Arrays.copyOf(good, end));
        }
        byte[] version = good.clone();
        version[4] = 2;
        refused(FormatProblem.UNSUPPORTED_VERSION, version);
        byte[] magic = good.clone();
        magic[0] = 'X';
        refused(FormatProblem.MALFORMED, magic);
    }

    @Test
    void noMutationEndsInAnythingButABlockOrTheDeclaredException() {
        byte[] good = block(List.of(entry(1, 1, "demo-film", 32), entry(2, 1, "hd", 32), unknownEntry(0, "later", 16)));
        Cases.forAll(180, 20_000, random -> {
            byte[] mutated = good.clone();
            for (int n = random.nextInt(1, 5); n > 0; n--) {
                mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
            }
            try {
                decode(mutated).close();
            } catch (FormatException e) {
                assertFalse(e.getMessage().isEmpty());
            }
        });
    }

    @Test
    void closingClosesItsKeysAndNotTheCallers() {
        KeyBlock block = KeyBlock.ofTitleKey(titleKey);
        block.close();
        assertThrows(IllegalStateException.class, () -> block.titleKey(TITLE));
        assertEquals(32, titleKey.secret().length());
    }

    private static KeyBlock decode(byte[] block) {
        try (SecretBytes bytes = SecretBytes.copyOf(block, InsecureSecretAccess.get())) {
            return KeyBlock.decode(bytes);
        }
    }

    private static byte[] bytes(KeyBlock block) {
        try (block;
                SecretBytes bytes = block.encode()) {
            return bytes.copy(InsecureSecretAccess.get());
        }
    }

    private static void refused(FormatProblem problem, byte[] block) {
        assertEquals(
                problem,
                assertThrows(FormatException.class, () -> decode(block)).problem());
    }

    private static byte[] unknownEntry(int flags, String id, int keyLength) {
        return entry(9, flags, id, keyLength);
    }

    private static byte[] entry(int kind, int flags, String id, int keyLength) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(kind);
        out.write(flags);
        out.write(id.length() >>> 8);
        out.write(id.length());
        out.writeBytes(id.getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(new byte[16]);
        out.write(keyLength >>> 8);
        out.write(keyLength);
        out.writeBytes(new byte[keyLength]);
        return out.toByteArray();
    }

    private static byte[] block(List<byte[]> entries) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes("SSKB".getBytes(StandardCharsets.US_ASCII));
        out.write(1);
        out.write(entries.size() >>> 8);
        out.write(entries.size());
        entries.forEach(out::writeBytes);
        return out.toByteArray();
    }
}
