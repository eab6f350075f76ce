package sealswarm.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import sealswarm.format.disk.DiskFile;
import sealswarm.format.disk.LocalDisk;
import sealswarm.format.key.TitleKey;
import sealswarm.format.key.TrackKey;
import sealswarm.format.manifest.SealedKeys;
import sealswarm.format.manifest.Track;
import sealswarm.format.problem.FormatException;
import sealswarm.format.secret.SecretBytes;
import sealswarm.format.vectors.FormatVectors;
import sealswarm.format.vectors.SamplePackage;
import sealswarm.format.wrap.HpkeSuite;
import sealswarm.format.wrap.KeyBlock;
import sealswarm.format.wrap.WrapKeyPair;
import sealswarm.trial.Vectors;

/** The committed package and key blocks of the specification: what must be read, and what must be refused and how. */
class PackageVectorsTest {
    private final JsonNode vectors = FormatVectors.read("package-v1/package.json");
    private final JsonNode blocks = FormatVectors.read("package-v1/key-block.json");
    private final SamplePackage sample = new SamplePackage();

    @TempDir
    Path temporary;

    @BeforeEach
    void unfold() throws IOException {
        for (var file : vectors.get("files").properties()) {
            write(file.getKey(), content(file.getKey()));
        }
    }

    @AfterEach
    void close() {
        sample.close();
    }

    @Test
    void theCommittedPackageVerifiesOpensAndDecrypts() throws IOException {
        SealedPackage sealed = verified();
        assertEquals(vectors.get("packageId").asText(), sealed.packageId());
        for (String recipient : List.of("serverKey", "escrowKey")) {
            try (WrapKeyPair pair =
                            WrapKeyPair.of(HpkeSuite.X_WING, FormatVectors.secret(vectors.at("/keys/" + recipient)));
                    TitleKey key = sealed.sealedKeys().open(role(recipient), pair, sealed.manifest())) {
                assertEquals(vectors.at("/keys/titleKey").asText(), FormatVectors.hex(key.secret()));
                for (Track track : sealed.manifest().tracks()) {
                    assertArrayEquals(
                            Vectors.content(
                                    vectors.at("/tracks/" + track.id().text()).asInt()),
                            unsealed(sealed, key, track));
                }
            }
        }
    }

    @TestFactory
    Stream<DynamicTest> refusesEveryChangedFile() {
        return each(vectors.get("reject"), vector -> {
            String file = vector.get("file").asText();
            write(file, changed(vector, content(file)));
            try {
                FormatException refusal = assertThrows(FormatException.class, this::verified);
                assertEquals(vector.get("outcome").asText(), refusal.problem().code(), refusal.getMessage());
            } finally {
                write(file, content(file));
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> readsKeyBlocks() {
        return each(blocks.get("accept"), vector -> {
            try (SecretBytes bytes = FormatVectors.secret(vector.get("block"));
                    KeyBlock block = KeyBlock.decode(bytes)) {
                assertEquals(
                        StreamSupport.stream(vector.get("tracks").spliterator(), false)
                                .map(JsonNode::asText)
                                .toList(),
                        block.tracks().stream().map(Object::toString).toList());
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> refusesKeyBlocks() {
        return each(blocks.get("reject"), vector -> {
            byte[] begin = FormatVectors.hex(vector.get("block"));
            byte[] whole = Arrays.copyOf(begin, vector.path("length").asInt(begin.length));
            try (SecretBytes bytes = SamplePackage.secret(whole)) {
                FormatException refusal = assertThrows(FormatException.class, () -> KeyBlock.decode(bytes));
                assertEquals(vector.get("outcome").asText(), refusal.problem().code(), refusal.getMessage());
            }
        });
    }

    private interface VectorCheck {
        void run(JsonNode vector) throws Exception;
    }

    private static Stream<DynamicTest> each(JsonNode vectors, VectorCheck check) {
        return StreamSupport.stream(vectors.spliterator(), false)
                .map(vector -> DynamicTest.dynamicTest(vector.get("name").asText(), () -> check.run(vector)));
    }

    private SealedPackage verified() throws IOException {
        SealedPackage sealed = SealedPackage.open(new LocalDisk(), temporary.resolve("p"));
        sealed.verify(sample.workers(), (range, length) -> {});
        return sealed;
    }

    private byte[] unsealed(SealedPackage sealed, TitleKey key, Track track) throws IOException {
        Path plain = temporary.resolve("plain");
        Files.deleteIfExists(plain);
        try (TrackKey trackKey = key.trackKey(track.id());
                DiskFile out = new LocalDisk().create(plain)) {
            sealed.unseal(sample.workers(), track, trackKey, out, (piece, length) -> {});
        }
        return Files.readAllBytes(plain);
    }

    private static SealedKeys.Recipient role(String name) {
        return name.equals("serverKey") ? SealedKeys.Recipient.LICENSE_SERVER : SealedKeys.Recipient.ESCROW;
    }

    private byte[] content(String file) {
        return Base64.getDecoder().decode(vectors.get("files").get(file).asText());
    }

    private void write(String file, byte[] content) throws IOException {
        Path path = temporary.resolve("p").resolve(file);
        Files.createDirectories(path.getParent());
        Files.write(path, content);
    }

    private byte[] changed(JsonNode vector, byte[] good) {
        int at = vector.path("at").asInt();
        String change = vector.get("change").asText();
        return switch (change) {
            case "flip" -> flipped(good, at);
            case "flip-signature" ->
                flipped(
                        good,
                        new String(good, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("\"value\":\"") + 9);
            case "cut" -> Arrays.copyOf(good, at);
            case "append" -> Arrays.copyOf(good, good.length + at);
            case "replace" -> content(vector.get("by").asText());
            default -> throw new IllegalArgumentException(change);
        };
    }

    private static byte[] flipped(byte[] good, int at) {
        byte[] bad = good.clone();
        bad[at] ^= 1;
        return bad;
    }
}
