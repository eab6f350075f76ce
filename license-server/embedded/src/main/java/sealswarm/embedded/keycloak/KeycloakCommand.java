package sealswarm.embedded.keycloak;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The command lines of Keycloak's two phases. The JVM is started directly and not by {@code kc.sh}, so that the process we know
 * is the process that runs, on every operating system. No secret is in them.
 */
final class KeycloakCommand {
    /**
     * Keycloak's own options, but for two: the serial collector and the first compiler alone. A start then takes 17 s of
     * processor time instead of 28 and less memory; what one machine asks of it later is little.
     */
    private static final List<String> JVM_OPTIONS = List.of(
            "-XX:MetaspaceSize=96M",
            "-XX:MaxMetaspaceSize=256m",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xshare:auto",
            "-Xms64m",
            "-Dfile.encoding=UTF-8",
            "-Duser.language=en",
            "-Duser.country=US",
            "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
            "-Djava.util.concurrent.ForkJoinPool.common.threadFactory="
                    + "io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory",
            "-Dpicocli.disable.closures=true",
            "--add-opens=java.base/java.util=ALL-UNNAMED",
            "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
            "--add-opens=java.base/java.security=ALL-UNNAMED",
            "--add-opens=java.base/java.lang=ALL-UNNAMED");

    /** The options that are fixed when the distribution is built. */
    private static final List<String> BUILD = List.of("build", "--db=dev-file", "--health-enabled=true");

    private KeycloakCommand() {}

    /** Builds the distribution in {@code home} for the options that {@link #start} relies on. */
    static List<String> build(Path home) {
        return java(home, home, "-Xmx512m", BUILD);
    }

    /** Starts the distribution {@code built} with its state in {@code home}, all ports on loopback, no cluster. */
    static List<String> start(Path built, Path home, int httpPort, int managementPort) {
        return java(
                built,
                home,
                "-Xmx256m",
                List.of(
                        "start",
                        "--optimized",
                        "--cache=local",
                        "--http-enabled=true",
                        "--http-host=127.0.0.1",
                        "--http-port=" + httpPort,
                        "--http-management-port=" + managementPort,
                        "--hostname=http://127.0.0.1:" + httpPort));
    }

    private static List<String> java(Path built, Path home, String heap, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM_OPTIONS);
        command.add(heap);
        command.add("-Dkc.home.dir=" + home);
        command.add("-Djboss.server.config.dir=" + home.resolve("conf"));
        command.add("-cp");
        command.add(built.resolve("lib/quarkus-run.jar") + File.pathSeparator + ownClasses());
        command.add(ChildMain.class.getName());
        command.addAll(arguments);
        return List.copyOf(command);
    }

    /** The jar or directory with {@link ChildMain}. */
    private static Path ownClasses() {
        try {
            return Path.of(ChildMain.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new KeycloakException("cannot find the jar of " + ChildMain.class.getName(), e);
        }
    }
}
