package sealswarm.license.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProblemTypeTest {
    @Test
    void uriNamesTheTypeAndIsReadBack() {
        assertEquals("urn:sealswarm:problem:lease-expired", ProblemType.LEASE_EXPIRED.uri());
        for (ProblemType type : ProblemType.values()) {
            assertEquals(Optional.of(type), ProblemType.ofUri(type.uri()));
        }
    }

    @Test
    void foreignUriIsNoTypeOfOurs() {
        assertEquals(Optional.empty(), ProblemType.ofUri("urn:sealswarm:problem:"));
        assertEquals(Optional.empty(), ProblemType.ofUri("about:blank"));
        assertEquals(Optional.empty(), ProblemType.ofUri("urn:sealswarm:problem:LEASE-EXPIRED"));
    }

    @Test
    void statusIsAnErrorOrNoneAndExitCodeIsAFailure() {
        for (ProblemType type : ProblemType.values()) {
            assertTrue(type.status() == 0 || (type.status() >= 400 && type.status() < 600), type.name());
            assertTrue(type.exitCode() >= 1 && type.exitCode() <= 6, type.name());
        }
    }
}
