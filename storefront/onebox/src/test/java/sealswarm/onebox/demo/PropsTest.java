package sealswarm.onebox.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PropsTest {
    @TempDir
    Path directory;

    @Test
    void laysOutAFilmAndAnAlbumWithTheirJobFiles() throws Exception {
        Props props = Props.layOut(directory.resolve("media"), Optional.empty());
        assertEquals("film.webm", String.valueOf(props.clearFilm().getFileName()));
        assertTrue(Files.size(props.clearFilm()) > 1_000_000 && Files.size(props.clearFilm()) <= 4 << 20);
        assertEquals("01-first-light.opus", String.valueOf(props.song(1).getFileName()));
        assertEquals("02-merkle-wood.opus", String.valueOf(props.song(2).getFileName()));
        for (Release release : props.releases()) {
            String job = Files.readString(release.job());
            assertTrue(job.contains("id: " + release.title() + "\n") && job.contains("offer:"), job);
            assertTrue(release.inputs().isEmpty());
        }
    }

    @Test
    void takesTheCallersOwnFilmWhereItIsAndNamesItInTheJobFile() throws Exception {
        Path file = Files.writeString(directory.resolve("My \"holiday\" \\ film.mp4"), "not really a film");
        OwnFilm own = OwnFilm.of(file);
        Props props = Props.layOut(directory.resolve("media"), Optional.of(own));
        assertEquals(file, props.clearFilm());
        assertEquals(new Release("own-film", 1, props.film().job(), List.of(file)), props.film());
        assertTrue(Files.readString(props.film().job()).contains("\ntitle: \"My holiday film\"\n"));
        assertEquals("merkle-wood", props.album().title());
    }
}
