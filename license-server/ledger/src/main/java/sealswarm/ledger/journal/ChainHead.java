package sealswarm.ledger.journal;

import sealswarm.format.key.Info;

/**
 * How far a book has been written.
 *
 * @param book name of the book
 * @param seq number of the last entry; 0 before the first
 * @param hash hash of the last entry; of the book's genesis before the first
 */
public record ChainHead(String book, long seq, Sha256 hash) {
    /** The one book of version 1. */
    public static final String MAIN = "main";

    /** The head of a book without entries. */
    public static ChainHead genesis(String book) {
        return new ChainHead(
                book, 0, Sha256.of(Info.of("sealswarm/1/book-genesis", book).bytes()));
    }

    /** The head once {@code entry} stands after this one. */
    public ChainHead after(StoredEntry entry) {
        return new ChainHead(book, entry.entry().seq(), entry.hash());
    }
}
