package sealswarm.format.fuzz;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class FormatFuzzTest {
    private static final int MUTATIONS = 1500;

    @TestFactory
    Stream<DynamicTest> noInputDoesMoreThanBeRefused() {
        return Fuzz.tests(List.of(FormatTarget.values()), Path.of("src/test/resources/fuzz"), MUTATIONS);
    }
}
