package sealswarm.ledger.journal;

import java.util.Optional;

/**
 * What is known at one head of a book, built from the entries in order and from nothing else. Decisions about money read this and no
 * query, because a query may lag.
 */
public interface BookState {
    /** The head this is the state at. */
    ChainHead head();

    /** Balance of an account in minor units; positive is debit. Zero for an account never used. */
    long balance(Account account, String currency);

    /** The first period that ordinary entries may still count in, if any period has been cut. */
    Optional<Period> firstOpenPeriod();

    /** How often an entry with this key has been reversed. */
    int reversals(EntryKey key);
}
