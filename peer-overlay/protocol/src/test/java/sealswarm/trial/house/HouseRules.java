package sealswarm.trial.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * The architecture rules every module keeps: arrows between modules, where third-party code may be touched, what may not be
 * called directly because it is injected, and names that say nothing.
 */
public final class HouseRules {
    private static final Pattern BANNED_NAME =
            Pattern.compile(".*(Manager|Utils?|Helper|Impl|Base|Common|Dto)|I[A-Z][a-z].*|Abstract[A-Z].*");

    /** Third-party packages and the only packages or class names that may touch them. */
    private static final Map<String, Pattern> CONFINED = Map.of(
            "com.mongodb", Pattern.compile("sealswarm\\..*\\.(Mongo[^.]*|[A-Za-z]*Main|[A-Za-z]*Wiring)"),
            "de.bwaldvogel", Pattern.compile("sealswarm\\.embedded\\.store\\..*"),
            "org.h2", Pattern.compile("sealswarm\\.embedded\\.store\\..*"),
            "org.keycloak", Pattern.compile("sealswarm\\..*\\.(identity|account)\\..*"),
            "org.bouncycastle",
                    Pattern.compile("sealswarm\\.(format\\.(cipher|key|wrap|envelope)|license\\.(key|device|receipt)"
                            + "|license\\.server\\.keystore|overlay\\.(token|ack))\\..*"),
            "javax.crypto",
                    Pattern.compile("sealswarm\\.(format\\.(cipher|key|wrap|envelope)|license\\.(key|device|receipt)"
                            + "|license\\.server\\.keystore|overlay\\.(token|ack))\\..*"));

    /** Sources of time, chance, threads: injected everywhere, made only in a main class or an adapter of a port. */
    private static final Map<String, Set<String>> INJECTED = Map.of(
            "java.time.Instant", Set.of("now"),
            "java.time.LocalDate", Set.of("now"),
            "java.time.LocalDateTime", Set.of("now"),
            "java.time.ZonedDateTime", Set.of("now"),
            "java.lang.System", Set.of("currentTimeMillis", "nanoTime", "getenv"),
            "java.util.UUID", Set.of("randomUUID"),
            "java.util.concurrent.ThreadLocalRandom", Set.of("current"),
            "java.util.Random", Set.of("<init>"),
            "java.lang.Thread", Set.of("<init>", "sleep"),
            "java.lang.Math", Set.of("random"));

    private static final Pattern MAY_MAKE =
            Pattern.compile(".*Main(\\$.*)?|sealswarm\\..*\\.(System|Jdk|Vertx|Real)[A-Z][^.]*|sealswarm\\.console\\..*"
                    + "|sealswarm\\..*\\.(transport|cli)\\..*|sealswarm\\.onebox\\..*");

    private HouseRules() {}

    /** One test per rule for the module at {@code modulePath} below the repository's root, such as {@code packager/console}. */
    public static Stream<DynamicTest> of(String modulePath) {
        Path root = Path.of(
                Optional.ofNullable(System.getProperty("sealswarm.root")).orElse("."));
        ModuleMap map = ModuleMap.read(root.resolve("docs/architecture.md"));
        if (!map.knows(modulePath)) {
            throw new IllegalStateException(modulePath + " is not in the table of docs/architecture.md");
        }
        JavaClasses classes = new ClassFileImporter().importPath(root.resolve(modulePath + "/target/classes"));
        return rules(map, modulePath).stream()
                .map(rule -> DynamicTest.dynamicTest(
                        rule.getDescription(), () -> rule.allowEmptyShould(true).check(classes)));
    }

    static List<ArchRule> rules(ModuleMap map, String module) {
        return List.of(
                arrows(map, module),
                onlyTokensOfTheOverlay(),
                noMoneyFromTransfers(),
                confinedLibraries(),
                injectedSources(),
                speakingNames(),
                pureOverlayCore(),
                noFeatureCycles("sealswarm.overlay.(*).."),
                noFeatureCycles("sealswarm.format.(*).."),
                noFeatureCycles("sealswarm.license.server.(*).."),
                noFeatureCycles("sealswarm.ledger.(*).."),
                noFeatureCycles("sealswarm.player.(*).."),
                noFeatureCycles("sealswarm.storefront.(*).."));
    }

