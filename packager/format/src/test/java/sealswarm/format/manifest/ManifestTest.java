package sealswarm.format.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import sealswarm.format.SealedPackage;
import sealswarm.format.envelope.Envelope;
import sealswarm.format.envelope.KeyTrust;
import sealswarm.format.key.SigningKey;
import sealswarm.format.key.TrackId;
import sealswarm.format.key.TrackSalt;
import sealswarm.format.problem.FormatException;
import sealswarm.format.problem.FormatProblem;
import sealswarm.format.vectors.FormatVectors;
import sealswarm.format.vectors.SamplePackage;

class ManifestTest {
    private final SamplePackage sample = new SamplePackage();
    private ObjectNode good = com.fasterxml.jackson.databind.node.JsonNodeFactory.instance.objectNode();

    @TempDir
    Path temporary;

    @BeforeEach
    void pack() throws Exception {
        SealedPackage sealed = sample.pack(
                temporary.resolve("p"),
                new TreeMap<>(
                        Map.of("audio-en", SamplePackage.noise(1, 20_000), "hd", SamplePackage.noise(2, 200_000))));
        good = sealed.manifest().tree();
    }

    @AfterEach
    void close() {
        sample.close();
    }

    @Test
    void aManifestReadsBackAsItWasWritten() {
        Manifest read = read(good);
        assertEquals(good, read.tree());
        assertEquals(2, read.tracks().size());
        assertEquals(SamplePackage.STUDIO, read.studio().id());
    }

    @Test
    void unknownMembersOutsideCritAreIgnored() {
        ObjectNode more = good.deepCopy().put("later", 1);
        ((ObjectNode) more.get("ext")).put("anything", "x");
        ((ObjectNode) more.at("/tracks/0")).put("later", 1);
        read(more);
    }

