package sealswarm.packager.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sealswarm.console.exit.ExitCode;
import sealswarm.console.settings.SecretText;
import sealswarm.format.SealedPackage;
import sealswarm.format.disk.LocalDisk;
import sealswarm.format.envelope.Envelope;
import sealswarm.format.key.ContentKey;
import sealswarm.format.key.TitleId;
import sealswarm.format.key.TitleKey;
import sealswarm.format.key.TrackId;
import sealswarm.format.key.TrackKey;
import sealswarm.format.key.TrackSalt;
import sealswarm.format.manifest.Manifest;
import sealswarm.format.secret.InsecureSecretAccess;
import sealswarm.format.secret.SecretBytes;
import sealswarm.format.vectors.SamplePackage;
import sealswarm.packager.cli.Bench.Said;
import sealswarm.packager.keys.StudioKeystore;

class PackagerCommandsTest {
    private static final String KEY = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
    private static final String SALT = "202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f";

    private final Bench bench;

    PackagerCommandsTest(@TempDir Path directory) {
        bench = new Bench(directory);
    }

    @Test
    void packsVerifiesInspectsAndUnpacksByAJobFile() throws IOException {
        byte[] film = SamplePackage.noise(1, 3_000_000);
        byte[] subtitles = "WEBVTT\n\n00:00.000 --> 00:01.000\nHello\n".getBytes(StandardCharsets.UTF_8);
        bench.write("job/film with blank \u00e4.bin", film);
        bench.write("job/en.vtt", subtitles);
        bench.write("job/poster.png", new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0});
        bench.write(
                "job/title.yaml",
                "id: demo-film",
                "title: Demo film",
                "summary: A film.",
                "studio: demo-studio",
                "tracks:",
                "  - file: film with blank \u00e4.bin",
                "    id: hd",
                "    label: Full film",
                "    role: video",
                "    media-type: video/webm",
                "  - file: en.vtt",
                "    id: sub-en",
                "    role: subtitle",
                "    lang: en",
                "public:",
                "  - file: poster.png",
                "    use: poster",
                "offer:",
                "  kind: own",
                "  price: 4.99",
                "  currency: EUR",
                "  territories: [WORLD]");
        Said packed = bench.run("pack", "--title", "job/title.yaml", "--out", "film.pkg");
        assertEquals(ExitCode.DONE, packed.exit(), packed.err());
        assertEquals(
                List.of("manifest.json", "keys.hpke", "public/poster.png").stream()
                        .sorted()
                        .toList(),
                bench.files("film.pkg").stream()
                        .filter(file -> !file.startsWith("data") && !file.startsWith("torrents"))
                        .toList());
        assertFalse(Files.readString(bench.path("film.pkg/manifest.json")).contains("4.99"));

        Said verified = bench.run("verify", "film.pkg", "--json");
        assertEquals(ExitCode.DONE, verified.exit(), verified.err());
        assertTrue(verified.json().get("intact").asBoolean());
        JsonNode inspected = bench.run("inspect", "film.pkg", "--json").json();
        assertEquals("demo-film", inspected.get("titleId").asText());
        assertEquals("image/png", inspected.at("/public/0/mediaType").asText());
        assertEquals("text/vtt", inspected.at("/tracks/1/mediaType").asText());
        assertEquals("en", inspected.at("/tracks/1/lang").asText());

