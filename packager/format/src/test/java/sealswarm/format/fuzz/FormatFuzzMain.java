package sealswarm.format.fuzz;

import java.util.List;

/** The long run of this module's targets under Jazzer, see profile {@code fuzz}. */
public final class FormatFuzzMain {
    private FormatFuzzMain() {}

    /** Arguments as {@link JazzerRun#main}. */
    public static void main(String[] arguments) throws Exception {
        // The samples keep worker threads.
        System.exit(JazzerRun.main(FormatFuzzMain.class, List.of(FormatTarget.values()), arguments));
    }

    /** Jazzer's entry. */
    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        FormatTarget.valueOf(JazzerRun.target()).feed(input);
    }
}
