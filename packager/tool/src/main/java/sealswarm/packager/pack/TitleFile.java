package sealswarm.packager.pack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sealswarm.console.settings.StrictYaml;
import sealswarm.console.settings.YamlDocument;

/**
 * The job file {@code title.yaml}.
 *
 * @param id of the title
 * @param revision 1 and rising; without it one more than the previous one's
 * @param studio id of the studio, if not from the settings
 * @param title its name
 * @param summary a few sentences
 * @param tracks what to pack; empty: one track per input
 * @param publicFiles clear files, key {@code public}
 * @param offer terms of sale for {@code publish}; never packed
 */
public record TitleFile(
        @Nullable String id,
        @Nullable Long revision,
        @Nullable String studio,
        @Nullable String title,
        @Nullable String summary,
        List<TrackEntry> tracks,
        List<PublicEntry> publicFiles,
        @Nullable OfferEntry offer) {
    private static final String PUBLIC = "public";
    private static final String PUBLIC_FILES = "public-files";

    /** No job file at all. */
    public static final TitleFile NONE = new TitleFile(null, null, null, null, null, List.of(), List.of(), null);

    public TitleFile {
        tracks = List.copyOf(tracks);
        publicFiles = List.copyOf(publicFiles);
    }

    /**
     * One track.
     *
     * @param file relative to the job file; without it the next input of the command line
     */
    public record TrackEntry(
            @Nullable String file,
            String id,
            @Nullable String label,
            @Nullable String role,
            @Nullable String lang,
            @Nullable String mediaType) {}

    /**
     * One clear file.
     *
     * @param file relative to the job file
     * @param path in the package; without it the file's name
     * @param use poster, trailer or another use
     */
    public record PublicEntry(
            String file,
            @Nullable String path,
            String use,
            @Nullable String mediaType) {}

    /**
     * Reads a job file.
     *
     * @throws sealswarm.console.exit.Refusal exit 2 with file and line, exit 3 if it is missing
     */
    public static TitleFile read(Path file) {
        return named(StrictYaml.read(file)).bind(TitleFile.class);
    }

    /**
     * Terms of sale.
     *
     * @param kind own or rent
     * @param price in units of the currency, such as "4.99", tax included
     * @param currency ISO 4217
     * @param territories ISO 3166-1 alpha-2, or WORLD
     * @param from first moment, {@code YYYY-MM-DDTHH:MM:SSZ}
     * @param until end
     */
    public record OfferEntry(
            String kind,
            String price,
            String currency,
            List<String> territories,
            @Nullable String from,
            @Nullable String until) {
        public OfferEntry {
            territories = List.copyOf(territories);
        }
    }

    /** The terms of sale, if the file has any. */
    public Optional<OfferEntry> terms() {
        return Optional.ofNullable(offer);
    }

    /** {@code public} is no name for a Java component: its tree and lines move to another one. */
    private static YamlDocument named(YamlDocument document) {
        ObjectNode root = document.root().deepCopy();
        Map<String, Integer> lines = new HashMap<>(document.lines());
        JsonNode files = root.remove(PUBLIC);
        if (files != null) {
            root.set(PUBLIC_FILES, files);
            document.lines().forEach((path, line) -> {
                if (path.equals("/" + PUBLIC) || path.startsWith("/" + PUBLIC + "/")) {
                    lines.put("/" + PUBLIC_FILES + path.substring(PUBLIC.length() + 1), line);
                }
            });
        }
        return new YamlDocument(document.source(), root, lines);
    }
}
