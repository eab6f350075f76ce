package sealswarm.overlay.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Vertx;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sealswarm.overlay.Overlay;
import sealswarm.overlay.OverlaySettings;
import sealswarm.overlay.OverlayTrack;
import sealswarm.overlay.SampleSwarm;
import sealswarm.overlay.TrackRequest;
import sealswarm.overlay.ack.AckBatch;
import sealswarm.overlay.membership.EdgeDesk;
import sealswarm.overlay.membership.SampleMember;
import sealswarm.overlay.metainfo.Metainfo;
import sealswarm.overlay.origin.SampleTrack;
import sealswarm.overlay.swarm.PeerAddress;
import sealswarm.overlay.token.CertificateRequest;
import sealswarm.overlay.token.EdgeToken;
import sealswarm.overlay.token.PeerCertificate;
import sealswarm.overlay.token.PeerKeyThumbprint;
import sealswarm.overlay.token.PeerPublicKey;
import sealswarm.overlay.token.PeerSigningKey;
import sealswarm.overlay.token.Pseudonym;
import sealswarm.overlay.token.RequestNonce;
import sealswarm.overlay.token.TokenKind;
import sealswarm.overlay.token.TrustDomain;

/** From a block between two members to the account an operator reads, on real sockets and over a real edge. */
class AccountingIT {
    private static final SampleTrack TRACK = SampleTrack.of(11, 2_000_123);
    private static final long SIZE = 2_000_123;

    @TempDir
    Path directory;

    private final Vertx vertx = Vertx.vertx();
    private TrialEdge edge;

    @BeforeEach
    void start() {
        edge = TrialEdge.start(directory.resolve("edge"));
        edge.publish(TRACK);
    }

    @AfterEach
    void stop() {
        edge.close();
        vertx.close().await();
    }

    /** A member with an engine of its own. */
    private final class Member {
        final PeerSigningKey key;
        final Pseudonym subject;
        final String token;
        final Overlay engine;
        final OverlayTrack track;

        Member(int number) throws Exception {
            key = SampleMember.key(number);
            subject = new Pseudonym(Integer.toString(10 + number).repeat(16));
            token = TrialEdge.KEY.mint(
                    EdgeToken.of(TokenKind.ANNOUNCE, TrustDomain.USER, TRACK.swarmId(), subject, TrialEdge.soon())
                            .withPeerKey(PeerKeyThumbprint.ofKey(key.publicKey())));
            engine = SampleSwarm.await(Overlay.start(vertx, OverlaySettings.LOOPBACK, new Random(number)));
            track = SampleSwarm.await(engine.open(
                    TrackRequest.of(TRACK.metainfo(), folder(number)).withPeerKey(key)));
            SampleSwarm.await(track.certified(certificate(), edgeKeys()));
            track.enrol(EdgeDesk.at(
                            vertx,
                            List.of(edge.url() + "/announce/" + token),
                            edgeKeys(),
                            key,
                            InstantSource.system(),
                            new Random(number))
                    .orElseThrow());
        }

        private PeerCertificate certificate() {
            CertificateRequest request =
                    CertificateRequest.make(key, token, RequestNonce.of(new byte[16]), Instant.now());
            HttpResponse<byte[]> answer = post("/cert/" + token, request.bytes());
            return PeerCertificate.parse(answer.body()).orElseThrow();
        }

        void announce() {
            StringBuilder hash = new StringBuilder();
            for (byte b : TRACK.swarmId().bytes()) {
                hash.append(String.format("%%%02x", b));
            }
            String answer = text(edge.get("/announce/" + token + "?info_hash=" + hash + "&peer_id=-TT0001-"
                    + subject.hex().substring(0, 12) + "&port=" + engine.port()
                    + "&uploaded=0&downloaded=0&left=5&event=started&compact=1&ss=1"));
            assertTrue(answer.contains("ss ids"), answer);
        }
    }

    private Path folder(int number) {
        return directory.resolve("member" + number);
    }

    private Set<PeerPublicKey> edgeKeys() throws Exception {
        Metainfo metainfo = Metainfo.parse(edge.get("/webseed/" + TrialEdge.token(TRACK, TokenKind.WEBSEED) + "/"
                        + TRACK.metainfo().name() + ".torrent")
                .body());
        return Set.of(new PeerPublicKey(metainfo.links().edgeKeys().get(0)));
    }

