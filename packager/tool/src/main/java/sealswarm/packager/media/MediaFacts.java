package sealswarm.packager.media;

import java.util.List;
import java.util.OptionalLong;
import sealswarm.format.manifest.MediaType;

/**
 * What is known of a media file.
 *
 * @param mediaType by its first bytes
 * @param durationMs playing time, if the container tells it
 * @param warnings what a buyer's browser will not like, each with its fix
 */
public record MediaFacts(MediaType mediaType, OptionalLong durationMs, List<String> warnings) {
    /** Nothing known: opaque bytes. */
    static final MediaFacts OPAQUE = of(MediaType.OCTETS.text());

    public MediaFacts {
        warnings = List.copyOf(warnings);
    }

    static MediaFacts of(String mediaType) {
        return new MediaFacts(new MediaType(mediaType), OptionalLong.empty(), List.of());
    }

    static MediaFacts of(String mediaType, double durationMs) {
        return new MediaFacts(new MediaType(mediaType), millis(durationMs), List.of());
    }

    /** A duration that makes sense: more than nothing, at most a thousand hours. */
    static OptionalLong millis(double durationMs) {
        boolean sensible = durationMs >= 1 && durationMs <= 1000.0 * 3600 * 1000;
        return sensible ? OptionalLong.of(Math.round(durationMs)) : OptionalLong.empty();
    }

    /** Whether it is an audio type. */
    public boolean isAudio() {
        return mediaType.text().startsWith("audio/");
    }

    /** Whether it is a video type. */
    public boolean isVideo() {
        return mediaType.text().startsWith("video/");
    }
}
