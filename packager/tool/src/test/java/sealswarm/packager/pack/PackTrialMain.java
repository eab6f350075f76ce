package sealswarm.packager.pack;

import java.io.IOException;
import java.nio.file.Path;
import sealswarm.format.disk.LocalDisk;

/** The child of {@link PackCrashIT}: packs, saying a line after each range and at the end. */
public final class PackTrialMain {
    private PackTrialMain() {}

    /** Takes directory, input and out. */
    public static void main(String[] arguments) throws IOException {
        try (PackTrial trial = new PackTrial(Path.of(arguments[0]))) {
            trial.fixed(new LocalDisk(), arguments[1], arguments[2], () -> say("range"));
            say(trial.remarks.contains(PackTrial.RESUMED) ? "resumed" : "fresh");
        }
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
