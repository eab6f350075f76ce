package sealswarm.license.server.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import sealswarm.console.CommandRunner;
import sealswarm.console.ConsoleStreams;
import sealswarm.console.StopSignal;
import sealswarm.console.exit.ExitCode;
import sealswarm.format.key.SigningKey;
import sealswarm.format.secret.InsecureSecretAccess;
import sealswarm.format.secret.SecretBytes;
import sealswarm.license.client.StoredLogin;
import sealswarm.license.client.TokenFile;
import sealswarm.license.key.KeyUse;
import sealswarm.license.key.ServerKey;
import sealswarm.license.key.ServerKeys;
import sealswarm.license.wire.SignedJson;

/** An accountant's or operator's desk: a directory, a sign-in with pinned server keys, and the commands run as a person would. */
final class Office implements AutoCloseable {
    private static final Instant FOREVER = Instant.parse("9999-01-01T00:00:00Z");

    final SigningKey exportKey = key(1);
    private final SigningKey documentsKey = key(2);
    private final Path directory;

    Office(Path directory) {
        this.directory = directory;
    }

    private static SigningKey key(int seed) {
        byte[] bytes = new byte[32];
        bytes[0] = (byte) seed;
        return SigningKey.ofSeed(SecretBytes.take(bytes, InsecureSecretAccess.get()));
    }

    /** What one command said. */
    record Said(ExitCode exit, String out, String err) {}

    private Map<String, String> environment() {
        return Map.of("XDG_CONFIG_HOME", directory.resolve("xdg").toString());
    }

    /** Signs in to a server that signs exports with {@link #exportKey}. */
    Office signedIn() throws IOException, InterruptedException {
        ServerKeys keys = new ServerKeys(
                1,
                "http://127.0.0.1:1",
                List.of(
                        ServerKey.of(KeyUse.DOCUMENTS, documentsKey.verifyKey()),
                        ServerKey.of(KeyUse.EXPORT, exportKey.verifyKey())),
                URI.create("http://127.0.0.1:1/realms/shop"),
                URI.create("http://127.0.0.1:1"),
                List.of());
        return signedIn(URI.create("http://127.0.0.1:1"), keys, SignedJson.of(keys.sign(documentsKey)), "token");
    }

    /** Signs in to {@code server} with a token that never ends. */
    Office signedIn(URI server, ServerKeys keys, SignedJson signedKeys, String token)
            throws IOException, InterruptedException {
        return signedIn("accountant", server, keys, signedKeys, token);
    }

    /** Signs in under a role, as {@code login --role ROLE} does. */
    Office signedIn(String role, URI server, ServerKeys keys, SignedJson signedKeys, String token)
            throws IOException, InterruptedException {
        new TokenFile(TokenFile.standardPath(environment(), role), duration -> {})
                .write(new StoredLogin(server, keys.issuer(), "packager", "eve", token, FOREVER, null, signedKeys));
        return this;
    }

    /** Runs {@code sealswarm ARGUMENTS}. */
    Said run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        ConsoleStreams streams = new ConsoleStreams(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                new ByteArrayInputStream(new byte[0]),
                environment(),
                directory,
                false,
                InstantSource.system());
        ExitCode exit = CommandRunner.of(new ExportCommand(), new LedgerCommand(), new AdminCommand())
                .run(streams, new StopSignal(), arguments);
        return new Said(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        exportKey.close();
        documentsKey.close();
    }
}
