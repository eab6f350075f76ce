package sealswarm.overlay.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import sealswarm.console.exit.Refusal;
import sealswarm.overlay.metainfo.Metainfo;
import sealswarm.overlay.metainfo.MetainfoException;

/** Reads metainfo files for commands, with refusals a person can act on. */
final class TorrentFile {
    private static final String SUFFIX = ".torrent";
    private static final String COMPANION_SUFFIX = ".v1.torrent";

    private TorrentFile() {}

    /** The metainfo in {@code path}. */
    static Metainfo read(Path path) throws IOException {
        if (!Files.isRegularFile(path)) {
            throw Refusal.notFound("torrent-not-found", "no torrent file at " + path, "name an existing .torrent file");
        }
        if (Files.size(path) > Metainfo.MAX_BYTES) {
            throw invalid(path, "invalid metainfo: more than " + Metainfo.MAX_BYTES + " bytes");
        }
        try {
            return Metainfo.parse(Files.readAllBytes(path));
        } catch (MetainfoException e) {
            throw invalid(path, String.valueOf(e.getMessage())).causedBy(e);
        }
    }

    private static Refusal invalid(Path path, String message) {
        return Refusal.integrity(
                "metainfo-invalid", path + ": " + message, "get the torrent file again from its source");
    }

    /** The v1-only metainfo that lies beside {@code hybrid} under {@code NAME.v1.torrent}, if it describes the same bytes. */
    static Optional<Metainfo> companionOf(Path path, Metainfo hybrid) throws IOException {
        String name = path.getFileName().toString();
        if (!name.endsWith(SUFFIX) || name.endsWith(COMPANION_SUFFIX)) {
            return Optional.empty();
        }
        String stem = name.substring(0, name.length() - SUFFIX.length());
        Path beside = path.resolveSibling(stem + COMPANION_SUFFIX);
        if (!Files.isRegularFile(beside)) {
            return Optional.empty();
        }
        Metainfo companion = read(beside);
        boolean same = companion.lengthBytes() == hybrid.lengthBytes()
                && companion.pieceLength().equals(hybrid.pieceLength())
                && (hybrid.pieceHashes().isEmpty() || hybrid.pieceHashes().equals(companion.pieceHashes()));
        return same ? Optional.of(companion) : Optional.empty();
    }
}