    private HttpResponse<byte[]> post(String path, byte[] body) {
        return edge.send(edge.request(path).POST(BodyPublishers.ofByteArray(body)));
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.ISO_8859_1);
    }

    private List<JsonNode> lines(String path) throws Exception {
        HttpResponse<byte[]> answer =
                edge.send(edge.request(path).header("Authorization", "Bearer " + TrialEdge.opsToken()));
        assertEquals(200, answer.statusCode());
        List<JsonNode> lines = new ArrayList<>();
        for (String line : text(answer).lines().toList()) {
            lines.add(new ObjectMapper().readTree(line));
        }
        return lines;
    }

    private Optional<JsonNode> account(Member member) throws Exception {
        return lines("/ops/accounts").stream()
                .filter(line -> line.get("subject").asText().equals(member.subject.hex()))
                .findFirst();
    }

    @Test
    void whatMembersAndTheEdgeSendIsOnTheAccountsAfterItIsAcknowledged() throws Exception {
        Files.createDirectories(folder(1));
        Files.write(folder(1).resolve(TRACK.metainfo().name()), TRACK.data());
        Member host = new Member(1);
        Member player = new Member(2);
        Member viewer = new Member(3);
        host.announce();
        player.announce();
        player.track.addPeers(List.of(SampleSwarm.address(host.engine)));
        viewer.track.addPeers(List.of(PeerAddress.of("127.0.0.1", edge.peerPort())));
        SampleSwarm.await(player.track.whenComplete());
        SampleSwarm.await(viewer.track.whenComplete());
        for (Member member : List.of(player, viewer, host)) {
            SampleSwarm.await(member.engine.close());
        }
        assertEquals(SIZE, account(host).orElseThrow().get("givenBytes").asLong());
        assertEquals(SIZE, account(player).orElseThrow().get("fromPeersBytes").asLong());
        JsonNode credit = lines("/ops/credits").get(0);
        assertEquals(host.key.publicKey().hex(), credit.get("peerKey").asText());
        assertEquals(SIZE, credit.get("creditedBytes").asLong());
        assertEquals(List.of(), lines("/ops/flags"));
        assertEquals(List.of(), lines("/ops/credits?from=1"));
        assertTrue(text(edge.get("/metrics")).contains("sealswarm_acks_total{outcome=\"refused\"} 0"));
        edge.close();
        edge = TrialEdge.start(directory.resolve("edge"));
        assertEquals(SIZE, account(host).orElseThrow().get("givenBytes").asLong());
        assertEquals(
                SIZE, account(viewer).orElseThrow().get("fromEdgePeerBytes").asLong());
        assertEquals("USER", account(viewer).orElseThrow().get("trust").asText());
    }

    @Test
    void whatTheWebSeedSendsIsOnItsHoldersAccount() throws Exception {
        edge.get("/webseed/" + TrialEdge.token(TRACK, TokenKind.WEBSEED) + "/"
                + TRACK.metainfo().name());
        edge.close();
        edge = TrialEdge.start(directory.resolve("edge"));
        assertEquals(
                SIZE, lines("/ops/accounts").get(0).get("fromEdgeHttpBytes").asLong());
    }

    @Test
    void refusesBodiesThatAreNoBatchAndStrangersAtTheBooks() {
        String token = TrialEdge.token(TRACK, TokenKind.ANNOUNCE);
        assertEquals(400, post("/acks/" + token, new byte[] {9}).statusCode());
        assertEquals(400, post("/acks/" + token, new byte[AckBatch.MAX_BYTES]).statusCode());
        assertEquals(
                413, post("/acks/" + token, new byte[AckBatch.MAX_BYTES + 1]).statusCode());
        assertEquals(
                401,
                post("/acks/" + TrialEdge.token(TRACK, TokenKind.WEBSEED), new byte[] {9})
                        .statusCode());
        for (String path : List.of("/ops/accounts", "/ops/credits", "/ops/flags")) {
            assertEquals(401, edge.get(path).statusCode());
        }
        assertEquals(
                400,
                edge.send(edge.request("/ops/accounts?from=-1")
                                .header("Authorization", "Bearer " + TrialEdge.opsToken()))
                        .statusCode());
    }
}
