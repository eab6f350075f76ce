package sealswarm.trial.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.EvaluationResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HouseRulesTest {
    /** Breaks four rules at once; never used. */
    static final class OffenderHelper {
        Instant when() {
            return Instant.now();
        }

        boolean knows(ModuleMap map) {
            return map.knows("a module that is not ours");
        }

        Mac mac() throws NoSuchAlgorithmException {
            return Mac.getInstance("HmacSHA256");
        }
    }

    private static final String PAGE = """
            | module | artifact | packages | may use |
            |---|---|---|---|
            | a/low | x | `sealswarm.a.{one,two}` | |
            | a/high | y | `sealswarm.a` | a/low |
            | b | z | `sealswarm.b` | a/high |
            """;

    @Test
    void refusesAnOffender(@TempDir Path folder) throws IOException {
        ModuleMap map = ModuleMap.read(Files.writeString(folder.resolve("page.md"), PAGE));
        JavaClasses offender = new ClassFileImporter().importClasses(OffenderHelper.class);
        List<String> broken = HouseRules.rules(map, "a/low").stream()
                .map(rule -> rule.allowEmptyShould(true).evaluate(offender))
                .filter(EvaluationResult::hasViolation)
                .map(result -> result.getFailureReport().toString())
                .toList();
        assertEquals(4, broken.size(), broken::toString);
        String all = String.join("\n", broken);
        assertTrue(all.contains("time, chance, environment and threads are injected"), all);
        assertTrue(all.contains("no Manager, Util, Helper"), all);
        assertTrue(all.contains("cryptography are touched only where the house says"), all);
        assertTrue(all.contains("only modules with an arrow"), all);
    }

    @Test
    void readsOwnersAndTransitiveArrowsFromThePage(@TempDir Path folder) throws IOException {
        ModuleMap map = ModuleMap.read(Files.writeString(folder.resolve("page.md"), PAGE));
        assertEquals(Optional.of("a/low"), map.owner("sealswarm.a.one.deep"));
        assertEquals(Optional.of("a/high"), map.owner("sealswarm.a.three"));
        assertEquals(Optional.empty(), map.owner("sealswarm.onepage"));
        assertTrue(map.reachable("b").contains("a/low"));
        assertFalse(map.reachable("a/low").contains("b"));
    }
}
