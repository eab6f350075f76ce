package sealswarm.ledger.journal;

/**
 * An entry together with the exact bytes it was written in, which alone are hashed: never a re-serialisation.
 *
 * @param entry the reading of the bytes
 * @param text the bytes, which are UTF-8
 * @param hash RFC 6962 leaf hash of the bytes
 */
public record StoredEntry(JournalEntry entry, String text, Sha256 hash) {
    /** The bytes; a copy. */
    public byte[] bytes() {
        return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }
}
