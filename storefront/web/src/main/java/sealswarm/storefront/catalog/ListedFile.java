package sealswarm.storefront.catalog;

/**
 * A public file by the digest of its bytes.
 *
 * @param sha256 64 lower-case hex digits
 * @param mediaType its type, one of {@link ShopFile#MEDIA_TYPES}
 */
public record ListedFile(String sha256, String mediaType) {
    /** Where it is served. */
    public String address() {
        return "/files/" + sha256;
    }
}
