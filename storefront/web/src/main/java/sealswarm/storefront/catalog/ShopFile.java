package sealswarm.storefront.catalog;

import io.vertx.core.buffer.Buffer;
import java.util.Set;

/**
 * A poster, trailer or caption file that anyone may see, stored under the digest of its bytes.
 *
 * @param sha256 64 lower-case hex digits
 * @param mediaType one of {@link #MEDIA_TYPES}: nothing a browser would run
 * @param bytes the file
 */
public record ShopFile(String sha256, String mediaType, Buffer bytes) {
    /** Most bytes of one file. */
    public static final int MAX_BYTES = 12 * 1024 * 1024;
    /** The types the shop stores and serves. */
    public static final Set<String> MEDIA_TYPES = Set.of(
            "image/jpeg",
            "image/png",
            "image/webp",
            "image/avif",
            "video/webm",
            "video/mp4",
            "audio/mpeg",
            "audio/ogg",
            "text/vtt");

    /** Refuses other types and larger files. */
    public ShopFile {
        if (!MEDIA_TYPES.contains(mediaType)) {
            throw new IllegalArgumentException("media type is not served: " + mediaType);
        }
        if (bytes.length() > MAX_BYTES) {
            throw new IllegalArgumentException("file is longer than " + MAX_BYTES + " bytes");
        }
    }
}
