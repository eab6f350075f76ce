package sealswarm.trial;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * Whether an outside partner (another BitTorrent client, a browser, a media tool) is on this machine. A missing partner is a
 * reported skip that names it; with {@code SEALSWARM_FORBID_SKIPS=1} in the environment it is a failure, so that continuous
 * integration cannot pass without having run the test.
 */
public final class Presence {
    private Presence() {}

    /** The program's path, or a skip (a failure where skips are forbidden) naming the package that has it. */
    public static Path program(String name, String debianPackage) {
        Optional<Path> found = find(name);
        require(found.isPresent(), name + " not found (install the package " + debianPackage + ")");
        return found.orElseThrow();
    }

    /** A Python 3 that can import {@code module}, or a skip as in {@link #program}. Debian's own interpreter goes first. */
    public static Path python(String module, String debianPackage) {
        Path python = Files.isExecutable(Path.of("/usr/bin/python3"))
                ? Path.of("/usr/bin/python3")
                : find("python3").orElse(Path.of("python3"));
        require(
                imports(python, module),
                "python3 cannot import " + module + " (install the package " + debianPackage + ")");
        return python;
    }

    /** Skips the running test, or fails it where skips are forbidden, unless {@code present}. */
    public static void require(boolean present, String reason) {
        if (!present && "1".equals(System.getenv("SEALSWARM_FORBID_SKIPS"))) {
            Assertions.fail("skips are forbidden here, and " + reason);
        }
        Assumptions.assumeTrue(present, reason);
    }

    private static Optional<Path> find(String name) {
        for (String directory : System.getenv().getOrDefault("PATH", "/usr/bin").split(File.pathSeparator, -1)) {
            Path candidate = Path.of(directory, name);
            if (Files.isExecutable(candidate)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    private static boolean imports(Path python, String module) {
        try {
            Process process = new ProcessBuilder(python.toString(), "-c", "import " + module)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
