package sealswarm.ledger.journal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import sealswarm.ledger.LedgerException;
import sealswarm.license.money.Money;
import sealswarm.license.wire.WireJson;

/**
 * The facts of an entry that sells something or takes a sale back: member {@code sale}.
 *
 * @param order the order; for a charged play the order that sold the grant
 * @param buyer pseudonym of the buyer
 * @param payment how it was paid, as in {@code wallet}
 * @param providerRef the payment provider's reference, or {@code none}
 * @param soldAt when the sale took place; in a refund the time of the original, which decides the contract version
 * @param lines 1 to {@link #MAX_LINES}
 */
public record SaleFacts(
        String order, String buyer, String payment, String providerRef, Instant soldAt, List<SaleLine> lines) {
    /** Most lines of one order. */
    public static final int MAX_LINES = 100;

    private static final String MEMBER = "sale";

    /** Refuses no lines and too many. */
    public SaleFacts {
        soldAt = JournalTime.whole(soldAt);
        lines = List.copyOf(lines);
        if (lines.isEmpty() || lines.size() > MAX_LINES) {
            throw LedgerException.malformed(lines.size() + " lines, allowed are 1 to " + MAX_LINES);
        }
    }

    /** The facts of an entry, if it is about a sale. */
    public static Optional<SaleFacts> of(JournalEntry entry) {
        return switch (entry.kind()) {
            case CHG, REF, PLY, FST -> Optional.of(of(entry.draft().facts()));
            case VCH, ISS, HLD, RLS, ADJ, CUT, ACC, PYB, CLS -> Optional.empty();
        };
    }

    /** The sale in {@code facts}. */
    public static SaleFacts of(Facts facts) {
        return WireJson.readTree(facts.members().tree(MEMBER), SaleFacts.class);
    }

    /** These facts as an entry stores them. */
    public Facts facts() {
        ObjectNode tree = Facts.object();
        tree.set(MEMBER, WireJson.tree(this));
        return Facts.of(tree);
    }

    /** What was paid, per currency. */
    public Money gross() {
        Money sum = Money.zero(lines.get(0).gross().currency());
        for (SaleLine line : lines) {
            sum = sum.plus(line.gross());
        }
        return sum;
    }

    /** The postings of the sale: {@code from} is debited the gross, tax and income are credited; sorted by account. */
    public List<Posting> postings(Account from) {
        Map<Account, Money> sums = new TreeMap<>();
        for (SaleLine line : lines) {
            sums.merge(from, line.gross(), Money::plus);
            sums.merge(
                    Account.of(AccountKind.TAX, line.taxCountry()), line.tax().negated(), Money::plus);
            sums.merge(
                    Account.of(AccountKind.SALES_NET, line.titleId()),
                    line.net().negated(),
                    Money::plus);
        }
        List<Posting> postings = new ArrayList<>();
        sums.forEach((account, sum) -> {
            if (!sum.none()) {
                postings.add(new Posting(account, sum));
            }
        });
        return postings;
    }
}
