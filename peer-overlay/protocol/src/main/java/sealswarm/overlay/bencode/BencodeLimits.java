package sealswarm.overlay.bencode;

/**
 * What a decoder accepts at most.
 *
 * @param maxBytes length of the whole document
 * @param maxDepth nested lists and dictionaries
 * @param maxTokens values and keys together
 */
public record BencodeLimits(int maxBytes, int maxDepth, int maxTokens) {
    /** A metainfo file. */
    public static final BencodeLimits METAINFO = new BencodeLimits(16 << 20, 32, 2_000_000);

    /** A message of a peer or a reply of a tracker. */
    public static final BencodeLimits MESSAGE = new BencodeLimits(1 << 20, 8, 1_000);

    public BencodeLimits {
        if (maxBytes < 1 || maxDepth < 1 || maxTokens < 1) {
            throw new IllegalArgumentException("limits are at least 1");
        }
    }
}
