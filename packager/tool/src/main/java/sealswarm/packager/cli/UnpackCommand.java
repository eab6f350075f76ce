package sealswarm.packager.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sealswarm.console.exit.Refusal;
import sealswarm.console.progress.Progress;
import sealswarm.console.progress.ProgressUnit;
import sealswarm.console.result.CommandResult;
import sealswarm.format.SealedPackage;
import sealswarm.format.disk.Disk;
import sealswarm.format.disk.DiskFile;
import sealswarm.format.key.TitleKey;
import sealswarm.format.key.TrackId;
import sealswarm.format.key.TrackKey;
import sealswarm.format.manifest.SealedKeys;
import sealswarm.format.manifest.Track;
import sealswarm.packager.keys.StudioKeystore;

/** {@code sealswarm unpack}: gives a studio its own files back, each byte verified before it is decrypted. */
@Command(name = "unpack", description = "Decrypts a package of this studio back into files.")
public final class UnpackCommand extends PackagerCommand {
    private static final Map<String, String> EXTENSIONS = Map.ofEntries(
            Map.entry("video/mp4", ".mp4"),
            Map.entry("audio/mp4", ".m4a"),
            Map.entry("video/webm", ".webm"),
            Map.entry("audio/webm", ".webm"),
            Map.entry("video/x-matroska", ".mkv"),
            Map.entry("audio/x-matroska", ".mka"),
            Map.entry("audio/ogg", ".ogg"),
            Map.entry("audio/mpeg", ".mp3"),
            Map.entry("audio/flac", ".flac"),
            Map.entry("audio/wav", ".wav"),
            Map.entry("text/vtt", ".vtt"));

    @Parameters(paramLabel = "DIR", description = "the package")
    private String directory = "";

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "where the files go")
    private String out = "";

    @Option(names = "--track", paramLabel = "ID", description = "only this track; may stand several times")
    private List<String> only = List.of();

    @Override
    CommandResult run(Session session) throws Exception {
        SealedPackage sealed = session.open(session.path(directory));
        List<Track> tracks = wanted(sealed);
        Path target = session.path(out).toAbsolutePath().normalize();
        Path partial = target.resolveSibling(target.getFileName() + ".partial");
        Disk disk = session.disk();
        if (disk.exists(target)) {
            throw Refusal.failure("output-exists", out + " exists already", "choose another --out, or remove it first");
        }
        List<Map<String, Object>> files = new ArrayList<>();
        try (StudioKeystore studio = session.existingKeystore();
                TitleKey key = opened(sealed, studio)) {
            disk.deleteTree(partial);
            disk.createDirectories(partial);
            unseal(session, sealed, tracks, key, partial, files);
            disk.forceDirectory(partial);
            disk.rename(partial, target);
        } catch (IOException | RuntimeException e) {
            disk.deleteTree(partial);
            throw e;
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("directory", target.toString());
        document.put("files", files);
        List<String> lines = new ArrayList<>();
        files.forEach(file ->
                lines.add(target.resolve(String.valueOf(file.get("file"))).toString()));
        return CommandResult.of(document, String.join("\n", lines));
    }

    private static TitleKey opened(SealedPackage sealed, StudioKeystore studio) throws IOException {
        SealedKeys keys = sealed.sealedKeys();
        if (!keys.kid(SealedKeys.Recipient.ESCROW)
                .equals(Optional.of(studio.escrow().kid()))) {
            throw Refusal.denied(
                    "not-your-package",
                    "the title key is not sealed to this keystore",
                    "use the keystore of the studio that packed it; buyers use fetch --export");
        }
        return keys.open(SealedKeys.Recipient.ESCROW, studio.escrow(), sealed.manifest());
    }

    private static void unseal(
            Session session,
            SealedPackage sealed,
            List<Track> tracks,
            TitleKey key,
            Path partial,
            List<Map<String, Object>> files)
            throws IOException {
        long total = tracks.stream().mapToLong(Track::sizeBytes).sum();
        try (Progress progress = session.console().progress("unpacking", total, ProgressUnit.BYTES)) {
            for (Track track : tracks) {
                // A name of our own making: ids and types only, never text of the manifest.
                String file =
                        track.id() + EXTENSIONS.getOrDefault(track.mediaType().text(), ".bin");
                try (TrackKey trackKey = key.trackKey(track.id());
                        DiskFile plain = session.disk().create(partial.resolve(file))) {
                    sealed.unseal(
                            session.workers(), track, trackKey, plain, (piece, length) -> progress.advance(length));
                    plain.force();
                }
                files.add(Map.of("track", track.id().text(), "file", file, "sizeBytes", track.sizeBytes()));
            }
        }
    }

    private List<Track> wanted(SealedPackage sealed) {
        Set<TrackId> known = new HashSet<>();
        sealed.manifest().tracks().forEach(track -> known.add(track.id()));
        for (String id : only) {
            if (known.stream().noneMatch(track -> track.text().equals(id))) {
                throw Refusal.notFound("track-not-found", "no track '" + id + "' in the package", "see inspect");
            }
        }
        return sealed.manifest().tracks().stream()
                .filter(track -> only.isEmpty() || only.contains(track.id().text()))
                .toList();
    }
}
