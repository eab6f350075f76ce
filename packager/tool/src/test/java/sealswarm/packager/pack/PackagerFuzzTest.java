package sealswarm.packager.pack;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import sealswarm.format.fuzz.Fuzz;

class PackagerFuzzTest {
    private static final int MUTATIONS = 1500;

    @TestFactory
    Stream<DynamicTest> noFileDoesMoreThanBeRefused() {
        return Fuzz.tests(List.of(PackagerTarget.values()), Path.of("src/test/resources/fuzz"), MUTATIONS);
    }
}
