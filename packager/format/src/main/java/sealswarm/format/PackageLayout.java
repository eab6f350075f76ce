package sealswarm.format;

import java.nio.file.Path;
import sealswarm.format.key.TrackId;
import sealswarm.format.manifest.PublicFile;
import sealswarm.format.manifest.Track;
import sealswarm.overlay.merkle.LeafSidecar;

/**
 * Where the files of a package are. Names come from ids and hashes only, never from text of a manifest; a public path has passed
 * {@link PublicFile#checkPath}.
 *
 * @param directory of the package
 */
public record PackageLayout(Path directory) {
    public static final String MANIFEST = "manifest.json";
    public static final String KEYS = "keys.hpke";
    public static final String DATA = "data";
    public static final String TORRENTS = "torrents";
    public static final String PUBLIC = "public";

    public Path manifest() {
        return directory.resolve(MANIFEST);
    }

    public Path keys() {
        return directory.resolve(KEYS);
    }

    public Path dataDirectory() {
        return directory.resolve(DATA);
    }

    public Path torrentsDirectory() {
        return directory.resolve(TORRENTS);
    }

    public Path publicDirectory() {
        return directory.resolve(PUBLIC);
    }

    /** The ciphertext of a track. */
    public Path data(Track track) {
        return dataDirectory().resolve(track.fileName());
    }

    /** The leaf sidecar of a track. */
    public Path leaves(Track track) {
        return dataDirectory().resolve(track.fileName() + LeafSidecar.SUFFIX);
    }

    /** The hybrid metainfo. */
    public Path torrent(TrackId track) {
        return torrentsDirectory().resolve(track.text() + ".torrent");
    }

    /** The v1-only metainfo. */
    public Path torrentV1(TrackId track) {
        return torrentsDirectory().resolve(track.text() + ".v1.torrent");
    }

    public Path publicFile(PublicFile file) {
        return publicFile(file.path());
    }

    /** The public file of a checked path. */
    public Path publicFile(String path) {
        return publicDirectory().resolve(PublicFile.checkPath(path));
    }
}
