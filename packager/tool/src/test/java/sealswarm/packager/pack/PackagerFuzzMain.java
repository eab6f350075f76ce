package sealswarm.packager.pack;

import java.util.List;
import sealswarm.format.fuzz.JazzerRun;

/** The long run of this module's targets under Jazzer, see profile {@code fuzz}. */
public final class PackagerFuzzMain {
    private PackagerFuzzMain() {}

    /** Arguments as {@link JazzerRun#main}. */
    public static void main(String[] arguments) throws Exception {
        // The samples keep worker threads.
        System.exit(JazzerRun.main(PackagerFuzzMain.class, List.of(PackagerTarget.values()), arguments));
    }

    /** Jazzer's entry. */
    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        PackagerTarget.valueOf(JazzerRun.target()).feed(input);
    }
}
