package sealswarm.overlay;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import sealswarm.trial.house.HouseRules;

class ProtocolArchitectureTest {
    @TestFactory
    Stream<DynamicTest> followsTheRulesOfTheHouse() {
        return HouseRules.of("peer-overlay/protocol");
    }
}
