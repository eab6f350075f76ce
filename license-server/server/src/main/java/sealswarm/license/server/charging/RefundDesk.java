package sealswarm.license.server.charging;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import sealswarm.format.json.UtcTime;
import sealswarm.ledger.journal.Account;
import sealswarm.ledger.journal.AccountKind;
import sealswarm.ledger.journal.BookState;
import sealswarm.ledger.journal.EntryDraft;
import sealswarm.ledger.journal.EntryKey;
import sealswarm.ledger.journal.EntryKind;
import sealswarm.ledger.journal.Facts;
import sealswarm.ledger.journal.SaleFacts;
import sealswarm.ledger.journal.SaleLine;
import sealswarm.ledger.journal.StoredEntry;
import sealswarm.license.message.Charges.ChargeState;
import sealswarm.license.message.Charges.Refund;
import sealswarm.license.message.Charges.RefundRequest;
import sealswarm.license.message.Offer;
import sealswarm.license.message.Offer.RefundRule;
import sealswarm.license.money.LargestRemainder;
import sealswarm.license.money.Money;
import sealswarm.license.problem.ProblemType;
import sealswarm.license.server.http.ProblemException;
import sealswarm.license.server.ledger.JournalCommand;
import sealswarm.license.wire.WireJson;

/**
 * Pays back orders, wholly or in parts. A refund mirrors the original entry, whatever prices and taxes are today: what is paid back
 * altogether is shared out over the original lines, and each refund is the difference to the one before. So all parts of a full
 * refund return every account to the cent. The money goes back to the wallet it came from.
 */
public final class RefundDesk {
    private final ChargeDesk.Rooms rooms;
    private final ChargeDesk charges;
    private final PlayedTime played;
    private final InstantSource clock;
    private final Consumer<ChargeCheckpoint> reached;

    public RefundDesk(
            ChargeDesk.Rooms rooms,
            ChargeDesk charges,
            PlayedTime played,
            InstantSource clock,
            Consumer<ChargeCheckpoint> reached) {
        this.rooms = rooms;
        this.charges = charges;
        this.played = played;
        this.clock = clock;
        this.reached = reached;
    }

    /**
     * Pays back; once all is paid back, the grants end.
     *
     * @throws ProblemException {@code not-found} without a charge; {@code refund-not-allowed} if the offer's rule is past; {@code
     *     malformed} if the amount is more than is left
     */
    public Refund refund(String orderId, RefundRequest request) {
        StoredEntry original = charges.entry(orderId)
                .orElseThrow(() -> ProblemException.of(ProblemType.NOT_FOUND, "no charge of order " + orderId));
        EntryKey key = EntryKey.of(EntryKind.REF, orderId, Integer.toString(request.n()));
        if (!isPaidBack(key)) {
            requireAllowed(SaleFacts.of(original.entry().draft().facts()));
        }
        charges.complete(orderId, original);
        rooms.charges().advance(orderId, PlacedCharge.State.FULFILLED, PlacedCharge.State.REFUNDING);
        try {
            StoredEntry entry = payBack(key, original, request);
            reached.accept(ChargeCheckpoint.PAID_BACK);
            Money refunded = SaleFacts.of(entry.entry().draft().facts()).gross().negated();
            return new Refund(
                    orderId, state(original), entry.entry().id(), entry.entry().seq(), refunded);
        } finally {
            finish(orderId, original);
        }
    }

    /** Ends the grants of every charge whose full refund was cut short. Returns how many refunds it looked at. */
    public int sweep() {
        return charges.sweep(PlacedCharge.State.REFUNDING, (charge, entry) -> finish(charge.orderId(), entry));
    }

    private boolean isPaidBack(EntryKey key) {
        return !rooms.journal()
                .find(List.of(rooms.journal().book() + "/" + key))
                .isEmpty();
    }

    /** The rule is that of the offer version that was sold, whatever the offer says today; every line must allow it. */
    private void requireAllowed(SaleFacts sale) {
        for (SaleLine line : sale.lines()) {
            Optional<RefundRule> rule =
                    rooms.offers().find(line.offerId(), line.offerVersion()).map(Offer::refund);
            if (rule.isPresent()) {
                requireAllowed(rule.orElseThrow(), sale, line);
            }
        }
    }

