package sealswarm.packager.pack;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the command line says, which goes before what the job file says.
 *
 * @param inputs files to pack
 * @param jobFile {@code title.yaml}
 * @param out the package to make
 * @param previous the package that this one follows
 * @param id of the title
 * @param name of the title
 * @param revision of the title
 * @param studio id of the studio
 */
public record PackOptions(
        List<Path> inputs,
        Optional<Path> jobFile,
        Path out,
        Optional<Path> previous,
        Optional<String> id,
        Optional<String> name,
        Optional<Long> revision,
        Optional<String> studio) {
    public PackOptions {
        inputs = List.copyOf(inputs);
    }
}
