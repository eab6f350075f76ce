package sealswarm.format.manifest;

import java.util.Locale;
import sealswarm.format.problem.FormatException;

/** What a track is to the title. */
public enum TrackRole {
    VIDEO,
    AUDIO,
    SUBTITLE,
    TEXT,
    EXTRA;

    /** The role of this name. */
    public static TrackRole of(String name) {
        for (TrackRole role : values()) {
            if (role.text().equals(name)) {
                return role;
            }
        }
        throw FormatException.malformed("not a role (video, audio, subtitle, text, extra)");
    }

    /** The name in documents. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
