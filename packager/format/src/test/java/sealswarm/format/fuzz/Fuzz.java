package sealswarm.format.fuzz;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import sealswarm.trial.Cases;

/** What every build runs: each target's corpus and seeds as they are, then seeded mutations of them. */
public final class Fuzz {
    private static final int SHOWN_BYTES = 2048;

    private Fuzz() {}

    /**
     * Two tests for each target.
     *
     * @param corpus the folder that holds one folder of inputs for each target
     * @param mutations how many for each target; a failing one prints its seed
     */
    public static Stream<DynamicTest> tests(List<? extends FuzzTarget> targets, Path corpus, int mutations) {
        return targets.stream()
                .flatMap(target -> Stream.of(
                        DynamicTest.dynamicTest(target.folder() + ": corpus", () -> {
                            List<Path> files = files(corpus.resolve(target.folder()));
                            assertFalse(files.isEmpty(), "no corpus for " + target.folder());
                            for (Path file : files) {
                                fed(target, Files.readAllBytes(file), file.toString());
                            }
                        }),
                        DynamicTest.dynamicTest(target.folder() + ": mutations", () -> {
                            List<byte[]> inputs = new ArrayList<>(target.seeds());
                            for (Path file : files(corpus.resolve(target.folder()))) {
                                inputs.add(Files.readAllBytes(file));
                            }
                            for (byte[] seed : target.seeds()) {
                                fed(target, seed, "seed");
                            }
                            Cases.forAll(
                                    target.folder().hashCode(),
                                    mutations,
                                    random -> fed(target, Mutation.of(inputs, random), "mutation"));
                        })));
    }

    private static void fed(FuzzTarget target, byte[] input, String name) {
        try {
            target.feed(input);
        } catch (Throwable finding) {
            String shown = input.length <= SHOWN_BYTES ? HexFormat.of().formatHex(input) : input.length + " bytes";
            throw new AssertionError(target.folder() + ", " + name + ": " + shown, finding);
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().toList();
        }
    }
}
