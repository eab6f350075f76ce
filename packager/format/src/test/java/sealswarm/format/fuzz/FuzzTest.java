package sealswarm.format.fuzz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The kit itself: it finds what a target lets out, and says how to see it again. */
class FuzzTest {
    private static final List<byte[]> SEEDS = List.of("a(bc)d".getBytes(StandardCharsets.US_ASCII));

    @TempDir
    Path corpus;

    /** Lets an exception out for any input without its closing bracket. */
    private record Careless(String folder) implements FuzzTarget {
        @Override
        public List<byte[]> seeds() {
            return SEEDS;
        }

        @Override
        public void feed(byte[] input) {
            if (new String(input, StandardCharsets.ISO_8859_1).indexOf(')') < 0) {
                throw new IllegalStateException("no closing bracket");
            }
        }
    }

    @Test
    void namesTheFindingOfACorpusFileAndTheSeedOfAMutation() throws IOException {
        Files.createDirectories(corpus.resolve("careless"));
        Files.writeString(corpus.resolve("careless/open.bin"), "(((");
        List<DynamicTest> tests =
                Fuzz.tests(List.of(new Careless("careless")), corpus, 200).toList();
        assertEquals(2, tests.size());
        AssertionError file = assertThrows(AssertionError.class, tests.get(0).getExecutable());
        assertTrue(String.valueOf(file.getMessage()).contains("open.bin: 282828"), file.getMessage());
        AssertionError mutation =
                assertThrows(AssertionError.class, tests.get(1).getExecutable());
        assertTrue(String.valueOf(mutation.getMessage()).contains("-Dsealswarm.seed="), mutation.getMessage());
    }

    @Test
    void refusesToPassWithoutACorpus() throws IOException {
        Files.createDirectories(corpus.resolve("careless"));
        DynamicTest test = Fuzz.tests(List.of(new Careless("careless")), corpus, 1)
                .findFirst()
                .orElseThrow();
        assertThrows(AssertionError.class, test.getExecutable());
    }

    @Test
    void mutationsFollowFromTheirSeedAndKeepTheirLimit() {
        List<byte[]> inputs = List.of(new byte[Mutation.MAX_BYTES], SEEDS.get(0), new byte[0]);
        for (int seed = 0; seed < 500; seed++) {
            byte[] one = Mutation.of(inputs, new Random(seed));
            assertArrayEquals(one, Mutation.of(inputs, new Random(seed)));
            assertTrue(one.length <= Mutation.MAX_BYTES);
        }
    }
}
