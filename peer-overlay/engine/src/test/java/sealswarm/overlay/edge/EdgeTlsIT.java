package sealswarm.overlay.edge;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.InstantSource;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sealswarm.overlay.config.EdgeConfig;
import sealswarm.overlay.metainfo.Metainfo;
import sealswarm.overlay.origin.SampleTrack;
import sealswarm.overlay.origin.SystemOriginDisk;
import sealswarm.overlay.token.TokenKind;

/** The edge's HTTP by TLS: upload, download, links; nothing in clear, nothing to who does not know the certificate. */
class EdgeTlsIT {
    private static final char[] PASSWORD = "only-in-this-test".toCharArray();

    @TempDir
    Path directory;

    @Test
    void servesByTlsAloneWithTheConfiguredCertificate() throws Exception {
        KeyStore pair = selfSigned();
        Path certificate = pem("CERTIFICATE", pair.getCertificate("edge").getEncoded());
        Path key = pem("PRIVATE KEY", pair.getKey("edge", PASSWORD).getEncoded());
        SampleTrack track = SampleTrack.of(31, 300_001);
        try (TrialEdge edge = TrialEdge.start(
                directory.resolve("state"),
                config(certificate, key),
                TrialEdge.platform(InstantSource.system(), new SystemOriginDisk()))) {
            assertTrue(edge.url().startsWith("https://127.0.0.1:"), edge.url());
            EdgeClient trusting = new EdgeClient(
                    HttpClient.newBuilder()
                            .sslContext(trusting(pair))
                            .version(HttpClient.Version.HTTP_1_1)
                            .build(),
                    edge.url());
            trusting.publish(track);
            String path = "/webseed/" + EdgeClient.token(track, TokenKind.WEBSEED) + "/"
                    + track.metainfo().name();
            assertArrayEquals(track.data(), trusting.get(path).body());
            assertArrayEquals(
                    track.data(100_000, 200_000),
                    trusting.get(path, "Range", "bytes=100000-199999").body());
            Metainfo linked = Metainfo.parse(trusting.get(path + ".torrent").body());
            assertTrue(linked.links().webSeeds().get(0).startsWith(edge.url()));
            assertTrue(linked.links().trackers().get(0).get(0).startsWith(edge.url()));

            UncheckedIOException stranger = assertThrows(UncheckedIOException.class, () -> edge.get("/health/live"));
            assertTrue(
                    String.valueOf(stranger.getMessage()).contains("certif")
                            || String.valueOf(stranger.getMessage()).contains("PKIX"),
                    stranger.toString());
            assertEquals("", inClear(edge.port()), "nothing is answered in clear");
        }
    }

    private static String inClear(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write("GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            String answer = new String(in.readNBytes(5), StandardCharsets.ISO_8859_1);
            return answer.startsWith("HTTP") ? answer : "";
        }
    }

    private static EdgeConfig config(Path certificate, Path key) {
        return TrialEdge.config(0, 0).withTls(certificate, key);
    }

    private KeyStore selfSigned() throws Exception {
        Path store = directory.resolve("pair.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "edge",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=edge",
                        "-ext",
                        "SAN=ip:127.0.0.1",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, keytool.waitFor(), said);
        return KeyStore.getInstance(store.toFile(), PASSWORD);
    }

    private Path pem(String kind, byte[] der) throws IOException {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return Files.writeString(
                directory.resolve(kind.replace(' ', '-') + ".pem"),
                "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n");
    }

    private static SSLContext trusting(KeyStore pair) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("edge", pair.getCertificate("edge"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
