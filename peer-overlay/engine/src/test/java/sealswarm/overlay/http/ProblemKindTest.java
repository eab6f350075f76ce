package sealswarm.overlay.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProblemKindTest {
    private String document = "";

    @BeforeEach
    void read() throws IOException {
        document = Files.readString(Path.of(System.getProperty("sealswarm.root"), "docs", "problems.md"));
    }

    @Test
    void documentListsEveryKindOfTheEdgeAndNoOther() {
        StringBuilder table = new StringBuilder("| code | HTTP | exit | meaning |\n|---|---|---|---|\n");
        for (ProblemKind kind : ProblemKind.values()) {
            table.append(
                    "| %s | %d | %d | %s |%n".formatted(kind.code(), kind.status(), kind.exitCode(), kind.title()));
        }
        assertTrue(document.endsWith(table.toString()), "docs/problems.md must end with:\n" + table);
    }

    @Test
    void aCodeMeansTheSameWhereverItStands() {
        for (ProblemKind kind : ProblemKind.values()) {
            List<String> rows = document.lines()
                    .filter(line -> line.startsWith("| " + kind.code() + " |"))
                    .distinct()
                    .toList();
            assertEquals(1, rows.size(), () -> "rows of " + kind + " differ: " + rows);
        }
    }
}
