package sealswarm.storefront.studio;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sealswarm.format.manifest.Manifest;
import sealswarm.format.manifest.PublicFile;
import sealswarm.format.manifest.Track;
import sealswarm.storefront.catalog.ListedTrack;
import sealswarm.storefront.offer.SaleTerms;

/**
 * What a studio has published and not necessarily put on sale: the latest revision of a title as its manifest says it,
 * and the terms of sale.
 *
 * @param titleId the title
 * @param owner subject of the studio account that published it
 * @param studioId the studio in the manifest
 * @param revision revision of the manifest
 * @param packageId SHA-256 of the manifest's payload
 * @param title its name
 * @param summary a few sentences, perhaps empty
 * @param tracks its tracks
 * @param files its public files
 * @param termsOrNull terms of sale, or null while the studio has not said
 * @param receivedAt when this revision came
 * @param ver rises with each change
 */
public record Draft(
        String titleId,
        String owner,
        String studioId,
        long revision,
        String packageId,
        String title,
        String summary,
        List<ListedTrack> tracks,
        List<DraftFile> files,
        @Nullable SaleTerms termsOrNull,
        Instant receivedAt,
        long ver) {

    /** A swarm's id is the v2 info-hash cut to 20 bytes (BEP 52). */
    private static final int SWARM_ID_DIGITS = 40;

    /** Keeps copies of the lists. */
    public Draft {
        tracks = List.copyOf(tracks);
        files = List.copyOf(files);
    }

    /** The first draft of a title. */
    static Draft of(Manifest manifest, String packageId, String owner, Optional<SaleTerms> terms, Instant now) {
        return new Draft(
                manifest.titleId().text(),
                owner,
                manifest.studio().id().text(),
                manifest.revision(),
                packageId,
                manifest.publicPart().title(),
                manifest.publicPart().summary().orElse(""),
                manifest.tracks().stream().map(Draft::listed).toList(),
                manifest.publicPart().files().stream().map(Draft::file).toList(),
                terms.orElse(null),
                now,
                1);
    }

    /** This draft taking the place of an earlier one; terms stay unless new ones came with it. */
    Draft after(Draft earlier) {
        return new Draft(
                titleId,
                owner,
                studioId,
                revision,
                packageId,
                title,
                summary,
                tracks,
                files,
                termsOrNull == null ? earlier.termsOrNull : termsOrNull,
                revision == earlier.revision ? earlier.receivedAt : receivedAt,
                earlier.ver + 1);
    }

    /** The draft with other terms. */
    Draft with(SaleTerms terms) {
        return new Draft(
                titleId,
                owner,
                studioId,
                revision,
                packageId,
                title,
                summary,
                tracks,
                files,
                terms,
                receivedAt,
                ver + 1);
    }

    /** Terms of sale, once the studio has said them. */
    public Optional<SaleTerms> terms() {
        return Optional.ofNullable(termsOrNull);
    }

    /** The file of a use, if the manifest names one that the shop shows. */
    public Optional<DraftFile> file(String use) {
        return files.stream()
                .filter(file -> file.use().equals(use) && file.isWanted())
                .findFirst();
    }

    /** The files whose bytes the shop wants. */
    public List<DraftFile> wanted() {
        return files.stream().filter(DraftFile::isWanted).toList();
    }

    private static ListedTrack listed(Track track) {
        return new ListedTrack(
                track.id().text(),
                track.label(),
                track.role().text(),
                track.lang().map(tag -> tag.text()).orElse(null),
                track.durationMs().orElse(0),
                track.sizeBytes(),
                track.infoHashes().v2().hex().substring(0, SWARM_ID_DIGITS));
    }

    private static DraftFile file(PublicFile file) {
        return new DraftFile(file.path(), file.sha256(), file.mediaType().text(), file.sizeBytes(), file.use());
    }
}
