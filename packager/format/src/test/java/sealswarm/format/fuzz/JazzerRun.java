package sealswarm.format.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Starts Jazzer once for each target in a JVM of its own. What it learns is kept under {@code target/fuzz} for the next run; a finding ends the
 * run with its input in a file whose path Jazzer prints, to be put into the corpus together with the repair.
 */
public final class JazzerRun {
    private static final String TARGET = "sealswarm.fuzz.target";
    private static final String ALL = "all";

    private JazzerRun() {}

    /** In Jazzer's JVM: the target that {@link #main} chose. */
    public static String target() {
        return System.getProperty(TARGET, "");
    }

    /**
     * Runs the targets.
     *
     * @param entry the class with {@code fuzzerTestOneInput}
     * @param arguments name of a target or {@code all}, seconds for each, folder of the corpus, folder for what is learnt
     * @return the status to exit with: 1 if there are findings
     */
    public static <T extends Enum<T> & FuzzTarget> int main(Class<?> entry, List<T> targets, String[] arguments)
            throws IOException, InterruptedException {
        if (arguments.length != 4) {
            throw new IllegalArgumentException("due: TARGET|all SECONDS CORPUS LEARNT");
        }
        List<String> failed = new ArrayList<>();
        for (T target : targets) {
            if (arguments[0].equals(ALL) || arguments[0].equals(target.name())) {
                Path learnt = Path.of(arguments[3]).resolve(target.folder());
                Files.createDirectories(learnt);
                int seed = 0;
                for (byte[] bytes : target.seeds()) {
                    Files.write(learnt.resolve("seed-" + seed++), bytes);
                }
                if (run(entry, target, arguments[1], Path.of(arguments[2]), learnt) != 0) {
                    failed.add(target.name());
                }
            }
        }
        System.out.println(failed.isEmpty() ? "== no findings" : "== findings in " + failed + ", see above");
        return failed.isEmpty() ? 0 : 1;
    }

    private static <T extends Enum<T> & FuzzTarget> int run(
            Class<?> entry, T target, String seconds, Path corpus, Path learnt)
            throws IOException, InterruptedException {
        System.out.printf(Locale.ROOT, "== %s for %s s%n", target.name(), seconds);
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1g",
                        "-D" + TARGET + "=" + target.name(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "com.code_intelligence.jazzer.Jazzer",
                        "--target_class=" + entry.getName(),
                        "--instrumentation_includes=sealswarm.**",
                        "--reproducer_path=" + learnt.getParent(),
                        "-max_total_time=" + seconds,
                        "-max_len=" + Mutation.MAX_BYTES,
                        "-rss_limit_mb=3000",
                        "-artifact_prefix=" + learnt.getParent() + "/" + target.folder() + "-",
                        learnt.toString(),
                        corpus.resolve(target.folder()).toString())
                .inheritIO()
                .start()
                .waitFor();
    }
}
