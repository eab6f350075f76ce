package sealswarm.packager.pack;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import sealswarm.format.disk.Disk;
import sealswarm.format.key.StudioId;
import sealswarm.format.key.TitleId;
import sealswarm.format.key.TrackId;
import sealswarm.format.manifest.LanguageTag;
import sealswarm.format.manifest.MediaType;
import sealswarm.format.manifest.TrackRole;

/**
 * Everything about a package that is decided before its bytes are read.
 *
 * @param titleId the title
 * @param studioId who packs it; empty: it follows from the signing key
 * @param revision 1 and rising
 * @param supersedes packageId of the previous revision
 * @param title its name
 * @param summary a few sentences
 * @param tracks sorted by id
 * @param publicFiles clear files
 * @param warnings for the person who packs
 */
public record PackPlan(
        TitleId titleId,
        Optional<StudioId> studioId,
        long revision,
        Optional<String> supersedes,
        String title,
        Optional<String> summary,
        List<PlannedTrack> tracks,
        List<PlannedFile> publicFiles,
        List<String> warnings) {
    public PackPlan {
        tracks = List.copyOf(tracks);
        publicFiles = List.copyOf(publicFiles);
        warnings = List.copyOf(warnings);
    }

    /** One input and what it becomes. */
    public record PlannedTrack(
            TrackId id,
            Path input,
            Disk.Stamp stamp,
            String label,
            TrackRole role,
            MediaType mediaType,
            Optional<LanguageTag> lang,
            OptionalLong durationMs) {}

    /** One clear file and where it goes. */
    public record PlannedFile(Path input, String path, MediaType mediaType, String use) {}

    /** Plain bytes of all tracks. */
    public long sizeBytes() {
        return tracks.stream().mapToLong(track -> track.stamp().sizeBytes()).sum();
    }
}
