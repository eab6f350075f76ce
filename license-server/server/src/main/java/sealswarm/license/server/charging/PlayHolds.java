package sealswarm.license.server.charging;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sealswarm.ledger.journal.Account;
import sealswarm.ledger.journal.AccountKind;
import sealswarm.ledger.journal.BookState;
import sealswarm.ledger.journal.EntryDraft;
import sealswarm.ledger.journal.EntryKey;
import sealswarm.ledger.journal.EntryKind;
import sealswarm.ledger.journal.Facts;
import sealswarm.ledger.journal.Posting;
import sealswarm.ledger.journal.SaleFacts;
import sealswarm.license.money.Money;
import sealswarm.license.problem.ProblemType;
import sealswarm.license.server.http.ProblemException;
import sealswarm.license.server.ledger.Journal;
import sealswarm.license.server.ledger.JournalCommand;

/**
 * Money of metered plays in two steps: credit is held when a license reserves plays, and taken when plays are reported. So offline
 * use cannot exceed the credit. Each step has an id of its own and may be repeated.
 */
public final class PlayHolds {
    private final Journal journal;
    private final Pricing pricing;
    private final InstantSource clock;

    public PlayHolds(Journal journal, Pricing pricing, InstantSource clock) {
        this.journal = journal;
        this.pricing = pricing;
        this.clock = clock;
    }

    /**
     * What a license reserves.
     *
     * @param licenseId the license
     * @param revision its revision
     * @param grantId the grant
     * @param buyer the buyer's pseudonym
     * @param unit price of one play
     * @param plays how many it may start, at least 1
     */
    public record Reservation(String licenseId, long revision, String grantId, String buyer, Money unit, long plays) {}

    /**
     * Holds the price of all reserved plays; call it before keys are released.
     *
     * @throws ProblemException {@code insufficient-credit} with amount and balance if the wallet does not cover it, {@code
     *     payment-due} while an earlier play is unpaid
     */
    public void hold(Reservation reservation) {
        Money amount = reservation.unit().times(reservation.plays());
        if (amount.none()) {
            return;
        }
        Account wallet = Account.of(AccountKind.WALLET, reservation.buyer());
        EntryKey key = EntryKey.of(EntryKind.HLD, reservation.licenseId(), Long.toString(reservation.revision()));
        ObjectNode facts = Facts.object();
        facts.put("grant", reservation.grantId());
        facts.put("plays", reservation.plays());
        EntryDraft draft = new EntryDraft(
                key,
                clock.instant(),
                reservation.grantId(),
                Optional.empty(),
                Facts.of(facts).hash(),
                Facts.of(facts),
                List.of(
                        new Posting(wallet, amount),
                        new Posting(Account.of(AccountKind.HOLD, reservation.licenseId()), amount.negated())));
        journal.append(new JournalCommand(key, draft.req(), state -> {
            Money due = Money.of(
                    amount.currency(),
                    state.balance(Account.of(AccountKind.RECEIVABLE, reservation.buyer()), amount.currency()));
            if (!due.none()) {
                throw ProblemException.of(ProblemType.PAYMENT_DUE, "earlier plays are not paid for")
                        .with("amount", due.decimalText() + " " + due.currency());
            }
            Wallets.requireCredit(state, wallet, amount);
            return draft;
        }));
    }

    /** Gives back what is left of a license's hold, if anything; call it at renewal and when no more receipts can come. */
    public void release(String licenseId, long revision, String grantId, String buyer, String currency) {
        Account hold = Account.of(AccountKind.HOLD, licenseId);
        EntryKey key = EntryKey.of(EntryKind.RLS, licenseId, Long.toString(revision));
        ObjectNode facts = Facts.object();
        facts.put("grant", grantId);
        if (journal.read(state -> state.balance(hold, currency)) == 0) {
            return;
        }
        journal.append(new JournalCommand(key, Facts.of(facts).hash(), state -> {
            Money left = Money.of(currency, state.balance(hold, currency)).negated();
            if (left.none()) {
                throw ProblemException.of(
                        ProblemType.IN_PROGRESS, "the hold of " + licenseId + " has just been used up");
            }
            return new EntryDraft(
                    key,
                    clock.instant(),
                    grantId,
                    Optional.empty(),
                    Facts.of(facts).hash(),
                    Facts.of(facts),
                    List.of(
                            new Posting(hold, left),
                            new Posting(Account.of(AccountKind.WALLET, buyer), left.negated())));
        }));
    }

    /** Charges one play: from its license's hold, then from the wallet, and what neither covers is owed. Free plays leave no entry. */
    public void charge(MeteredPlay play) {
        if (play.unit().none()) {
            return;
        }
        EntryKey key =
                EntryKey.of(EntryKind.PLY, play.device(), Long.toString(play.epoch()), Long.toString(play.startSeq()));
        SaleFacts sale = new SaleFacts(
                play.orderId(),
                play.buyer(),
                "wallet",
                "none",
                play.playedAt(),
                List.of(pricing.play(play, play.playedAt())));
        journal.append(new JournalCommand(
                key,
                sale.facts().hash(),
                state -> new EntryDraft(
                        key,
                        play.playedAt(),
                        play.grantId(),
                        Optional.empty(),
                        sale.facts().hash(),
                        sale.facts(),
                        postings(state, play, sale))));
    }

    private static List<Posting> postings(BookState state, MeteredPlay play, SaleFacts sale) {
        Account hold = Account.of(AccountKind.HOLD, play.licenseId());
        List<Posting> postings = new ArrayList<>();
        for (Posting posting : sale.postings(hold)) {
            if (!posting.account().equals(hold)) {
                postings.add(posting);
            }
        }
        String currency = play.unit().currency();
        long left = sale.gross().minorUnits();
        for (Account from : List.of(hold, Account.of(AccountKind.WALLET, play.buyer()))) {
            long taken = Math.min(left, Math.max(0, -state.balance(from, currency)));
            left = take(postings, from, currency, taken, left);
        }
        take(postings, Account.of(AccountKind.RECEIVABLE, play.buyer()), currency, left, left);
        return postings;
    }

    private static long take(List<Posting> postings, Account from, String currency, long taken, long left) {
        if (taken > 0) {
            postings.add(Posting.of(from, currency, taken));
        }
        return left - taken;
    }
}
