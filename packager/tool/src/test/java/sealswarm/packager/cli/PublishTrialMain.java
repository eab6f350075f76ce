package sealswarm.packager.cli;

import java.nio.file.Path;

/** The child of {@link PublishCrashIT}: one run of {@code publish} at the desk in a directory. */
public final class PublishTrialMain {
    private PublishTrialMain() {}

    /** Takes the directory. */
    public static void main(String[] arguments) {
        Bench.Said said =
                new Bench(Path.of(arguments[0])).run("publish", "p", "--title", "title.yaml", "--live", "--json");
        System.out.println(said.exit());
        System.out.flush();
    }
}