        assertEquals(
                ExitCode.DONE, bench.run("unpack", "film.pkg", "--out", "plain").exit());
        assertArrayEquals(film, Files.readAllBytes(bench.path("plain/hd.webm")));
        assertArrayEquals(subtitles, Files.readAllBytes(bench.path("plain/sub-en.vtt")));
    }

    @Test
    void oneInputNeedsNoJobFile() {
        bench.write("My Film (2026).bin", SamplePackage.noise(1, 1));
        JsonNode packed =
                bench.run("pack", "My Film (2026).bin", "--out", "p", "--json").json();
        assertEquals("my-film-2026", packed.get("titleId").asText());
        assertEquals("My Film (2026)", packed.get("title").asText());
        assertEquals("main", packed.at("/tracks/0/id").asText());
    }

    @Test
    void aDryRunPacksNothing() throws IOException {
        bench.write("film.bin", SamplePackage.noise(1, 1000));
        List<String> before = bench.names();
        Said said = bench.run("pack", "film.bin", "--out", "p", "--dry-run", "--json");
        assertEquals(1000, said.json().get("sizeBytes").asInt());
        assertEquals(before, bench.names());
    }

    @Test
    void fixedKeySaltAndDateGiveEqualBytes() throws IOException {
        bench.write("film.bin", SamplePackage.noise(2, 500_000));
        bench.writeSecret("key", KEY);
        bench.with("SOURCE_DATE_EPOCH", "1767323045");
        for (String out : List.of("one", "two")) {
            Said said = bench.run(
                    "pack",
                    "film.bin",
                    "--out",
                    out,
                    "--title-key",
                    "key",
                    "--salt",
                    SALT,
                    "--jobs",
                    out.equals("one") ? "1" : "3");
            assertEquals(ExitCode.DONE, said.exit(), said.err());
        }
        assertEquals(bench.files("one"), bench.files("two"));
        for (String file : bench.files("one")) {
            boolean same = Files.mismatch(
                            bench.path("one").resolve(file), bench.path("two").resolve(file))
                    < 0;
            assertEquals(!file.equals("keys.hpke"), same, file);
        }
        assertEquals(
                "2026-01-02T03:04:05Z",
                bench.run("inspect", "one", "--json").json().get("createdAt").asText());
    }

    @Test
    void noKeyIsInClearOnDiskOrInWhatAnyCommandSays() throws IOException {
        bench.write("film.bin", SamplePackage.noise(2, 500_000));
        bench.writeSecret("key", KEY);
        StringBuilder said = new StringBuilder();
        for (List<String> command : List.of(
                List.of("pack", "film.bin", "--out", "p", "--title-key", "key", "--salt", SALT, "--json-lines"),
                List.of("verify", "p"),
                List.of("inspect", "p", "--json"),
                List.of("keys"),
                List.of("unpack", "p", "--out", "plain", "--json"),
                List.of("pack", "film.bin", "--out", "p", "--title-key", "key"))) {
            Said one = bench.run(command.toArray(new String[0]));
            said.append(one.out()).append(one.err());
        }
        Files.delete(bench.path("key"));
        Map<String, byte[]> secrets = new HashMap<>();
        try (TitleKey title = TitleKey.of(
                        new TitleId("film"), SamplePackage.secret(HexFormat.of().parseHex(KEY)));
                TrackKey track = title.trackKey(new TrackId("main"));
                SecretBytes seed = SamplePackage.secret(HexFormat.of().parseHex(SALT));
                ContentKey content = track.contentKey(TrackSalt.fromSeed(seed, new TrackId("main")));
                StudioKeystore studio = keystore()) {
            // The salt is no secret: it only shows that these are the keys of this very package.
            assertEquals(
                    content.commitment(),
                    SealedPackage.open(new LocalDisk(), bench.path("p"))
                            .manifest()
                            .tracks()
                            .get(0)
                            .commitment());
            secrets.put("title key", title.secret().copy(InsecureSecretAccess.get()));
            secrets.put("track key", track.secret().copy(InsecureSecretAccess.get()));
            secrets.put("content key", content.secret().copy(InsecureSecretAccess.get()));
            secrets.put("signing seed", studio.signing().seed().copy(InsecureSecretAccess.get()));
            secrets.put("escrow key", studio.escrow().privateKey().copy(InsecureSecretAccess.get()));
        }
        List<String> files = bench.files(".");
        assertTrue(files.stream().anyMatch(file -> file.endsWith(".p12")), files.toString());
        for (Map.Entry<String, byte[]> secret : secrets.entrySet()) {
            for (String form : forms(secret.getValue())) {
                assertFalse(said.toString().contains(form), "said: " + secret.getKey());
                for (String file : files) {
                    String content =
                            new String(Files.readAllBytes(bench.path(".").resolve(file)), StandardCharsets.ISO_8859_1);
                    assertFalse(content.contains(form), file + " holds the " + secret.getKey());
                }
            }
        }
    }

    /** How 32 bytes may stand somewhere: raw, in hex of either case, in base64 of either alphabet. */
    private static List<String> forms(byte[] secret) {
        return List.of(
                new String(secret, StandardCharsets.ISO_8859_1),
                HexFormat.of().formatHex(secret),
                HexFormat.of().withUpperCase().formatHex(secret),
                Base64.getEncoder().withoutPadding().encodeToString(secret),
                Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
    }

    @Test
    void refusesASecretInTheArgumentsWithoutRepeatingIt() {
        bench.write("film.bin", SamplePackage.noise(1, 10));
        Said said = bench.run("pack", "film.bin", "--out", "p", "--title-key", KEY, "--json");
        refused(said, ExitCode.USAGE, "secret-in-arguments");
        assertFalse((said.out() + said.err()).contains(KEY));
    }

    @Test
    void refusesAKeyFileThatOthersMayRead() throws IOException {
        bench.write("film.bin", SamplePackage.noise(1, 10));
        Files.setPosixFilePermissions(bench.write("key", KEY), PosixFilePermissions.fromString("rw-r--r--"));
        refused(
                bench.run("pack", "film.bin", "--out", "p", "--title-key", "key", "--json"),
                ExitCode.USAGE,
                "secret-file");
        bench.writeSecret("key", "nonsense");
        refused(
                bench.run("pack", "film.bin", "--out", "p", "--title-key", "key", "--json"),
                ExitCode.USAGE,
                "title-key");
    }

    @Test
    void refusesInputsThatCannotBePackedAndChangesNothing() throws IOException {
        bench.write("empty.bin", new byte[0]);
        Files.createDirectories(bench.path("directory"));
        Files.createSymbolicLink(bench.path("dangling"), bench.path("nowhere"));
        new ProcessBuilder("mkfifo", bench.path("fifo").toString())
                .start()
                .onExit()
                .join();
        bench.write("taken/file", "x");
        bench.write("good.bin", "x");
        List<String> before = bench.names();
        refused(pack("missing.bin", "p"), ExitCode.NOT_FOUND, "file-not-found");
        refused(pack("empty.bin", "p"), ExitCode.USAGE, "input-empty");
        refused(pack("directory", "p"), ExitCode.USAGE, "not-a-file");
        refused(pack("dangling", "p"), ExitCode.NOT_FOUND, "file-not-found");
        refused(pack("fifo", "p"), ExitCode.USAGE, "not-a-file");
        refused(pack("/dev/null", "p"), ExitCode.USAGE, "not-a-file");
        refused(pack("good.bin", "taken"), ExitCode.FAILURE, "output-exists");
        refused(pack("good.bin", "no/such/directory/p"), ExitCode.NOT_FOUND, "directory-not-found");
        refused(bench.run("pack", "--out", "p", "--json"), ExitCode.USAGE, "nothing-to-pack");
        refused(bench.run("pack", "good.bin", "--json"), ExitCode.USAGE, "usage");
        refused(bench.run("pack", "good.bin", "--out", "p", "--no-such-option", "--json"), ExitCode.USAGE, "usage");
        refused(bench.run("pack", "", "--out", "p", "--json"), ExitCode.USAGE, "bad-value");
        refused(bench.run("pack", "good.bin", "--out", "p", "--id", "../x", "--json"), ExitCode.USAGE, "bad-value");
        refused(bench.run("pack", "good.bin", "--out", "p", "--salt", "00", "--json"), ExitCode.USAGE, "bad-value");
        assertEquals(
                before,
                bench.names().stream().filter(name -> !name.equals("xdg")).toList());
        assertEquals(List.of("file"), bench.files("taken"));
    }

    @Test
    void refusesJobFilesWithLineAndSuggestion() throws IOException {
        bench.write("job/a.bin", "x");
        bench.write("outside.bin", "x");
        Files.createSymbolicLink(bench.path("job/link.bin"), bench.path("outside.bin"));
        job(
                "title.yaml:3: unknown key 'labell' (did you mean 'label'?)",
                "tracks:",
                "  - id: hd",
                "    labell: x",
                "    file: a.bin");
        job("title.yaml:1: unknown key 'trakcs' (did you mean 'tracks'?)", "trakcs: []");
        job("title.yaml:2: anchors are not allowed", "id: hd", "title: &a x");
        job("title.yaml:1: tags are not allowed", "id: !!str hd");
        job("title.yaml:2: key 'id' stands twice", "id: hd", "id: hd");
        job("title.yaml:2: a second document", "id: hd", "---", "id: hd");
        job("role: not a role", "tracks:", "  - {id: hd, file: a.bin, role: movie}");
        job("track id: not a track id", "tracks:", "  - {id: ../hd, file: a.bin}");
        job("two tracks are named 'hd'", "tracks:", "  - {id: hd, file: a.bin}", "  - {id: hd, file: a.bin}");
        job("track 'hd' names no file", "tracks:", "  - {id: hd}");
        job("a link out of the job's directory", "tracks:", "  - {id: hd, file: link.bin}");
        job("is no WebVTT", "tracks:", "  - {id: hd, file: a.bin, role: subtitle}");
        job(
                "public path: not a path",
                "tracks: [{id: hd, file: a.bin}]",
                "public:",
                "  - {file: a.bin, path: ../../a, use: poster}");
        assertFalse(Files.exists(bench.path("p")));
    }

    @Test
    void namesWhatIsTamperedWith() throws IOException {
        bench.write("film.bin", SamplePackage.noise(2, 200_000));
        assertEquals(ExitCode.DONE, bench.run("pack", "film.bin", "--out", "p").exit());
        String name =
                bench.run("inspect", "p", "--json").json().at("/tracks/0/name").asText();
        tampered("p/data/" + name, 70_000, "block-corrupt", "track main: block 4 (byte 65536)");
        tampered("p/data/" + name + ".leaves", 64, "block-corrupt", "track main: leaf 2 of the leaf file");
        tampered("p/torrents/main.torrent", 30, "block-corrupt", "main.torrent");
        tampered("p/torrents/main.v1.torrent", 30, "block-corrupt", "main.v1.torrent");
        String keys = Files.readString(bench.path("p/keys.hpke"));
        int signature = keys.indexOf("\"value\":\"") + "\"value\":\"".length();
        tampered("p/keys.hpke", signature, "bad-signature", "sealswarm/1/keys");
        tampered("p/manifest.json", 300, "", "");
        assertEquals(ExitCode.DONE, bench.run("verify", "p").exit());
    }

    @Test
    void refusesManifestsOfOthersAndTraversalNames() throws IOException {
        bench.write("film.bin", SamplePackage.noise(2, 200_000));
        bench.run("pack", "film.bin", "--out", "p");
        refused(
                bench.run("verify", "p", "--studio-key", "0".repeat(32), "--json"),
                ExitCode.INTEGRITY,
                "manifest-untrusted");
        try (StudioKeystore studio = keystore()) {
            SealedPackage sealed = SealedPackage.open(new LocalDisk(), bench.path("p"));
            ObjectNode evil = sealed.manifest().tree();
            ((ObjectNode) evil.at("/tracks/0")).put("id", "../../../etc/evil");
            Files.write(
                    bench.path("p/manifest.json"),
                    Envelope.sign(Manifest.TYPE, evil, studio.signing()).bytes());
        }
        refused(bench.run("verify", "p", "--json"), ExitCode.INTEGRITY, "malformed");
        refused(bench.run("unpack", "p", "--out", "plain", "--json"), ExitCode.INTEGRITY, "malformed");
        assertFalse(Files.exists(bench.path("plain")));
        refused(bench.run("verify", "nothing", "--json"), ExitCode.NOT_FOUND, "package-not-found");
        Files.delete(bench.path("p/manifest.json"));
        refused(bench.run("verify", "p", "--json"), ExitCode.NOT_FOUND, "file-not-found");
    }

    @Test
    void unpackNeedsTheStudiosOwnKeystoreAndLeavesNothingOnRefusal() throws IOException {
        bench.write("film.bin", SamplePackage.noise(2, 200_000));
        bench.run("pack", "film.bin", "--out", "p");
        refused(
                bench.run("unpack", "p", "--out", "plain", "--keystore", "none.p12", "--json"),
                ExitCode.NOT_FOUND,
                "keystore-not-found");
        assertEquals(ExitCode.DONE, bench.run("keys", "--keystore", "other.p12").exit());
        refused(
                bench.run("unpack", "p", "--out", "plain", "--keystore", "other.p12", "--json"),
                ExitCode.DENIED,
                "not-your-package");
        refused(
                bench.run("unpack", "p", "--out", "plain", "--track", "uhd", "--json"),
                ExitCode.NOT_FOUND,
                "track-not-found");
        Path data = bench.path("p/data/"
                + bench.run("inspect", "p", "--json")
                        .json()
                        .at("/tracks/0/name")
                        .asText());
        byte[] bytes = Files.readAllBytes(data);
        bytes[100_000] ^= 1;
        Files.write(data, bytes);
        refused(bench.run("unpack", "p", "--out", "plain", "--json"), ExitCode.INTEGRITY, "block-corrupt");
        assertFalse(bench.names().stream().anyMatch(name -> name.startsWith("plain")));
        bench.write("taken/x", "x");
        refused(bench.run("unpack", "p", "--out", "taken", "--json"), ExitCode.FAILURE, "output-exists");
    }

    @Test
    void aKeystoreWithAPassphraseOpensOnlyByIt() throws IOException {
        bench.writeSecret("pass", "correct horse");
        bench.writeSecret("wrong", "wrong horse");
        assertEquals(
                ExitCode.DONE,
                bench.run("keys", "--keystore-password-file", "pass").exit());
        assertEquals(
                "rw-------",
                PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(bench.path("xdg/sealswarm/packager/studio.p12"))));
        assertFalse(Files.exists(bench.path("xdg/sealswarm/packager/studio.p12.passphrase")));
        refused(bench.run("keys", "--keystore-password-file", "wrong", "--json"), ExitCode.DENIED, "keystore-locked");
    }

    @Test
    void aRevisionKeepsUnchangedTracksByteForByteAndResaltsChangedOnes() throws IOException {
        bench.write("a.bin", SamplePackage.noise(1, 300_000));
        bench.write("b.bin", SamplePackage.noise(2, 300_000));
        assertEquals(
                ExitCode.DONE,
                bench.run("pack", "a.bin", "b.bin", "--id", "demo-film", "--out", "r1")
                        .exit());
        byte[] changed = SamplePackage.noise(2, 300_000);
        changed[299_999] ^= 1;
        bench.write("b.bin", changed);
        Said second = bench.run("pack", "a.bin", "b.bin", "--previous", "r1", "--out", "r2");
        assertEquals(ExitCode.DONE, second.exit(), second.err());
        assertTrue(second.err().contains("track item-a is unchanged"), second.err());
        assertEquals(ExitCode.DONE, bench.run("verify", "r2").exit());
        JsonNode one = bench.run("inspect", "r1", "--json").json();
        JsonNode two = bench.run("inspect", "r2", "--json").json();
        assertEquals(2, two.get("revision").asInt());
        assertEquals(one.get("packageId"), two.get("supersedes"));
        assertEquals(one.get("keyId"), two.get("keyId"));
        assertEquals(one.at("/tracks/0"), two.at("/tracks/0"));
        assertNotEquals(one.at("/tracks/1/root"), two.at("/tracks/1/root"));
        String kept = one.at("/tracks/0/name").asText();
        assertEquals(-1, Files.mismatch(bench.path("r1/data/" + kept), bench.path("r2/data/" + kept)));
        bench.run("unpack", "r2", "--out", "plain");
        assertArrayEquals(changed, Files.readAllBytes(bench.path("plain/item-b.bin")));
        refused(
                bench.run("pack", "a.bin", "b.bin", "--previous", "r2", "--revision", "2", "--out", "r3", "--json"),
                ExitCode.USAGE,
                "revision-not-newer");
        refused(
                bench.run("pack", "a.bin", "b.bin", "--previous", "r2", "--id", "other", "--out", "r3", "--json"),
                ExitCode.USAGE,
                "title-differs");
    }

    @Test
    void refusesOneSaltForAnotherContentAndDeletesWhatItWrote() throws IOException {
        bench.write("a.bin", SamplePackage.noise(1, 300_000));
        assertEquals(
                ExitCode.DONE,
                bench.run("pack", "a.bin", "--salt", SALT, "--out", "r1").exit());
        bench.write("a.bin", SamplePackage.noise(2, 300_000));
        refused(
                bench.run("pack", "a.bin", "--previous", "r1", "--salt", SALT, "--out", "r2", "--json"),
                ExitCode.INTEGRITY,
                "salt-reuse");
        assertFalse(bench.names().stream().anyMatch(name -> name.startsWith("r2")));
    }

    @Test
    void refusesAPackWithoutOrWithAWrongServerKey() {
        bench.write("a.bin", "x");
        bench.write("bad.json", "{\"suite\":\"647a.0001.0002\",\"kid\":\"" + "0".repeat(32) + "\",\"pub\":\"AAAA\"}");
        refused(
                bench.run("pack", "a.bin", "--out", "p", "--server-key", "bad.json", "--json"),
                ExitCode.USAGE,
                "server-key");
        refused(
                bench.run("pack", "a.bin", "--out", "p", "--server-key", "none.json", "--json"),
                ExitCode.NOT_FOUND,
                "file-not-found");
    }

    @Test
    void wrongSettingsAreRefusedWithTheirPlace() {
        bench.write("a.bin", "x");
        bench.write("sealswarm.yaml", "packager:", "  studoi: x");
        Said said = bench.run("pack", "a.bin", "--out", "p", "--json");
        assertEquals(ExitCode.USAGE, said.exit());
        assertTrue(
                said.json()
                        .at("/error/message")
                        .asText()
                        .contains("sealswarm.yaml:2: unknown key 'studoi' (did you mean 'studio'?)"),
                said.out());
    }

    private StudioKeystore keystore() {
        return StudioKeystore.open(
                StudioKeystore.standardPath(
                        Map.of("XDG_DATA_HOME", bench.path("xdg").toString())),
                Optional.<SecretText>empty());
    }

    private Said pack(String input, String out) {
        return bench.run("pack", "--json", "--out", out, "--", input);
    }

    private void job(String message, String... lines) {
        bench.write("job/title.yaml", lines);
        Said said = bench.run("pack", "--title", "job/title.yaml", "--out", "p", "--json");
        assertEquals(ExitCode.USAGE, said.exit(), said.out());
        assertTrue(said.json().at("/error/message").asText().contains(message), said.out());
    }

    private void tampered(String file, int at, String code, String message) throws IOException {
        byte[] good = Files.readAllBytes(bench.path(file));
        byte[] bad = good.clone();
        // Another letter: in a document of base64url it stays one, so that the signature is what fails.
        bad[at] = (byte) (bad[at] == 'A' ? 'B' : 'A');
        Files.write(bench.path(file), bad);
        Said said = bench.run("verify", "p", "--json");
        Files.write(bench.path(file), good);
        assertEquals(ExitCode.INTEGRITY, said.exit(), file + ": " + said.out());
        if (!code.isEmpty()) {
            assertEquals(code, said.json().at("/error/code").asText(), said.out());
        }
        assertTrue(said.json().at("/error/message").asText().contains(message), said.out());
    }

    private static void refused(Said said, ExitCode exit, String code) {
        assertEquals(exit, said.exit(), said.out() + said.err());
        assertEquals(code, said.json().at("/error/code").asText(), said.out());
    }
}
