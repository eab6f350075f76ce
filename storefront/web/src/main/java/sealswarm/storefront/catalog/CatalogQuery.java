package sealswarm.storefront.catalog;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What a visitor looks for.
 *
 * @param text as typed, at most {@link #MAX_CHARS}
 * @param medium all, video or audio
 * @param after sort key to go on after, empty for the first page
 */
public record CatalogQuery(String text, Medium medium, String after) {
    /** Longest search text. */
    public static final int MAX_CHARS = 100;
    /** Most words looked for; further ones are ignored. */
    public static final int MAX_WORDS = 8;
    /** Listings on one page. */
    public static final int PAGE_SIZE = 24;

    /** Which kind of title to show. */
    public enum Medium {
        /** Everything. */
        ALL,
        /** With video. */
        VIDEO,
        /** Audio only. */
        AUDIO;

        /** The medium of a query's word; anything unknown is {@link #ALL}. */
        public static Medium of(String text) {
            for (Medium medium : values()) {
                if (medium.text().equals(text)) {
                    return medium;
                }
            }
            return ALL;
        }

        /** The word in the address. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The words a listing must contain, lower case. */
    public List<String> words() {
        return Arrays.stream(text.toLowerCase(Locale.ROOT).split("\\s+", -1))
                .filter(word -> !word.isEmpty())
                .limit(MAX_WORDS)
                .toList();
    }

    /** The text a listing is searched in. */
    public static String searchTextOf(Listing listing) {
        return (listing.title() + "\n" + listing.summary() + "\n" + listing.studioId()).toLowerCase(Locale.ROOT);
    }

    /** Whether a listing is an answer. */
    public boolean matches(Listing listing) {
        boolean rightMedium = medium == Medium.ALL || (medium == Medium.AUDIO) == listing.isAudio();
        String searched = searchTextOf(listing);
        return listing.state() == Listing.State.LIVE
                && rightMedium
                && listing.sortKey().compareTo(after) > 0
                && words().stream().allMatch(searched::contains);
    }
}
