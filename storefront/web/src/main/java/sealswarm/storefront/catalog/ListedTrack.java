package sealswarm.storefront.catalog;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A track as the title page shows it.
 *
 * @param id the track
 * @param label its name
 * @param role video, audio, subtitle, text or extra
 * @param langOrNull BCP 47 tag, or null
 * @param durationMillis running time, 0 if unknown
 * @param sizeBytes size of the file
 * @param swarmId its swarm, 40 hex digits
 */
public record ListedTrack(
        String id,
        String label,
        String role,
        @Nullable String langOrNull,
        long durationMillis,
        long sizeBytes,
        String swarmId) {
    /** The language, if the track has one. */
    public Optional<String> lang() {
        return Optional.ofNullable(langOrNull);
    }

    /** Whether it is a video or audio track, as opposed to text beside it. */
    public boolean isPlayable() {
        return role.equals("video") || role.equals("audio");
    }
}
