package sealswarm.player.acquisition;

import java.util.List;
import java.util.Optional;
import sealswarm.format.key.TrackId;
import sealswarm.format.manifest.Manifest;
import sealswarm.format.manifest.Track;
import sealswarm.format.manifest.TrackRole;
import sealswarm.license.LicenseDocument;
import sealswarm.license.message.Licenses.SwarmAccess;

/**
 * A title that may be opened: its license, its verified manifest, and how to join its swarms.
 *
 * @param license in force
 * @param manifest opened by the license
 * @param swarm per track of the license; may hold expired tokens where the license was kept
 */
public record LicensedTitle(LicenseDocument license, Manifest manifest, List<SwarmAccess> swarm) {
    public LicensedTitle {
        swarm = List.copyOf(swarm);
    }

    /** The same title under a renewed license. */
    public LicensedTitle with(LicenseDocument renewed, List<SwarmAccess> access) {
        return new LicensedTitle(renewed, manifest, access);
    }

    /** The tracks of the manifest that the license names, in the manifest's order. */
    public List<Track> tracks() {
        return manifest.tracks().stream()
                .filter(track -> license.terms().rights().tracks().contains(track.id()))
                .toList();
    }

    /** Those that are watched or listened to. */
    public List<Track> media() {
        return tracks().stream().filter(track -> isMedia(track.role())).toList();
    }

    /** Those that are read: subtitles and chapters. */
    public List<Track> texts() {
        return tracks().stream()
                .filter(track -> track.role() == TrackRole.SUBTITLE || track.role() == TrackRole.TEXT)
                .toList();
    }

    public Optional<Track> track(TrackId id) {
        return tracks().stream().filter(track -> track.id().equals(id)).findFirst();
    }

    public Optional<SwarmAccess> access(TrackId id) {
        return swarm.stream().filter(access -> access.trackId().equals(id)).findFirst();
    }

    private static boolean isMedia(TrackRole role) {
        return role == TrackRole.VIDEO || role == TrackRole.AUDIO || role == TrackRole.EXTRA;
    }
}
