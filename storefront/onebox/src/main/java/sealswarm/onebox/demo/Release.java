package sealswarm.onebox.demo;

import java.nio.file.Path;

/** The two titles of the story. */
enum Release {
    FILM("sealed-seas", 4),
    ALBUM("merkle-wood", 2);

    private final String title;
    private final int tracks;

    Release(String title, int tracks) {
        this.title = title;
        this.tracks = tracks;
    }

    /** The title's id, as its job file has it. */
    String title() {
        return title;
    }

    int tracks() {
        return tracks;
    }

    Path job(Props props) {
        return switch (this) {
            case FILM -> props.filmJob();
            case ALBUM -> props.albumJob();
        };
    }

    Path packageOf(Path data) {
        return data.resolve("packages").resolve(title + ".pkg");
    }
}
