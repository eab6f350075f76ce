package sealswarm.license.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ProblemDocumentTest {
    @Test
    void documentListsEveryTypeAndNoOther() throws IOException {
        StringBuilder table = new StringBuilder("| code | HTTP | exit | meaning |\n|---|---|---|---|\n");
        for (ProblemType type : ProblemType.values()) {
            String status = type.status() == 0 ? "-" : Integer.toString(type.status());
            table.append("| %s | %s | %d | %s |%n".formatted(type.code(), status, type.exitCode(), type.title()));
        }
        String document = Files.readString(Path.of(System.getProperty("sealswarm.root"), "docs", "problems.md"));
        assertTrue(
                document.contains(table + "\n") || document.endsWith(table.toString()),
                "docs/problems.md must hold exactly:\n" + table);
    }

    @Test
    void readsTypeTextsAndMembers() {
        Problem problem = read(409, """
                {"type":"urn:sealswarm:problem:device-limit","title":"t","status":409,"detail":"all 5 slots are taken",\
                "hint":"free one","requestId":"r-1","deviceSlots":{"used":5,"max":5},"retryAt":"2031-04-05T06:07:08Z"}\
                """);
        assertEquals(ProblemType.DEVICE_LIMIT, problem.type());
        assertEquals("all 5 slots are taken", problem.detail());
        assertEquals("free one", problem.hint());
        assertEquals("r-1", problem.requestId());
        assertEquals(
                java.util.Set.of("deviceSlots", "retryAt"), problem.members().keySet());
    }

    @Test
    void unknownTypeAndForeignBodyMeanWhatTheStatusMeans() {
        assertEquals(ProblemType.NOT_FOUND, read(404, "<html>no</html>").type());
        assertEquals(ProblemType.INTERNAL, read(502, "").type());
        assertEquals(
                ProblemType.ROLE_MISSING,
                read(403, "{\"type\":\"urn:sealswarm:problem:of-tomorrow\"}").type());
        assertEquals(
                ProblemType.RATE_LIMITED,
                read(429, "x".repeat(Problem.MAX_BYTES + 1)).type());
    }

    private static Problem read(int status, String body) {
        return Problem.read(status, body.getBytes(StandardCharsets.UTF_8));
    }
}
