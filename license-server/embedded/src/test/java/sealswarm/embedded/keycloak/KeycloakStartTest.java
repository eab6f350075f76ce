package sealswarm.embedded.keycloak;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KeycloakStartTest {
    private final KeycloakStart start = new KeycloakStart();
    private Process child;

    @BeforeEach
    void startAChild() throws Exception {
        child = new ProcessBuilder("sleep", "600").start();
    }

    @AfterEach
    void endIt() {
        child.destroyForcibly();
    }

    @Test
    void endsTheChildOfAStartThatIsGivenUp() throws Exception {
        start.requireWanted();
        start.runs(child.toHandle());
        start.abandon();
        assertTrue(child.waitFor(10, TimeUnit.SECONDS));
        assertThrows(KeycloakException.class, start::requireWanted);
        assertThrows(KeycloakException.class, start::ready);
    }

    @Test
    void endsAChildThatStartsInTheMomentItIsGivenUp() throws Exception {
        start.abandon();
        start.runs(child.toHandle());
        assertTrue(child.waitFor(10, TimeUnit.SECONDS));
    }

    @Test
    void leavesAChildThatIsReadyToItsOwner() throws Exception {
        start.runs(child.toHandle());
        start.ready();
        start.abandon();
        assertFalse(child.waitFor(200, TimeUnit.MILLISECONDS));
    }
}
