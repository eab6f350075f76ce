package sealswarm.console.exit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ExitCodeTest {
    @Test
    void findsEachCodeByItsStatus() {
        Set<Integer> statuses = new HashSet<>();
        for (ExitCode code : ExitCode.values()) {
            assertEquals(code, ExitCode.of(code.code()));
            statuses.add(code.code());
        }
        assertEquals(ExitCode.values().length, statuses.size());
    }

    @Test
    void readsAnUnknownStatusAsAFailureAndNeverAsDone() {
        for (int status : new int[] {Integer.MIN_VALUE, -1, 7, 129, 131, 142, 144, 256, Integer.MAX_VALUE}) {
            assertEquals(ExitCode.FAILURE, ExitCode.of(status));
        }
    }
}
