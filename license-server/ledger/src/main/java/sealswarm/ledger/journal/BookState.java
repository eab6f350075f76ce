package sealswarm.ledger.journal;

import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;

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

    /** Balances of an account in all currencies it was ever used in, by code. */
    Map<String, Long> balances(Account account);

    /** The {@link AccountKind#HOLD} accounts that are not empty, by name. */
    SortedSet<Account> openHolds();

    /** How much of an entry has been taken back: the debits of all entries that reverse it, in minor units. */
    long reversed(EntryKey key);
}
