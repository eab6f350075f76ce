package sealswarm.license.server.charging;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sealswarm.ledger.journal.Account;
import sealswarm.ledger.journal.AccountKind;
import sealswarm.ledger.journal.EntryKey;
import sealswarm.ledger.journal.EntryKind;
import sealswarm.ledger.journal.Posting;
import sealswarm.ledger.journal.StoredEntry;
import sealswarm.license.server.http.ProblemException;
import sealswarm.license.server.ledger.Journal;

/**
 * Gives back the credit that licenses hold and nobody can play for any more: {@link #RECEIPTS_LATE} after the end of the last
 * lease, and soon after a crash that came between holding it and releasing the keys. What a later receipt still reports is taken
 * from the wallet. Blocking: for a worker.
 */
public final class HoldSweep {
    /** How long after a lease its receipts may still come. */
    static final Duration RECEIPTS_LATE = Duration.ofDays(7);

    /** Between holding the credit and the record of the keys' release never passes more, unless the server died. */
    static final Duration IN_FLIGHT = Duration.ofSeconds(10);

    /** Most licenses looked at in one sweep; the next one goes on after them. */
    static final int MAX_LOOKED_AT = 500;

    private static final Logger LOG = LoggerFactory.getLogger(HoldSweep.class);
    private static final int REVISIONS_AT_ONCE = 64;

    /** Until when keys may be used: asked of the issuing room. Blocking. */
    @FunctionalInterface
    public interface LeaseEnds {
        /** The end of the lease of a license's revision, {@link Instant#MAX} for none; empty if its keys never left. */
        Optional<Instant> of(String licenseId, long revision);
    }

    private final Journal journal;
    private final PlayHolds holds;
    private final LeaseEnds leases;
    private final InstantSource clock;
    private String after = "";

    public HoldSweep(Journal journal, PlayHolds holds, LeaseEnds leases, InstantSource clock) {
        this.journal = journal;
        this.holds = holds;
        this.leases = leases;
        this.clock = clock;
    }

    /** Gives back what is due; returns how many holds that were. */
    public synchronized int sweep() {
        SortedSet<Account> open = journal.read(state -> state.openHolds());
        List<Account> next = open.stream()
                .filter(hold -> hold.name().compareTo(after) > 0)
                .limit(MAX_LOOKED_AT)
                .toList();
        after = next.size() < MAX_LOOKED_AT ? "" : next.get(next.size() - 1).name();
        int released = 0;
        for (Account hold : next) {
            String license = hold.arguments().get(0);
            released += last(license).filter(entry -> release(license, entry)).isPresent() ? 1 : 0;
        }
        return released;
    }

    /** The newest entry that held credit for a license; each revision that holds some has one. */
    private Optional<StoredEntry> last(String license) {
        Optional<StoredEntry> newest = Optional.empty();
        for (long first = 1; ; first += REVISIONS_AT_ONCE) {
            List<String> ids = new ArrayList<>();
            for (long revision = first; revision < first + REVISIONS_AT_ONCE; revision++) {
                ids.add(journal.book() + "/" + EntryKey.of(EntryKind.HLD, license, Long.toString(revision)));
            }
            Map<String, StoredEntry> found = journal.find(ids);
            if (found.isEmpty()) {
                return newest;
            }
            newest = ids.stream()
                    .filter(found::containsKey)
                    .reduce((earlier, later) -> later)
                    .map(found::get);
        }
    }

    private boolean release(String license, StoredEntry held) {
        EntryKey key = held.entry().draft().key();
        long revision = Long.parseLong(key.segments().get(1));
        Optional<Instant> leaseEnd = leases.of(license, revision);
        Instant now = clock.instant();
        boolean due = leaseEnd.isPresent()
                ? !leaseEnd.get().equals(Instant.MAX)
                        && !now.isBefore(leaseEnd.get().plus(RECEIPTS_LATE))
                : !now.isBefore(held.entry().at().plus(IN_FLIGHT));
        if (!due) {
            return false;
        }
        Posting wallet = held.entry().draft().postings().stream()
                .filter(posting -> posting.account().kind() == AccountKind.WALLET)
                .findFirst()
                .orElseThrow();
        try {
            holds.release(
                    license,
                    revision,
                    held.entry().draft().ref(),
                    wallet.account().arguments().get(0),
                    wallet.amount().currency());
        } catch (ProblemException usedUp) {
            // A play took the rest meanwhile, or too many money events wait: the next sweep looks again.
            return false;
        }
        LOG.atInfo()
                .addKeyValue("license", license)
                .addKeyValue("revision", revision)
                .log("leftover hold given back");
        return true;
    }
}
