package sealswarm.license.server.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sealswarm.license.server.edge.Edges.Edge;
import sealswarm.overlay.token.EdgeName;
import sealswarm.overlay.token.EdgeSiblingKey;
import sealswarm.overlay.token.EdgeTokenKey;
import sealswarm.overlay.token.EdgeTokenRoot;

class EdgeKeyFilesTest {
    private static final Edge ONE = new Edge(new EdgeName("edge-1"), URI.create("http://127.0.0.1:8082"), 1);
    private static final Edge TWO = new Edge(new EdgeName("edge-2"), URI.create("http://127.0.0.1:8083"), 4);
    private final EdgeTokenRoot root = EdgeTokenRoot.of(new byte[32]);

    @TempDir
    Path directory;

    @Test
    void eachEdgeGetsItsOwnKeyAndThoseBetweenItAndItsSiblingsAndNoMore() throws IOException {
        Path keys = directory.resolve("keys");
        new EdgeKeyFiles(List.of(ONE, TWO), root).write(keys);
        EdgeTokenKey own = EdgeTokenKey.ofKeyFileLine(Files.readString(keys.resolve("edge-2.key")));
        assertEquals("edge-2", own.edge().text());
        assertEquals(4, own.generation());
        List<EdgeSiblingKey> shared = Files.readAllLines(keys.resolve("edge-2.siblings")).stream()
                .map(EdgeSiblingKey::ofKeyFileLine)
                .toList();
        assertEquals(
                List.of(
                        "EdgeSiblingKey[edge-2 to edge-1, generation 1]",
                        "EdgeSiblingKey[edge-1 to edge-2, generation 4]"),
                shared.stream().map(EdgeSiblingKey::toString).toList());
        assertEquals(
                Files.readAllLines(keys.resolve("edge-1.siblings")).stream()
                        .sorted()
                        .toList(),
                Files.readAllLines(keys.resolve("edge-2.siblings")).stream()
                        .sorted()
                        .toList());
        for (String file : List.of("edge-1.key", "edge-1.siblings", "edge-2.key", "edge-2.siblings")) {
            assertEquals(
                    PosixFilePermissions.fromString("rw-------"), Files.getPosixFilePermissions(keys.resolve(file)));
        }
    }

    @Test
    void anEdgeAloneGetsNoSiblingKeysAndAFileThatIsRightIsLeft() throws IOException {
        EdgeKeyFiles files = new EdgeKeyFiles(List.of(ONE), root);
        files.write(directory);
        assertFalse(Files.exists(directory.resolve("edge-1.siblings")));
        FileTime then = FileTime.fromMillis(1_000_000);
        Files.setLastModifiedTime(directory.resolve("edge-1.key"), then);
        files.write(directory);
        assertEquals(then, Files.getLastModifiedTime(directory.resolve("edge-1.key")));
        Files.writeString(directory.resolve("edge-1.key"), "something else");
        files.write(directory);
        assertEquals(files.revealKey("edge-1") + "\n", Files.readString(directory.resolve("edge-1.key")));
    }

    @Test
    void anEdgeNobodyConfiguredHasNoKey() {
        EdgeKeyFiles files = new EdgeKeyFiles(List.of(ONE), root);
        assertThrows(IllegalArgumentException.class, () -> files.revealKey("edge-9"));
    }
}