    /** Each case names members to set by JSON pointer, or to remove by the value null, and the outcome class. */
    @TestFactory
    List<DynamicTest> refusesEachRejectedVector() {
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode vector :
                FormatVectors.read("package-v1/manifest-reject.json").get("cases")) {
            tests.add(DynamicTest.dynamicTest(vector.get("name").asText(), () -> {
                ObjectNode bad = good.deepCopy();
                vector.get("set").properties().forEach(change -> set(bad, change.getKey(), change.getValue()));
                FormatException refusal = assertThrows(FormatException.class, () -> read(bad));
                assertEquals(vector.get("outcome").asText(), refusal.problem().code(), refusal.getMessage());
            }));
        }
        return tests;
    }

    @Test
    void refusesTracksTwiceOrOutOfOrder() {
        ObjectNode twice = good.deepCopy();
        ArrayNode tracks = (ArrayNode) twice.get("tracks");
        tracks.set(1, tracks.get(0).deepCopy());
        assertThrows(FormatException.class, () -> read(twice));
        ObjectNode swapped = good.deepCopy();
        ArrayNode order = (ArrayNode) swapped.get("tracks");
        JsonNode first = order.get(0);
        order.set(0, order.get(1));
        order.set(1, first);
        assertThrows(FormatException.class, () -> read(swapped));
    }

    @Test
    void takes1000TracksAndRefusesOneMore() {
        ObjectNode many = good.deepCopy();
        ArrayNode tracks = (ArrayNode) many.get("tracks");
        JsonNode pattern = tracks.get(0);
        tracks.removeAll();
        for (int i = 0; i < Manifest.MAX_TRACKS; i++) {
            tracks.add(((ObjectNode) pattern.deepCopy()).put("id", "t%04d".formatted(i)));
        }
        assertEquals(Manifest.MAX_TRACKS, read(many).tracks().size());
        tracks.add(((ObjectNode) pattern.deepCopy()).put("id", "zz"));
        assertThrows(FormatException.class, () -> read(many));
    }

    @Test
    void aSignatureByAnotherKeyThanTheNamedOneIsUntrusted() {
        try (SigningKey other = SigningKey.ofSeed(SamplePackage.fixed(70))) {
            Envelope foreign = Envelope.sign(Manifest.TYPE, good, other);
            assertEquals(
                    FormatProblem.MANIFEST_UNTRUSTED,
                    assertThrows(FormatException.class, () -> Manifest.selfSigned(foreign))
                            .problem());
            KeyTrust trustsBoth = KeyTrust.of(
                    Manifest.TYPE.typ(),
                    List.of(other.verifyKey(), sample.studioKey().verifyKey()));
            assertEquals(
                    FormatProblem.MANIFEST_UNTRUSTED,
                    assertThrows(FormatException.class, () -> Manifest.verified(foreign, trustsBoth))
                            .problem());
        }
    }

    @Test
    void refusesOneSaltForTwoContentsAndAllowsItForTheSame() {
        Manifest manifest = read(good);
        manifest.refuseSaltReuse(manifest);
        ObjectNode other = good.deepCopy();
        ObjectNode track = (ObjectNode) other.at("/tracks/1");
        String root = "00" + track.get("root").asText().substring(2);
        track.put("root", root).put("name", root.substring(0, 32));
        FormatException refusal =
                assertThrows(FormatException.class, () -> read(other).refuseSaltReuse(manifest));
        assertEquals(FormatProblem.SALT_REUSE, refusal.problem());
        track.put("salt", TrackSalt.of(new byte[32]).text());
        read(other).refuseSaltReuse(manifest);
    }

    @Test
    void aCopiedKeysFileOpensForNoOtherStudioTitleOrSalts() {
        Manifest manifest = read(good);
        TreeMap<TrackId, TrackSalt> salts = new TreeMap<>();
        manifest.tracks().forEach(track -> salts.put(track.id(), track.salt()));
        try (SigningKey thief = SigningKey.ofSeed(SamplePackage.fixed(71))) {
            Envelope ours = SealedKeys.seal(
                    sample.titleKey(),
                    salts,
                    sample.studioKey(),
                    Map.of(
                            SealedKeys.Recipient.LICENSE_SERVER,
                            sample.serverKey().publicKey()));
            ObjectNode payload = ours.unverifiedTree(SealedKeys.TYPE);
            Envelope stolen = Envelope.sign(SealedKeys.TYPE, payload, thief);
            SealedKeys asThief = SealedKeys.verified(stolen, KeyTrust.of(SealedKeys.TYPE.typ(), thief.verifyKey()));
            assertEquals(
                    FormatProblem.WRAP_INVALID,
                    assertThrows(
                                    FormatException.class,
                                    () -> asThief.open(SealedKeys.Recipient.LICENSE_SERVER, sample.serverKey(), salts))
                            .problem());
            assertEquals(
                    FormatProblem.KEY_MISMATCH,
                    assertThrows(
                                    FormatException.class,
                                    () -> asThief.open(
                                            SealedKeys.Recipient.LICENSE_SERVER, sample.serverKey(), manifest))
                            .problem());
            SealedKeys own = SealedKeys.verified(
                    ours, KeyTrust.of(SealedKeys.TYPE.typ(), sample.studioKey().verifyKey()));
            salts.put(new TrackId("hd"), TrackSalt.of(new byte[32]));
            assertEquals(
                    FormatProblem.WRAP_INVALID,
                    assertThrows(
                                    FormatException.class,
                                    () -> own.open(SealedKeys.Recipient.LICENSE_SERVER, sample.serverKey(), salts))
                            .problem());
        }
    }

    @Test
    void aKeyThatDoesNotMatchACommitmentIsAKeyMismatch() {
        ObjectNode other = good.deepCopy();
        ((ObjectNode) other.at("/tracks/0")).put("kc", "00".repeat(32));
        Manifest manifest = read(other);
        TreeMap<TrackId, TrackSalt> salts = new TreeMap<>();
        manifest.tracks().forEach(track -> salts.put(track.id(), track.salt()));
        Envelope envelope = SealedKeys.seal(
                sample.titleKey(),
                salts,
                sample.studioKey(),
                Map.of(SealedKeys.Recipient.LICENSE_SERVER, sample.serverKey().publicKey()));
        SealedKeys keys = SealedKeys.verified(
                envelope, KeyTrust.of(SealedKeys.TYPE.typ(), sample.studioKey().verifyKey()));
        FormatException refusal = assertThrows(
                FormatException.class,
                () -> keys.open(SealedKeys.Recipient.LICENSE_SERVER, sample.serverKey(), manifest));
        assertEquals(FormatProblem.KEY_MISMATCH, refusal.problem());
        assertEquals("keys.hpke: the key is not the one of tracks [audio-en]", refusal.getMessage());
    }

    private Manifest read(ObjectNode tree) {
        return Manifest.selfSigned(Envelope.sign(Manifest.TYPE, tree, sample.studioKey()));
    }

    private static void set(ObjectNode tree, String pointer, JsonNode value) {
        int cut = pointer.lastIndexOf('/');
        ObjectNode parent = (ObjectNode) tree.at(pointer.substring(0, cut));
        String name = pointer.substring(cut + 1);
        if (value.isNull()) {
            parent.remove(name);
        } else {
            parent.set(name, value);
        }
    }
}
