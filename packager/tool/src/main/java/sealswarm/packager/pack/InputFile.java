package sealswarm.packager.pack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import sealswarm.console.exit.Refusal;
import sealswarm.format.disk.Disk;
import sealswarm.format.manifest.PublicFile;
import sealswarm.overlay.merkle.Merkle;

/** Checks that an input is a file that can be packed. */
final class InputFile {
    private InputFile() {}

    /**
     * The real path of a file named on the command line.
     *
     * @throws Refusal exit 3 if there is none, exit 2 if it is no regular file, exit 1 if it cannot be read
     */
    static Path given(Path file) throws IOException {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw Refusal.notFound("file-not-found", file + ": no such file", "check the path");
        }
        Path real;
        try {
            real = file.toRealPath();
        } catch (NoSuchFileException e) {
            throw Refusal.notFound("file-not-found", file + ": a link to nothing", "check the link")
                    .causedBy(e);
        }
        if (!Files.isRegularFile(real)) {
            throw Refusal.usage("not-a-file", file + ": not a regular file", "give the file itself");
        }
        if (!Files.isReadable(real)) {
            throw Refusal.failure("file-denied", file + ": permission denied", "check owner and mode of the file");
        }
        return real;
    }

    /**
     * The real path of a file that a job file names; a link in the job's directory may not lead out of it.
     *
     * @throws Refusal as {@link #given}, and exit 2 for a link that leads outside
     */
    static Path named(Path jobDirectory, String file) throws IOException {
        Path path = jobDirectory.resolve(file);
        Path real = given(path);
        boolean inside = path.normalize().startsWith(jobDirectory.normalize());
        if (inside && !real.startsWith(jobDirectory.toRealPath())) {
            throw Refusal.usage("link-outside", path + ": a link out of the job's directory", "name the file itself");
        }
        return real;
    }

    /**
     * Size and time of a track's input.
     *
     * @throws Refusal exit 2 if it is empty or beyond 1 TiB
     */
    static Disk.Stamp stamp(Disk disk, Path file) throws IOException {
        Disk.Stamp stamp = disk.stamp(file)
                .orElseThrow(() -> Refusal.usage("not-a-file", file + ": not a regular file", "give the file itself"));
        if (stamp.sizeBytes() == 0) {
            throw Refusal.usage("input-empty", file + ": is empty", "a track has at least one byte");
        }
        if (stamp.sizeBytes() > Merkle.MAX_SIZE_BYTES) {
            throw Refusal.usage("input-too-large", file + ": is larger than 1 TiB", "cut it into several tracks");
        }
        return stamp;
    }

    /** Refuses a public file beyond its limit. */
    static void requirePublicSize(Disk disk, Path file) throws IOException {
        long size = disk.stamp(file).map(Disk.Stamp::sizeBytes).orElse(0L);
        if (size > PublicFile.MAX_SIZE_BYTES) {
            throw Refusal.usage("input-too-large", file + ": a public file has at most 1 GiB", "make it a track");
        }
    }
}
