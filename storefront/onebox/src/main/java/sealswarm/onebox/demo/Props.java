package sealswarm.onebox.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import sealswarm.console.exit.Refusal;

/** The media of the story as a studio would have them: files in a folder, with their job files. Made for this project. */
final class Props {
    private static final List<String> FILM =
            List.of("film.webm", "film.en.vtt", "film.de.vtt", "film.chapters.vtt", "poster.jpg", "film.title.yaml");
    private static final List<String> ALBUM =
            List.of("album/01-first-light.opus", "album/02-merkle-wood.opus", "album/poster.jpg", "album.title.yaml");

    private final Path folder;

    private Props(Path folder) {
        this.folder = folder;
    }

    /**
     * Lays the media out.
     *
     * @param ownFilm a media file to use as the film, with the demo's subtitles and poster
     */
    static Props layOut(Path folder, Optional<Path> ownFilm) throws IOException {
        Files.createDirectories(folder.resolve("film"));
        Files.createDirectories(folder.resolve("album"));
        for (String name : FILM) {
            copy(name, folder.resolve("film").resolve(name));
        }
        for (String name : ALBUM) {
            copy(name, folder.resolve("album").resolve(name.substring(name.indexOf('/') + 1)));
        }
        Props props = new Props(folder);
        if (ownFilm.isPresent()) {
            props.replaceFilm(ownFilm.get());
        }
        return props;
    }

    private static void copy(String resource, Path to) throws IOException {
        try (InputStream in = Props.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new UncheckedIOException(new IOException("missing in the jar: " + resource));
            }
            Files.copy(in, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** A link and not a copy: the film may be large. The job file names it by its own name, which tells its type. */
    private void replaceFilm(Path film) throws IOException {
        Path file = film.toAbsolutePath();
        if (!Files.isReadable(file) || !Files.isRegularFile(file)) {
            throw Refusal.notFound("file-not-found", film + ": no such media file", "check the path");
        }
        String name = file.getFileName().toString();
        String suffix = name.contains(".") ? name.substring(name.lastIndexOf('.')) : "";
        if (!suffix.matches("\\.[A-Za-z0-9]{1,5}")) {
            throw Refusal.usage("bad-value", film + ": a media file has a suffix such as .mp4", "rename it");
        }
        Files.delete(film());
        Path linked = folder.resolve("film").resolve("own" + suffix);
        try {
            Files.createLink(linked, file.toRealPath());
        } catch (IOException | UnsupportedOperationException e) {
            // Another file system: then it has to be a copy.
            Files.copy(file, linked);
        }
        Path job = filmJob();
        Files.writeString(job, Files.readString(job).replace("film.webm", "own" + suffix));
    }

    /** The clear film. */
    Path film() throws IOException {
        try (var files = Files.list(folder.resolve("film"))) {
            return files.filter(file -> file.getFileName().toString().matches("(own|film)\\.[A-Za-z0-9]+")
                            && !file.toString().endsWith(".yaml"))
                    .filter(file -> !file.getFileName().toString().endsWith(".vtt"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("no film in " + folder));
        }
    }

    /** The film's job file. */
    Path filmJob() {
        return folder.resolve("film").resolve("film.title.yaml");
    }

    /** The album's job file. */
    Path albumJob() {
        return folder.resolve("album").resolve("album.title.yaml");
    }

    /** A clear track of the album, by its number from 1. */
    Path song(int number) throws IOException {
        try (var files = Files.list(folder.resolve("album"))) {
            return files.filter(file -> file.getFileName().toString().startsWith("0" + number))
                    .findFirst()
                    .orElseThrow(() -> new IOException("no song " + number + " in " + folder));
        }
    }
}
