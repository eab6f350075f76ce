package sealswarm.packager;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import sealswarm.trial.house.HouseRules;

class ArchitectureTest {
    @TestFactory
    Stream<DynamicTest> keepsTheHouseRules() {
        return HouseRules.of("packager/tool");
    }
}