    private static ArchRule arrows(ModuleMap map, String module) {
        Set<String> allowed = map.reachable(module);
        DescribedPredicate<JavaClass> forbidden = DescribedPredicate.describe(
                "in a module without an arrow from " + module,
                target -> target.getPackageName().startsWith("sealswarm")
                        && map.owner(target.getPackageName())
                                .map(owner -> !allowed.contains(owner))
                                .orElse(true));
        return noClasses()
                .should()
                .dependOnClassesThat(forbidden)
                .as(module + " uses only modules with an arrow in docs/architecture.md");
    }

    private static ArchRule onlyTokensOfTheOverlay() {
        DescribedPredicate<JavaClass> otherOverlay = DescribedPredicate.describe(
                "of the overlay other than overlay.token",
                target -> target.getPackageName().startsWith("sealswarm.overlay")
                        && !target.getPackageName().startsWith("sealswarm.overlay.token"));
        return noClasses()
                .that()
                .resideInAPackage("sealswarm.license.server..")
                .should()
                .dependOnClassesThat(otherOverlay)
                .as("the license server sees of the overlay only its tokens");
    }

    private static ArchRule noMoneyFromTransfers() {
        return noClasses()
                .that()
                .resideInAnyPackage("sealswarm.license..", "sealswarm.ledger..", "sealswarm.storefront..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "sealswarm.overlay.ack..", "sealswarm.overlay.membership..", "sealswarm.overlay.collector..")
                .as("charges and royalties never follow from transfer acks");
    }

    private static ArchRule confinedLibraries() {
        return noClasses()
                .should(new ConfinedUse(CONFINED))
                .as("databases, identity, cryptography are touched only where the house says");
    }

    private static ArchRule injectedSources() {
        DescribedPredicate<JavaCall<?>> makes = DescribedPredicate.describe(
                "a source of time, chance, environment or threads (fix: have it injected)",
                call -> INJECTED.getOrDefault(call.getTargetOwner().getName(), Set.of())
                                .contains(call.getTarget().getName())
                        || call.getTargetOwner().getName().equals("java.util.concurrent.Executors"));
        DescribedPredicate<JavaClass> ordinary = DescribedPredicate.describe(
                "neither a main class nor an adapter",
                type -> !MAY_MAKE.matcher(type.getName()).matches());
        return noClasses()
                .that(ordinary)
                .should()
                .callCodeUnitWhere(makes)
                .as("time, chance, environment and threads are injected");
    }

    private static ArchRule speakingNames() {
        DescribedPredicate<JavaClass> mute = DescribedPredicate.describe(
                "a name that says nothing",
                type -> BANNED_NAME.matcher(type.getSimpleName()).matches());
        return noClasses()
                .should(ArchCondition.from(mute))
                .as("no Manager, Util, Helper, Impl, Base, Common, Dto, no I or Abstract prefix");
    }

    private static ArchRule pureOverlayCore() {
        return noClasses()
                .that()
                .resideInAnyPackage(
                        "sealswarm.overlay.swarm..",
                        "sealswarm.overlay.peer..",
                        "sealswarm.overlay.picker..",
                        "sealswarm.overlay.utp..",
                        "sealswarm.overlay.wire..",
                        "sealswarm.overlay.merkle..",
                        "sealswarm.overlay.bencode..",
                        "sealswarm.overlay.metainfo..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vertx..", "io.netty..", "java.net..", "java.nio.channels..", "java.nio.file..")
                .as("the overlay's core knows no Vert.x, file or socket");
    }

    private static ArchRule noFeatureCycles(String pattern) {
        return slices().matching(pattern).should().beFreeOfCycles().as("features of " + pattern + " have no cycles");
    }
}
