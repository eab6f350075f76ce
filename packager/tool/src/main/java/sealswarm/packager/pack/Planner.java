package sealswarm.packager.pack;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import sealswarm.console.exit.Refusal;
import sealswarm.format.SealedPackage;
import sealswarm.format.disk.Disk;
import sealswarm.format.disk.DiskFile;
import sealswarm.format.key.StudioId;
import sealswarm.format.key.TitleId;
import sealswarm.format.key.TrackId;
import sealswarm.format.manifest.LanguageTag;
import sealswarm.format.manifest.Manifest;
import sealswarm.format.manifest.MediaType;
import sealswarm.format.manifest.PublicFile;
import sealswarm.format.manifest.TrackRole;
import sealswarm.format.problem.FormatException;
import sealswarm.packager.media.MediaFacts;
import sealswarm.packager.media.MediaProbe;
import sealswarm.packager.media.WebVtt;
import sealswarm.packager.pack.PackPlan.PlannedFile;
import sealswarm.packager.pack.PackPlan.PlannedTrack;

/** Turns command line and job file into a plan. Reads the beginnings of the inputs, writes nothing. */
public final class Planner {
    private final Disk disk;
    private final List<String> warnings = new ArrayList<>();

    public Planner(Disk disk) {
        this.disk = disk;
    }

    /**
     * The plan.
     *
     * @param previous the package that this one follows, if any
     * @throws Refusal exit 2 or 3 naming what cannot be packed and why
     */
    public PackPlan plan(PackOptions options, Optional<SealedPackage> previous) throws IOException {
        TitleFile job = options.jobFile().map(TitleFile::read).orElse(TitleFile.NONE);
        Path directory = options.jobFile()
                .map(file -> file.toAbsolutePath().getParent())
                .orElse(Path.of("").toAbsolutePath());
        List<PlannedTrack> tracks = tracks(options, job, directory);
        TitleId titleId = titleId(options, job, tracks, previous);
        String title = options.name().or(() -> Optional.ofNullable(job.title())).orElseGet(() -> previous.map(
                        earlier -> earlier.manifest().publicPart().title())
                .orElseGet(() -> stem(tracks.get(0).input())));
        return new PackPlan(
                titleId,
                options.studio()
                        .or(() -> Optional.ofNullable(job.studio()))
                        .map(id -> checked("studio", id, StudioId::new)),
                revision(options, job, previous),
                previous.map(SealedPackage::packageId),
                title,
                Optional.ofNullable(job.summary()),
                tracks,
                publicFiles(job, directory),
                warnings);
    }

    private List<PlannedTrack> tracks(PackOptions options, TitleFile job, Path directory) throws IOException {
        Deque<Path> inputs = new ArrayDeque<>(options.inputs());
        List<PlannedTrack> tracks = new ArrayList<>();
        if (job.tracks().isEmpty()) {
            boolean single = inputs.size() == 1;
            for (Path input : inputs) {
                Path real = InputFile.given(input);
                tracks.add(track(single ? "main" : slug(stem(input)), real, null));
            }
        } else {
            for (TitleFile.TrackEntry entry : job.tracks()) {
                if (entry.file() == null && inputs.isEmpty()) {
                    throw Refusal.usage(
                            "input-missing",
                            "track '" + entry.id() + "' names no file and no input is left",
                            "add 'file:' to the track, or an input to the command");
                }
                Path real = entry.file() == null
                        ? InputFile.given(inputs.removeFirst())
                        : InputFile.named(directory, entry.file());
                tracks.add(track(entry.id(), real, entry));
            }
            if (!inputs.isEmpty()) {
                throw Refusal.usage(
                        "input-unused",
                        inputs.getFirst() + ": no track of the job file is left for it",
                        "remove it, or add a track without 'file:'");
            }
        }
        return sorted(tracks);
    }

    private static List<PlannedTrack> sorted(List<PlannedTrack> tracks) {
        if (tracks.isEmpty()) {
            throw Refusal.usage("nothing-to-pack", "no input", "give an input file, or tracks in --title FILE");
        }
        if (tracks.size() > Manifest.MAX_TRACKS) {
            throw Refusal.usage(
                    "too-many-tracks", tracks.size() + " tracks", "a title has at most " + Manifest.MAX_TRACKS);
        }
        Set<TrackId> ids = new HashSet<>();
        for (PlannedTrack track : tracks) {
            if (!ids.add(track.id())) {
                throw Refusal.usage("track-twice", "two tracks are named '" + track.id() + "'", "give each its own id");
            }
        }
        return tracks.stream().sorted(Comparator.comparing(PlannedTrack::id)).toList();
    }

