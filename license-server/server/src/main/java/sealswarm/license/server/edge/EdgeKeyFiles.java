package sealswarm.license.server.edge;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import sealswarm.format.disk.PrivateFile;
import sealswarm.license.server.edge.Edges.Edge;
import sealswarm.overlay.token.EdgeTokenRoot;

/**
 * The secrets each edge is given (docs/spec/edge-token-v1.md): {@code <name>.key} with its own token key, {@code <name>.siblings}
 * with the keys between it and every other edge. Each file is a secret for that one edge.
 */
public final class EdgeKeyFiles {
    private static final int MAX_BYTES = 64 * 1024;

    private final List<Edge> edges;
    private final EdgeTokenRoot root;

    public EdgeKeyFiles(List<Edge> edges, EdgeTokenRoot root) {
        this.edges = List.copyOf(edges);
        this.root = root;
    }

    /**
     * The token key of one edge as a key file's line.
     *
     * @throws IllegalArgumentException if there is no edge of that name
     */
    public String revealKey(String name) {
        Edge edge = edges.stream()
                .filter(known -> known.name().text().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no edge of that name: " + name));
        return root.derive(edge.name(), edge.generation()).revealKeyFileLine();
    }

    /** The keys from and to each sibling of an edge, one per line; empty if it is alone. */
    String revealSiblings(Edge edge) {
        StringBuilder lines = new StringBuilder();
        for (Edge other : edges) {
            if (!other.name().equals(edge.name())) {
                lines.append(root.deriveSibling(edge.name(), other.name(), other.generation())
                                .revealKeyFileLine())
                        .append('\n')
                        .append(root.deriveSibling(other.name(), edge.name(), edge.generation())
                                .revealKeyFileLine())
                        .append('\n');
            }
        }
        return lines.toString();
    }

    /** Writes all files. Blocks. */
    public void write(Path directory) throws IOException {
        Files.createDirectories(directory);
        for (Edge edge : edges) {
            replace(
                    directory.resolve(edge.name() + ".key"),
                    revealKey(edge.name().text()) + "\n");
            String siblings = revealSiblings(edge);
            if (!siblings.isEmpty()) {
                replace(directory.resolve(edge.name() + ".siblings"), siblings);
            }
        }
    }

    private static void replace(Path file, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        Optional<byte[]> known = new PrivateFile(file, MAX_BYTES).read();
        if (known.isEmpty() || !java.security.MessageDigest.isEqual(known.get(), bytes)) {
            PrivateFile.replace(file, bytes);
        }
    }
}
