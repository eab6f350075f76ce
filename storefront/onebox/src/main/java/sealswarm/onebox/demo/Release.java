package sealswarm.onebox.demo;

import java.nio.file.Path;
import java.util.List;

/**
 * A title of the story.
 *
 * @param title the title's id, as its job file has it
 * @param tracks how many it has
 * @param job its job file
 * @param inputs files for the tracks that the job file names no file for
 */
record Release(String title, int tracks, Path job, List<Path> inputs) {
    Release {
        inputs = List.copyOf(inputs);
    }

    /** The directory it is packed to. */
    Path packageOf(Path data) {
        return data.resolve("packages").resolve(title + ".pkg");
    }
}
