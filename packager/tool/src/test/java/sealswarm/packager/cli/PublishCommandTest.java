package sealswarm.packager.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sealswarm.console.exit.ExitCode;
import sealswarm.format.vectors.SamplePackage;
import sealswarm.license.client.TokenFile;
import sealswarm.packager.cli.Bench.Said;

class PublishCommandTest {
    private static final int SIZE = 20_000_000;

    private final Bench bench;
    private final TrialShop shop = new TrialShop();
    private final Path data;

    PublishCommandTest(@TempDir Path directory) throws Exception {
        bench = new Bench(directory);
        bench.write("film.bin", SamplePackage.noise(1, SIZE));
        bench.write("poster.png", new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 7});
        bench.write(
                "title.yaml",
                "id: demo",
                "tracks: [{id: hd, file: film.bin}]",
                "public: [{file: poster.png, use: poster}]",
                "offer: {kind: own, price: 4.99, currency: EUR, territories: [DE, AT]}");
        assertEquals(
                ExitCode.DONE,
                bench.run("pack", "--title", "title.yaml", "--out", "p", "--no-verify")
                        .exit());
        data = bench.path("p/data/"
                + bench.run("inspect", "p", "--json")
                        .json()
                        .at("/tracks/0/name")
                        .asText());
        try (SamplePackage sample = new SamplePackage()) {
            new TokenFile(
                            TokenFile.standardPath(
                                    Map.of("XDG_CONFIG_HOME", bench.path("xdg").toString()), "studio"),
                            duration -> {})
                    .write(shop.login(sample));
        }
    }

    @AfterEach
    void close() {
        shop.close();
    }

    @Test
    void registersUploadsAndLeavesADraft() throws IOException {
        shop.wantsPoster = true;
        Said said = publish("--title", "title.yaml");
        assertEquals(ExitCode.DONE, said.exit(), said.out() + said.err());
        assertEquals("draft", said.json().get("state").asText());
        assertArrayEquals(Files.readAllBytes(data), shop.data.toByteArray());
        assertArrayEquals(
                Files.readAllBytes(bench.path("p/torrents/hd.torrent")),
                shop.bodies.get("/origin/secret-token-b/metainfo"));
        assertArrayEquals(
                Files.readAllBytes(bench.path("p/torrents/hd.v1.torrent")),
                shop.bodies.get("/origin/secret-token-a/metainfo.v1"));
        assertFalse(shop.calls.contains("PATCH /origin/secret-token-b/data"));
        var draft = new ObjectMapper().readTree(shop.bodies.get("PUT /api/v1/drafts/demo"));
        assertEquals("499", draft.at("/offer/price/m").asText());
        assertEquals("EUR", draft.at("/offer/price/c").asText());
        assertEquals("AT", draft.at("/offer/territories/1").asText());
        assertArrayEquals(
                Files.readAllBytes(bench.path("poster.png")),
                shop.bodies.get("PUT /api/v1/drafts/demo/files/" + "ab".repeat(32)));
        assertFalse(shop.calls.contains("POST /api/v1/drafts/demo/live"));
    }

    @Test
    void publishingAgainSendsNoByteOfTheTrackTwice() {
        publish();
        shop.calls.clear();
        assertEquals(ExitCode.DONE, publish().exit());
        assertFalse(shop.calls.contains("PATCH /origin/secret-token-a/data"));
        assertEquals(SIZE, shop.data.size());
    }

    @Test
    void goesOnAfterACutConnectionAndABusyEdge() throws IOException {
        shop.spoiled.addAll(List.of(0, 503));
        Said said = publish();
        assertEquals(ExitCode.DONE, said.exit(), said.out() + said.err());
        assertArrayEquals(Files.readAllBytes(data), shop.data.toByteArray());
    }

    @Test
    void goesLiveOnlyIfNothingIsMissing() {
        shop.gaps = List.of("price");
        Said draft = publish("--live");
        assertEquals("draft", draft.json().get("state").asText());
        assertEquals("price", draft.json().at("/gaps/0").asText());
        shop.gaps = List.of();
        Said live = publish("--live");
        assertEquals("live", live.json().get("state").asText());
        assertTrue(shop.calls.contains("POST /api/v1/drafts/demo/live"));
    }

    @Test
    void aBlockThatTheEdgeRefusesEndsTheUploadWithoutShowingTheToken() {
        shop.spoiled.add(422);
        Said said = publish();
        assertEquals(ExitCode.INTEGRITY, said.exit());
        assertEquals("leaf-mismatch", said.json().at("/error/code").asText());
        assertFalse((said.out() + said.err()).contains("secret-token"), said.out());
        assertFalse(shop.calls.contains("PUT /api/v1/drafts/demo"));
    }

    @Test
    void aDamagedPackageIsNamedBeforeAnybodyHearsOfIt() throws IOException {
        for (Path file : List.of(data, bench.path("p/torrents/hd.torrent"), bench.path("p/public/poster.png"))) {
            byte[] good = Files.readAllBytes(file);
            byte[] bad = good.clone();
            bad[bad.length - 1] ^= 1;
            Files.write(file, bad);
            Said said = publish("--live");
            assertEquals(ExitCode.INTEGRITY, said.exit(), file.toString());
            assertEquals("block-corrupt", said.json().at("/error/code").asText());
            assertEquals(List.of(), shop.calls, file.toString());
            Files.write(file, good);
        }
        assertEquals(ExitCode.DONE, publish().exit());
    }

    @Test
    void aKeyThatNoOperatorConfirmedYetIsDenied() {
        shop.keyState = "pending";
        Said said = publish();
        assertEquals(ExitCode.DENIED, said.exit());
        assertEquals("studio-key-pending", said.json().at("/error/code").asText());
        assertFalse(shop.calls.stream().anyMatch(call -> call.contains("/v1/titles/")));
    }

    @Test
    void anotherStudiosPackageIsDenied() {
        bench.run("keys", "--keystore", "other.p12");
        Said said = publish("--keystore", "other.p12");
        assertEquals(ExitCode.DENIED, said.exit());
        assertEquals("not-your-package", said.json().at("/error/code").asText());
        assertTrue(shop.calls.isEmpty());
    }

    @Test
    void anUnreachableServerIsANetworkFailure() {
        shop.close();
        assertEquals(ExitCode.NETWORK, publish().exit());
    }

    @Test
    void withoutASignInItIsDenied() {
        bench.with("XDG_CONFIG_HOME", bench.path("empty").toString());
        Said said = publish();
        assertEquals(ExitCode.DENIED, said.exit());
        assertEquals("unauthenticated", said.json().at("/error/code").asText());
    }

    @Test
    void aWrongOfferIsRefusedBeforeAnythingIsSent() {
        bench.write("bad.yaml", "id: demo", "offer: {kind: own, price: 4.999, currency: EUR, territories: [DE]}");
        assertEquals(ExitCode.USAGE, publish("--title", "bad.yaml").exit());
        bench.write("bad.yaml", "id: demo", "offer: {kind: lend, price: 4.99, currency: EUR, territories: [DE]}");
        assertEquals(ExitCode.USAGE, publish("--title", "bad.yaml").exit());
        bench.write("bad.yaml", "id: demo", "offer: {kind: own, prize: 4.99, currency: EUR, territories: [DE]}");
        Said said = publish("--title", "bad.yaml");
        assertTrue(
                said.json().at("/error/message").asText().contains("unknown key 'prize' (did you mean 'price'?)"),
                said.out());
        assertTrue(shop.calls.isEmpty());
    }

    @Test
    void packTakesTheServersKeyFromTheSignIn() {
        Said said = bench.without("SEALSWARM_PACKAGER_SERVER_KEY")
                .run("pack", "film.bin", "--out", "q", "--no-verify", "--json");
        assertEquals(ExitCode.DONE, said.exit(), said.out() + said.err());
    }

    private Said publish(String... more) {
        String[] arguments = new String[more.length + 3];
        arguments[0] = "publish";
        arguments[1] = "p";
        arguments[2] = "--json";
        System.arraycopy(more, 0, arguments, 3, more.length);
        return bench.run(arguments);
    }
}
