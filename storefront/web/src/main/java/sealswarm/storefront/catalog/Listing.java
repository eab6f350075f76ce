package sealswarm.storefront.catalog;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sealswarm.storefront.offer.SaleTerms;

/**
 * A title as the catalogue shows it. Its id is also its address ({@code /titles/<titleId>}).
 *
 * @param titleId the title
 * @param studioId who sells it
 * @param title its name
 * @param summary a few sentences, perhaps empty
 * @param tracks what is in it, in the manifest's order
 * @param posterOrNull digest of the poster among the public files, or null
 * @param trailerOrNull digest of the clear trailer, or null
 * @param state on sale or not
 * @param terms what it is sold for
 * @param offerVersion version of the offer at the license server, from 1
 * @param publishedAt when it first went live
 * @param sortKey lower-case name and id: order and paging
 * @param ver rises with each change
 */
public record Listing(
        String titleId,
        String studioId,
        String title,
        String summary,
        List<ListedTrack> tracks,
        @Nullable ListedFile posterOrNull,
        @Nullable ListedFile trailerOrNull,
        State state,
        SaleTerms terms,
        int offerVersion,
        Instant publishedAt,
        String sortKey,
        long ver) {
    /** Tones of the picture that stands in for a missing poster. */
    private static final int TONES = 6;

    /** Whether a listing is on sale. */
    public enum State {
        /** On sale. */
        LIVE,
        /** Off sale; who bought it keeps it. */
        WITHDRAWN
    }

    /** Keeps a copy of the tracks. */
    public Listing {
        tracks = List.copyOf(tracks);
    }

    /** The key a name and id sort under. */
    public static String sortKeyOf(String title, String titleId) {
        return title.toLowerCase(Locale.ROOT) + "|" + titleId;
    }

    /** The id of the offer: one per title, with versions. */
    public String offerId() {
        return titleId;
    }

    /** The same title off sale. */
    public Listing withdrawn() {
        return new Listing(
                titleId,
                studioId,
                title,
                summary,
                tracks,
                posterOrNull,
                trailerOrNull,
                State.WITHDRAWN,
                terms,
                offerVersion,
                publishedAt,
                sortKey,
                ver + 1);
    }

    /** The poster, if there is one. */
    public Optional<ListedFile> poster() {
        return Optional.ofNullable(posterOrNull);
    }

    /** The trailer, if there is one. */
    public Optional<ListedFile> trailer() {
        return Optional.ofNullable(trailerOrNull);
    }

    /** Whether the title is something to listen to: audio, and no video. */
    public boolean isAudio() {
        return tracks.stream().anyMatch(track -> track.role().equals("audio"))
                && tracks.stream().noneMatch(track -> track.role().equals("video"));
    }

    /** Languages of sound and text, in rising order. */
    public List<String> languages() {
        return tracks.stream()
                .map(ListedTrack::lang)
                .flatMap(Optional::stream)
                .distinct()
                .sorted()
                .toList();
    }

    /** Running time of what plays: the longest video, or all audio tracks together; zero if unknown. */
    public Duration runtime() {
        long millis = isAudio()
                ? tracks.stream().mapToLong(ListedTrack::durationMillis).sum()
                : tracks.stream().mapToLong(ListedTrack::durationMillis).max().orElse(0);
        return Duration.ofMillis(millis);
    }

    /** Which stand-in picture a title without a poster gets. */
    public int tone() {
        return Math.floorMod((titleId.hashCode() * 0x9E3779B9) >>> 8, TONES);
    }
}