    private PlannedTrack track(String id, Path input, TitleFile.@Nullable TrackEntry entry) throws IOException {
        Disk.Stamp stamp = InputFile.stamp(disk, input);
        MediaFacts facts;
        TrackRole role;
        try (DiskFile file = disk.open(input)) {
            facts = MediaProbe.probe(file);
            role = role(entry, facts);
            if (role == TrackRole.SUBTITLE) {
                Optional<String> complaint = WebVtt.complaint(file);
                if (complaint.isPresent()) {
                    throw Refusal.usage(
                            "subtitle-format",
                            input + ": " + complaint.get(),
                            "convert it to WebVTT (UTF-8, at most 2 MiB), or give the track another role");
                }
            }
        }
        facts.warnings().forEach(warning -> warnings.add(input.getFileName() + ": " + warning));
        String label = entry != null && entry.label() != null ? entry.label() : stem(input);
        String lang = entry == null ? null : entry.lang();
        String mediaType = entry == null ? null : entry.mediaType();
        return new PlannedTrack(
                checked("track id", id, TrackId::new),
                input,
                stamp,
                label,
                role,
                mediaType == null ? facts.mediaType() : checked("media-type", mediaType, MediaType::new),
                lang == null ? Optional.empty() : Optional.of(checked("lang", lang, LanguageTag::new)),
                facts.durationMs());
    }

    private static TrackRole role(TitleFile.@Nullable TrackEntry entry, MediaFacts facts) {
        if (entry != null && entry.role() != null) {
            return checked("role", entry.role(), TrackRole::of);
        }
        if (facts.isVideo()) {
            return TrackRole.VIDEO;
        }
        if (facts.isAudio()) {
            return TrackRole.AUDIO;
        }
        return facts.mediaType().text().equals("text/vtt") ? TrackRole.SUBTITLE : TrackRole.EXTRA;
    }

    private List<PlannedFile> publicFiles(TitleFile job, Path directory) throws IOException {
        List<PlannedFile> files = new ArrayList<>();
        for (TitleFile.PublicEntry entry : job.publicFiles()) {
            Path input = InputFile.named(directory, entry.file());
            InputFile.requirePublicSize(disk, input);
            String path = entry.path() == null ? String.valueOf(input.getFileName()) : entry.path();
            MediaType mediaType;
            try (DiskFile file = disk.open(input)) {
                mediaType = entry.mediaType() == null
                        ? MediaProbe.probe(file).mediaType()
                        : checked("media-type", entry.mediaType(), MediaType::new);
            }
            files.add(new PlannedFile(
                    input,
                    checked("public path", path, PublicFile::checkPath),
                    mediaType,
                    checked("use", entry.use(), PublicFile::checkUse)));
        }
        return files;
    }

    private static TitleId titleId(
            PackOptions options, TitleFile job, List<PlannedTrack> tracks, Optional<SealedPackage> previous) {
        Optional<String> given = options.id().or(() -> Optional.ofNullable(job.id()));
        if (given.isPresent()) {
            TitleId id = checked("title id", given.get(), TitleId::new);
            if (previous.isPresent() && !previous.get().manifest().titleId().equals(id)) {
                throw Refusal.usage(
                        "title-differs",
                        "the previous package is of title '"
                                + previous.get().manifest().titleId() + "', not '" + id + "'",
                        "name the package of the same title with --previous");
            }
            return id;
        }
        return previous.map(earlier -> earlier.manifest().titleId())
                .orElseGet(() -> new TitleId(slug(stem(tracks.get(0).input()))));
    }

    private static long revision(PackOptions options, TitleFile job, Optional<SealedPackage> previous) {
        long before = previous.map(earlier -> earlier.manifest().revision()).orElse(0L);
        Optional<Long> given = options.revision().or(() -> Optional.ofNullable(job.revision()));
        long revision = given.orElse(before + 1);
        if (revision <= before || revision > Manifest.MAX_REVISION) {
            throw Refusal.usage(
                    "revision-not-newer",
                    "revision " + revision + " does not follow revision " + before,
                    "use " + (before + 1) + ", or leave it out");
        }
        return revision;
    }

    private static <T> T checked(String what, String text, Function<String, T> conversion) {
        try {
            return conversion.apply(text);
        } catch (FormatException e) {
            throw Refusal.usage("bad-value", what + ": " + e.getMessage(), "correct it")
                    .causedBy(e);
        }
    }

    private static String stem(Path file) {
        String name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.');
        String stem = dot > 0 ? name.substring(0, dot) : name;
        String clean = stem.replaceAll("[\\p{Cntrl}\\p{Cf}]", "_").strip();
        return clean.isEmpty() ? "untitled" : clean.substring(0, Math.min(clean.length(), 200));
    }

    private static String slug(String text) {
        String slug =
                text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        String cut = slug.substring(0, Math.min(slug.length(), 64));
        return cut.length() >= 2 ? cut : "item" + (cut.isEmpty() ? "" : "-" + cut);
    }
}
