package sealswarm.onebox.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/** The media of the story as a studio would have them: files in a folder, with their job files. Made for this project. */
final class Props {
    private static final List<String> FILM =
            List.of("film.webm", "film.en.vtt", "film.de.vtt", "film.chapters.vtt", "poster.jpg", "film.title.yaml");
    private static final List<String> ALBUM =
            List.of("album/01-first-light.opus", "album/02-merkle-wood.opus", "album/poster.jpg", "album.title.yaml");
    private static final String OWN = "own.title.yaml";

    private final Path folder;
    private final Release film;
    private final Path clearFilm;

    private Props(Path folder, Release film, Path clearFilm) {
        this.folder = folder;
        this.film = film;
        this.clearFilm = clearFilm;
    }

    /**
     * Lays the media out.
     *
     * @param ownFilm a media file to use as the film, with the demo's poster
     */
    static Props layOut(Path folder, Optional<OwnFilm> ownFilm) throws IOException {
        Path films = Files.createDirectories(folder.resolve("film"));
        Files.createDirectories(folder.resolve("album"));
        for (String name : ALBUM) {
            copy(name, folder.resolve("album").resolve(name.substring(name.indexOf('/') + 1)));
        }
        if (ownFilm.isPresent()) {
            return own(folder, films, ownFilm.get());
        }
        for (String name : FILM) {
            copy(name, films.resolve(name));
        }
        Release film = new Release("sealed-seas", 4, films.resolve("film.title.yaml"), List.of());
        return new Props(folder, film, films.resolve("film.webm"));
    }

    private static Props own(Path folder, Path films, OwnFilm own) throws IOException {
        copy("poster.jpg", films.resolve("poster.jpg"));
        Path job = films.resolve(OWN);
        copy(OWN, job);
        Files.writeString(job, Files.readString(job).replace("@name@", own.name()));
        return new Props(folder, new Release("own-film", 1, job, List.of(own.file())), own.file());
    }

    private static void copy(String resource, Path to) throws IOException {
        try (InputStream in = Props.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new UncheckedIOException(new IOException("missing in the jar: " + resource));
            }
            Files.copy(in, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    Release film() {
        return film;
    }

    Release album() {
        return new Release("merkle-wood", 2, folder.resolve("album").resolve("album.title.yaml"), List.of());
    }

    /** Both titles, in the order they are published. */
    List<Release> releases() {
        return List.of(film(), album());
    }

    /** The film as the studio has it, unsealed. */
    Path clearFilm() {
        return clearFilm;
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
