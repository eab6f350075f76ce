package sealswarm.packager.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sealswarm.console.progress.ProgressUnit;
import sealswarm.format.SealedPackage;
import sealswarm.format.json.UtcTime;
import sealswarm.format.manifest.Manifest;
import sealswarm.format.manifest.Track;

/** A package as documents and people see it. Pure. */
final class PackageView {
    private PackageView() {}

    static Map<String, Object> document(SealedPackage sealed) {
        Manifest manifest = sealed.manifest();
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("package", sealed.layout().directory().toString());
        document.put("packageId", sealed.packageId());
        document.put("titleId", manifest.titleId().text());
        document.put("title", manifest.publicPart().title());
        document.put("revision", manifest.revision());
        document.put("supersedes", manifest.supersedes().orElse("none"));
        document.put("createdAt", UtcTime.format(manifest.createdAt()));
        document.put("studio", manifest.studio().id().text());
        document.put("studioKid", manifest.studio().kid().hex());
        document.put("keyId", manifest.keyId().hex());
        document.put("sizeBytes", sealed.sizeBytes());
        document.put(
                "tracks", manifest.tracks().stream().map(PackageView::track).toList());
        document.put(
                "public",
                manifest.publicPart().files().stream()
                        .map(file -> Map.of(
                                "path", file.path(),
                                "use", file.use(),
                                "sizeBytes", file.sizeBytes(),
                                "mediaType", file.mediaType().text()))
                        .toList());
        return document;
    }

    private static Map<String, Object> track(Track track) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("id", track.id().text());
        view.put("label", track.label());
        view.put("role", track.role().text());
        view.put("mediaType", track.mediaType().text());
        track.lang().ifPresent(lang -> view.put("lang", lang.text()));
        view.put("sizeBytes", track.sizeBytes());
        track.durationMs().ifPresent(millis -> view.put("durationMs", millis));
        view.put("name", track.fileName());
        view.put("root", track.root().hash().hex());
        view.put("pieceLength", track.pieceLength().bytes());
        view.put(
                "infoHashes",
                Map.of(
                        "v2", track.infoHashes().v2().hex(),
                        "hybridV1", track.infoHashes().hybridV1().hex(),
                        "v1", track.infoHashes().v1().hex()));
        return view;
    }

    static String text(SealedPackage sealed) {
        Manifest manifest = sealed.manifest();
        List<String> lines = new ArrayList<>();
        lines.add(
                manifest.publicPart().title() + "  (" + manifest.titleId() + ", revision " + manifest.revision() + ")");
        lines.add("package   " + sealed.packageId());
        lines.add("studio    " + manifest.studio().id() + ", key "
                + manifest.studio().kid());
        lines.add("created   " + UtcTime.format(manifest.createdAt()));
        for (Track track : manifest.tracks()) {
            lines.add("track     " + track.id() + "  " + track.role().text() + "  " + track.mediaType() + "  "
                    + ProgressUnit.BYTES.show(track.sizeBytes())
                    + (track.durationMs().isPresent()
                            ? "  " + duration(track.durationMs().getAsLong())
                            : "")
                    + track.lang().map(lang -> "  " + lang).orElse("")
                    + "  " + track.label());
        }
        manifest.publicPart()
                .files()
                .forEach(file -> lines.add("public    " + file.path() + "  " + file.use() + "  "
                        + ProgressUnit.BYTES.show(file.sizeBytes())));
        return String.join("\n", lines);
    }

    static String duration(long millis) {
        long seconds = (millis + 500) / 1000;
        return String.format(java.util.Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
}
