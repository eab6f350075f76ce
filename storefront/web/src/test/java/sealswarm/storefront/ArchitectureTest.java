package sealswarm.storefront;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import sealswarm.trial.house.HouseRules;

class ArchitectureTest {
    @TestFactory
    Stream<DynamicTest> followsTheRulesOfTheHouse() {
        return HouseRules.of("storefront/web");
    }
}
