package sealswarm.storefront.studio;

import sealswarm.storefront.catalog.ListedFile;
import sealswarm.storefront.catalog.ShopFile;

/**
 * A public file that a draft's manifest names.
 *
 * @param path its path in the package
 * @param sha256 64 lower-case hex digits
 * @param mediaType its type
 * @param sizeBytes its size
 * @param use poster, trailer or another use
 */
public record DraftFile(String path, String sha256, String mediaType, long sizeBytes, String use) {
    /** The use of the picture on the title's card. */
    public static final String POSTER = "poster";
    /** The use of a clear trailer. */
    public static final String TRAILER = "trailer";

    /** Whether the shop shows this file and therefore wants its bytes. */
    public boolean isWanted() {
        boolean shown = use.equals(POSTER) || use.equals(TRAILER);
        return shown && sizeBytes <= ShopFile.MAX_BYTES && ShopFile.MEDIA_TYPES.contains(mediaType);
    }

    /** As the catalogue refers to it. */
    public ListedFile listed() {
        return new ListedFile(sha256, mediaType);
    }
}