    private void requireAllowed(RefundRule rule, SaleFacts sale, SaleLine line) {
        Instant until = sale.soldAt().plus(Duration.ofDays(rule.withinDays()));
        if (!clock.instant().isBefore(until)) {
            throw ProblemException.of(ProblemType.REFUND_NOT_ALLOWED, "the time to give it back is over")
                    .with("until", UtcTime.format(until));
        }
        Optional<Duration> time = played.played(line.grantId());
        if (time.isPresent() && time.orElseThrow().toSeconds() >= rule.maxPlayedS()) {
            throw ProblemException.of(ProblemType.REFUND_NOT_ALLOWED, "too much of it was played")
                    .with("playedS", time.orElseThrow().toSeconds())
                    .with("maxPlayedS", rule.maxPlayedS());
        }
    }

    private StoredEntry payBack(EntryKey key, StoredEntry original, RefundRequest request) {
        ObjectNode canonical = Facts.object();
        canonical.put("order", key.segments().get(0));
        canonical.set("request", WireJson.tree(request));
        return rooms.journal()
                .append(new JournalCommand(
                        key,
                        Facts.hashOf(canonical),
                        state -> draft(state, original, key, Facts.of(canonical), request)))
                .entry();
    }

    private EntryDraft draft(
            BookState state, StoredEntry original, EntryKey key, Facts canonical, RefundRequest request) {
        SaleFacts sale = SaleFacts.of(original.entry().draft().facts());
        EntryKey charge = original.entry().draft().key();
        Money before = Money.of(sale.gross().currency(), state.reversed(charge));
        Money left = sale.gross().minus(before);
        Money wanted = Optional.ofNullable(request.amount()).orElse(left);
        if (wanted.none() || wanted.negative() || left.minus(wanted).negative()) {
            throw ProblemException.malformed("amount", "more than nothing and at most " + left);
        }
        List<SaleLine> lines =
                difference(sale, before.minorUnits(), before.plus(wanted).minorUnits());
        SaleFacts back =
                new SaleFacts(sale.order(), sale.buyer(), sale.payment(), sale.providerRef(), sale.soldAt(), lines);
        return new EntryDraft(
                key,
                clock.instant(),
                sale.order(),
                Optional.of(charge),
                canonical.hash(),
                back.facts(),
                back.postings(Account.of(AccountKind.WALLET, sale.buyer())));
    }

    /** The lines that take {@code after} units back altogether, where {@code before} were taken back already. */
    static List<SaleLine> difference(SaleFacts sale, long before, long after) {
        List<Long> weights =
                sale.lines().stream().map(line -> line.gross().minorUnits()).toList();
        List<Long> grossBefore = LargestRemainder.allocate(before, weights);
        List<Long> grossAfter = LargestRemainder.allocate(after, weights);
        List<SaleLine> lines = new ArrayList<>();
        for (int i = 0; i < sale.lines().size(); i++) {
            SaleLine line = sale.lines().get(i);
            if (grossAfter.get(i) > grossBefore.get(i)) {
                lines.add(part(line, grossBefore.get(i), grossAfter.get(i)));
            }
        }
        return lines;
    }

    private static SaleLine part(SaleLine line, long before, long after) {
        String currency = line.gross().currency();
        List<Long> weights = List.of(line.net().minorUnits(), line.tax().minorUnits());
        long net = LargestRemainder.allocate(after, weights).get(0)
                - LargestRemainder.allocate(before, weights).get(0);
        boolean whole = after == line.gross().minorUnits();
        SaleLine reversed = line.reversed();
        return new SaleLine(
                line.no(),
                line.offerId(),
                line.offerVersion(),
                line.titleId(),
                line.trackId(),
                line.grantId(),
                line.chargeModel(),
                line.useType(),
                line.commercialModel(),
                line.territory(),
                whole ? reversed.quantity() : 0,
                line.unit(),
                line.unitPrice(),
                Money.of(currency, before - after),
                whole ? reversed.discount() : Money.zero(currency),
                line.taxCountry(),
                line.taxRate(),
                Money.of(currency, before - after + net),
                Money.of(currency, -net));
    }

    private ChargeState state(StoredEntry original) {
        Money gross = SaleFacts.of(original.entry().draft().facts()).gross();
        long reversed = rooms.journal()
                .read(state -> state.reversed(original.entry().draft().key()));
        return reversed == gross.minorUnits() ? ChargeState.REFUNDED : ChargeState.FULFILLED;
    }

    private void finish(String orderId, StoredEntry original) {
        if (state(original) == ChargeState.REFUNDED) {
            SaleFacts.of(original.entry().draft().facts()).lines().forEach(line -> rooms.grantor()
                    .takeBack(line.grantId()));
            rooms.charges().advance(orderId, PlacedCharge.State.REFUNDING, PlacedCharge.State.REFUNDED);
        } else {
            rooms.charges().advance(orderId, PlacedCharge.State.REFUNDING, PlacedCharge.State.FULFILLED);
        }
    }
}
