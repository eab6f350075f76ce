package sealswarm.overlay.metainfo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sealswarm.trial.Cases;
import sealswarm.trial.Vectors;

class MetainfoTest {
    static Stream<JsonNode> accepted() {
        return documents("accept");
    }

    static Stream<JsonNode> rejected() {
        return documents("reject");
    }

    private static Stream<JsonNode> documents(String kind) {
        return StreamSupport.stream(
                Vectors.read("metainfo/documents.json").get(kind).spliterator(), false);
    }

    @Test
    void writesTheInfoHashesOfLibtorrent() throws Exception {
        byte[] content = Vectors.content(1 << 21);
        for (JsonNode vector : Vectors.read("metainfo/info-hashes.json").get("cases")) {
            TrackHashes track = SampleTrack.hashes(
                    Arrays.copyOf(content, vector.get("size").asInt()),
                    vector.get("pieceLength").asInt());
            InfoHashes hybrid =
                    Metainfo.parse(MetainfoWriter.hybrid("track", track)).infoHashes();
            assertEquals(
                    vector.get("hybridV1").asText(), hybrid.v1().orElseThrow().hex(), vector::toString);
            assertEquals(
                    vector.get("hybridV2").asText(), hybrid.v2().orElseThrow().hex(), vector::toString);
            InfoHashes v1 =
                    Metainfo.parse(MetainfoWriter.v1Only("track", track)).infoHashes();
            assertEquals(vector.get("v1Only").asText(), v1.swarmId().hex(), vector::toString);
            InfoHashes v2 =
                    Metainfo.parse(MetainfoWriter.v2Only("track", track)).infoHashes();
            assertEquals(vector.get("v2Only").asText(), v2.v2().orElseThrow().hex(), vector::toString);
        }
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void acceptsWhatTheSpecAllows(JsonNode vector) throws MetainfoException {
        Metainfo metainfo =
                Metainfo.parse(HexFormat.of().parseHex(vector.get("hex").asText()));
        assertEquals(3 * 16_384 + 5, metainfo.lengthBytes());
        assertEquals(4, metainfo.pieceCount());
    }

    @ParameterizedTest
    @MethodSource("rejected")
    void refusesTheRestNamingTheField(JsonNode vector) {
        byte[] bytes = HexFormat.of().parseHex(vector.get("hex").asText());
        MetainfoException refusal =
                assertThrows(MetainfoException.class, () -> Metainfo.parse(bytes), vector::toString);
        assertEquals(vector.get("field").asText(), refusal.field(), refusal::getMessage);
        assertTrue(refusal.toString().contains("invalid metainfo: "), refusal::getMessage);
    }

    @Test
    void namesFieldAndValueOfABadPieceLength() {
        byte[] bytes = "d4:infod6:lengthi5e4:name1:t12:piece lengthi12345e6:pieces20:aaaaaaaaaaaaaaaaaaaaee"
                .getBytes(StandardCharsets.US_ASCII);
        assertEquals(
                "invalid metainfo: info.piece length: 12345 is not a power of two",
                assertThrows(MetainfoException.class, () -> Metainfo.parse(bytes))
                        .getMessage());
    }

    @Test
    void readsBackAllItWrote() throws Exception {
        TrackHashes track = SampleTrack.hashes(Vectors.content(300_000), 65_536);
        Metainfo hybrid = Metainfo.parse(MetainfoWriter.hybrid("0a1b", track));
        assertEquals("0a1b", hybrid.name());
        assertEquals(300_000, hybrid.lengthBytes());
        assertEquals(new PieceLength(65_536), hybrid.pieceLength());
        assertTrue(hybrid.isPrivate());
        assertEquals(Optional.of(track.root()), hybrid.root());
        assertEquals(Optional.of(track.pieceLayer()), hybrid.pieceLayer());
        assertEquals(Optional.of(track.pieceHashes()), hybrid.pieceHashes());
        assertEquals(MetainfoLinks.NONE, hybrid.links());
        assertEquals(2, hybrid.infoHashes().wireIds().size());
        assertEquals(
                hybrid.infoHashes().v2().orElseThrow().truncated(),
                hybrid.infoHashes().swarmId());
        Metainfo v1 = Metainfo.parse(MetainfoWriter.v1Only("0a1b", track));
        assertTrue(v1.root().isEmpty() && v1.pieceLayer().isEmpty());
        assertNotEquals(hybrid.infoHashes().v1(), v1.infoHashes().v1());
    }

    @Test
    void linksChangeNothingThatIsHashed() throws Exception {
        byte[] plain = MetainfoWriter.hybrid("t", SampleTrack.hashes(Vectors.content(100_000), 16_384));
        MetainfoLinks links = new MetainfoLinks(
                List.of(List.of("http://127.0.0.1:1/announce/x", "http://b/"), List.of("http://c/")),
                List.of("http://127.0.0.1:1/webseed/x/t"),
                Optional.of("http://127.0.0.1:1/webseed/x/t.leaves"),
                List.of("00ff"));
        Metainfo linked = Metainfo.parse(Metainfo.parse(plain).withLinks(links));
        assertEquals(links, linked.links());
        assertEquals(Metainfo.parse(plain).infoHashes(), linked.infoHashes());
        assertArrayEquals(plain, linked.withLinks(MetainfoLinks.NONE));
        MetainfoLinks closed = MetainfoLinks.NONE.withCompany(MetainfoLinks.Company.MEMBERS);
        assertEquals(closed, Metainfo.parse(linked.withLinks(closed)).links());
    }

    @Test
    void hashesTheRawInfoWithMembersItDoesNotKnow() throws Exception {
        String info = "d6:lengthi5e4:name1:t12:piece lengthi16384e6:pieces20:aaaaaaaaaaaaaaaaaaaa1:zd1:q1:ree";
        byte[] sha1 = MessageDigest.getInstance("SHA-1").digest(info.getBytes(StandardCharsets.US_ASCII));
        Metainfo metainfo = Metainfo.parse(("d4:info" + info + "e").getBytes(StandardCharsets.US_ASCII));
        assertEquals(
                HexFormat.of().formatHex(sha1), metainfo.infoHashes().swarmId().hex());
    }

    @Test
    void refusesADocumentAboveSixteenMebibytes() {
        byte[] big = new byte[Metainfo.MAX_BYTES + 1];
        MetainfoException refusal = assertThrows(MetainfoException.class, () -> Metainfo.parse(big));
        assertTrue(refusal.toString().contains("more than 16777216 bytes"), refusal::getMessage);
    }

    @Test
    void refusesToDescribeHashesThatDoNotFit() {
        TrackHashes good = SampleTrack.hashes(Vectors.content(100_000), 16_384);
        assertThrows(
                IllegalArgumentException.class,
                () -> new TrackHashes(
                        good.lengthBytes() + 16_384,
                        good.pieceLength(),
                        good.root(),
                        good.pieceLayer(),
                        good.pieceHashes()));
        assertThrows(
                IllegalArgumentException.class,
                () -> new TrackHashes(
                        good.lengthBytes(),
                        good.pieceLength(),
                        good.root(),
                        good.pieceLayer().slice(0, 6),
                        good.pieceHashes()));
    }

    @Test
    void mutatedDocumentsAreParsedOrRefusedButNeverAnythingElse() {
        byte[] seed = MetainfoWriter.hybrid("track", SampleTrack.hashes(Vectors.content(60_000), 16_384));
        Cases.forAll(3, 20_000, random -> {
            byte[] mutated = seed.clone();
            int changes = 1 + random.nextInt(3);
            for (int i = 0; i < changes; i++) {
                mutated[random.nextInt(mutated.length)] =
                        random.nextBoolean() ? (byte) ('0' + random.nextInt(10)) : (byte) random.nextInt();
            }
            try {
                assertTrue(Metainfo.parse(mutated).lengthBytes() > 0);
            } catch (MetainfoException refused) {
                assertTrue(refused.toString().contains("invalid metainfo: "));
            }
        });
    }

    @Test
    void infoHashesHaveTwentyOrThirtyTwoBytes() {
        assertThrows(IllegalArgumentException.class, () -> InfoHash.of(new byte[21]));
        InfoHash v2 = InfoHash.of(new byte[32]);
        assertEquals(20, v2.truncated().length());
        assertThrows(IllegalArgumentException.class, () -> new InfoHashes(Optional.of(v2), Optional.empty()));
        assertThrows(IllegalArgumentException.class, () -> new InfoHashes(Optional.empty(), Optional.empty()));
    }
}
