package sealswarm.storefront.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sealswarm.console.CommandRunner;
import sealswarm.console.ConsoleStreams;
import sealswarm.console.StopSignal;
import sealswarm.console.exit.ExitCode;
import sealswarm.embedded.store.EmbeddedStore;

/** The command as an operator runs it: which stores it takes, and how it says what it does not. */
class StorefrontCommandIT {
    @TempDir
    static Path directory;

    private static EmbeddedStore embedded;
    private static MongoServer replicated;

    /** Says of itself, as a member of a replica set does, which set it belongs to. */
    private static final class MemberOfASet extends MemoryBackend {
        @Override
        public Document handleMessage(MongoMessage message) {
            Document answer = super.handleMessage(message);
            boolean asked = message.getDocument().containsKey("isMaster");
            return asked ? answer.append("setName", "rs0") : answer;
        }
    }

    /** What one run said. */
    private record Said(ExitCode exit, String out, String err) {
        JsonNode error() throws IOException {
            return new ObjectMapper().readTree(out).path("error");
        }
    }

    @BeforeAll
    static void open() throws IOException {
        embedded = EmbeddedStore.open(directory.resolve("store"));
        replicated = new MongoServer(new MemberOfASet());
        replicated.bind("127.0.0.1", 0);
    }

    @AfterAll
    static void close() {
        embedded.close();
        replicated.shutdownNow();
    }

    @Test
    void refusesTheEmbeddedStoreAndNamesServe() throws Exception {
        Said said = run(new StopSignal(), embedded.connectionUri(), "--json");
        assertEquals(ExitCode.USAGE, said.exit(), said.out() + said.err());
        assertEquals("store-not-replicated", said.error().path("code").asText());
        assertTrue(said.error().path("hint").asText().contains("sealswarm serve"), said.out());
    }

    @Test
    void refusesAStringThatIsNoAddressWithoutRepeatingIt() throws Exception {
        Said said = run(new StopSignal(), "postgres://shop:open-sesame@db.example/x", "--json");
        assertEquals(ExitCode.USAGE, said.exit());
        assertEquals("configuration", said.error().path("code").asText());
        assertFalse((said.out() + said.err()).contains("open-sesame"), said.out() + said.err());
    }

    @Test
    void servesOnAReplicaSetUntilItIsStoppedAndNamesAPortInUse() throws Exception {
        String store = "mongodb://127.0.0.1:" + replicated.getLocalAddress().getPort();
        int port;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = taken.getLocalPort();
            Said said = run(new StopSignal(), store, "--json", "--http-port", Integer.toString(port));
            assertEquals(ExitCode.FAILURE, said.exit(), said.out() + said.err());
            assertEquals("port-in-use", said.error().path("code").asText());
            assertTrue(said.error().path("message").asText().contains(Integer.toString(port)), said.out());
        }
        StopSignal stop = new StopSignal();
        CompletableFuture<Said> running = new CompletableFuture<>();
        Thread command = new Thread(() -> {
            try {
                running.complete(run(stop, store, "--http-port", Integer.toString(port)));
            } catch (RuntimeException e) {
                running.completeExceptionally(e);
            }
        });
        command.start();
        assertEquals(200, frontPage(port, running));
        stop.stop();
        Said said = running.get(30, TimeUnit.SECONDS);
        assertEquals(ExitCode.DONE, said.exit(), said.err());
        assertTrue((said.out() + said.err()).contains("storefront: http://127.0.0.1:" + port), said.out() + said.err());
    }

    private static int frontPage(int port, CompletableFuture<Said> running) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
                .build();
        while (true) {
            try {
                return HttpClient.newHttpClient()
                        .send(request, HttpResponse.BodyHandlers.discarding())
                        .statusCode();
            } catch (IOException notYet) {
                if (running.isDone()) {
                    throw new AssertionError("ended early: " + running.get(), notYet);
                }
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }
    }

    private static Said run(StopSignal stop, String store, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        ConsoleStreams streams = new ConsoleStreams(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                new ByteArrayInputStream(new byte[0]),
                Map.of("SEALSWARM_MONGO_URI", store, "SEALSWARM_STOREFRONT_CLIENT_SECRET", "a-client-secret"),
                directory,
                false,
                InstantSource.system());
        List<String> all = new java.util.ArrayList<>(List.of("storefront"));
        all.addAll(List.of(arguments));
        ExitCode exit = CommandRunner.of(new StorefrontCommand(InstantSource.system(), new SecureRandom()))
                .run(streams, stop, all.toArray(new String[0]));
        return new Said(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
