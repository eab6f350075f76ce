package sealswarm.embedded.keycloak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * The administrator is made at the end of the first start only. A first start that was killed leaves accounts without an
 * administrator, so its state is dropped; from the first success on, nothing is ever dropped.
 */
final class FirstStart {
    private final Path password;
    private final Path done;

    FirstStart(Path data) {
        password = data.resolve("keycloak-admin.secret");
        done = data.resolve("keycloak.initialized");
    }

    /** The administrator's password, made once. */
    String password(Supplier<String> fresh) throws IOException {
        if (Files.exists(password)) {
            return Files.readString(password).strip();
        }
        if (Files.exists(done)) {
            throw new KeycloakException("the administrator's password is missing: " + password
                    + " (fix: restore it from a backup, or start with an empty data directory)");
        }
        String made = fresh.get();
        ClosedFiles.write(password, made + "\n");
        return made;
    }

    void dropHalfMade(Path state) throws IOException {
        if (Files.exists(done) || !Files.exists(state)) {
            return;
        }
        ClosedFiles.deleteTree(state);
    }

    void done() throws IOException {
        if (!Files.exists(done)) {
            ClosedFiles.write(done, "");
        }
    }
}
