package sealswarm.license.server.charging;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sealswarm.ledger.journal.Account;
import sealswarm.ledger.journal.AccountKind;
import sealswarm.ledger.journal.EntryDraft;
import sealswarm.ledger.journal.EntryKey;
import sealswarm.ledger.journal.EntryKind;
import sealswarm.ledger.journal.Facts;
import sealswarm.ledger.journal.SaleFacts;
import sealswarm.ledger.journal.SaleLine;
import sealswarm.ledger.journal.Sha256;
import sealswarm.ledger.journal.StoredEntry;
import sealswarm.license.message.Charges.Charge;
import sealswarm.license.message.Charges.ChargeLine;
import sealswarm.license.message.Charges.ChargeRequest;
import sealswarm.license.message.Charges.ChargeState;
import sealswarm.license.message.Charges.ChargedLine;
import sealswarm.license.message.Offer;
import sealswarm.license.money.Money;
import sealswarm.license.problem.ProblemType;
import sealswarm.license.server.http.ProblemException;
import sealswarm.license.server.ledger.Journal;
import sealswarm.license.server.ledger.JournalCommand;
import sealswarm.license.wire.WireJson;

/**
 * Charges orders. Every effect has an id derived from the order, so a charge may be asked for again at any point, by the storefront
 * or by {@link #sweep}: note it, pay it (one journal entry), give the grants, note that it is done.
 */
public final class ChargeDesk {
    /** Charges looked at in one read of a sweep. */
    static final int SWEEP_PAGE = 200;

    private static final Logger LOG = LoggerFactory.getLogger(ChargeDesk.class);

    /** What the desk works with. */
    public record Rooms(Journal journal, OfferStore offers, ChargeStore charges, Grantor grantor, Buyers buyers) {}

    private final Rooms rooms;
    private final Pricing pricing;
    private final InstantSource clock;
    private final Consumer<ChargeCheckpoint> reached;

    public ChargeDesk(Rooms rooms, Pricing pricing, InstantSource clock, Consumer<ChargeCheckpoint> reached) {
        this.rooms = rooms;
        this.pricing = pricing;
        this.clock = clock;
        this.reached = reached;
    }

    /**
     * Charges an order and gives its grants.
     *
     * @throws ProblemException {@code offer-changed}, {@code territory}, {@code window-not-open}, {@code window-closed}, {@code
     *     insufficient-credit}, or {@code idempotency-mismatch} if the order was charged for another request
     */
    public Charge charge(String orderId, ChargeRequest request) {
        String json = new String(WireJson.write(request), StandardCharsets.UTF_8);
        Optional<PlacedCharge> before = rooms.charges().find(orderId);
        PlacedCharge placed = before.orElseGet(() -> place(orderId, request, json));
        if (!placed.requestJson().equals(json)) {
            throw ProblemException.of(
                    ProblemType.IDEMPOTENCY_MISMATCH, "order " + orderId + " was charged for another request");
        }
        reached.accept(ChargeCheckpoint.PLACED);
        StoredEntry entry = pay(placed, request);
        reached.accept(ChargeCheckpoint.PAID);
        fulfil(placed, entry);
        return answer(placed, entry);
    }

    /** The charge of an order as it stands. */
    public Optional<StoredEntry> entry(String orderId) {
        String id = rooms.journal().book() + "/" + key(orderId);
        return Optional.ofNullable(rooms.journal().find(List.of(id)).get(id));
    }

    /** Gives the grants of a paid charge if they were not given yet. */
    void complete(String orderId, StoredEntry entry) {
        rooms.charges().find(orderId).ifPresent(placed -> fulfil(placed, entry));
    }

    /** Gives the grants of every charge that was paid but is not noted as done. Returns how many it completed. */
    public int sweep() {
        int completed = sweep(PlacedCharge.State.PLACED, this::fulfil);
        if (completed > 0) {
            LOG.info("charges completed count={}", completed);
        }
        return completed;
    }

    /** Calls {@code work} for each charge in {@code state} that was paid. Returns how many there were. */
    int sweep(PlacedCharge.State state, BiConsumer<PlacedCharge, StoredEntry> work) {
        int paid = 0;
        List<PlacedCharge> page = rooms.charges().inState(state, "", SWEEP_PAGE);
        while (!page.isEmpty()) {
            for (PlacedCharge charge : page) {
                Optional<StoredEntry> entry = entry(charge.orderId());
                entry.ifPresent(found -> work.accept(charge, found));
                paid += entry.isPresent() ? 1 : 0;
            }
            page = rooms.charges().inState(state, page.get(page.size() - 1).orderId(), SWEEP_PAGE);
        }
        return paid;
    }

    private PlacedCharge place(String orderId, ChargeRequest request, String json) {
        Instant now = clock.instant();
        for (ChargeLine line : request.lines()) {
            checkSale(line, request.territory(), now);
        }
        String buyer = rooms.buyers().pseudonym(request.subject());
        return rooms.charges()
                .insert(new PlacedCharge(orderId, request.subject(), buyer, json, PlacedCharge.State.PLACED));
    }

    private void checkSale(ChargeLine line, String territory, Instant now) {
        Offer offer = offer(line);
        if (!offer.price().equals(line.expected())) {
            throw ProblemException.of(
                            ProblemType.OFFER_CHANGED, "the price of " + line.offerId() + " is " + offer.price())
                    .with("offerId", line.offerId());
        }
        if (!offer.territories().admits(territory)) {
            throw ProblemException.of(ProblemType.TERRITORY, line.offerId() + " is not sold in " + territory)
                    .with("territory", territory);
        }
        if (now.isBefore(offer.window().notBefore())) {
            throw ProblemException.of(ProblemType.WINDOW_NOT_OPEN, line.offerId() + " is not sold yet")
                    .with("opensAt", offer.window().notBefore().toString());
        }
        if (offer.window().notAfter().isOver(now)) {
            throw ProblemException.of(ProblemType.WINDOW_CLOSED, line.offerId() + " is not sold any more")
                    .with("closedAt", offer.window().notAfter().toString());
        }
    }

    private Offer offer(ChargeLine line) {
        return rooms.offers().find(line.offerId(), line.offerVersion()).orElseThrow(() -> ProblemException.of(
                        ProblemType.OFFER_CHANGED, "no version " + line.offerVersion() + " of offer " + line.offerId())
                .with("offerId", line.offerId()));
    }

    private StoredEntry pay(PlacedCharge placed, ChargeRequest request) {
        EntryKey key = key(placed.orderId());
        ObjectNode canonical = Facts.object();
        canonical.put("order", placed.orderId());
        canonical.put("buyer", placed.buyer());
        canonical.put(
                "request",
                Sha256.of(placed.requestJson().getBytes(StandardCharsets.UTF_8)).hex());
        Sha256 req = Facts.hashOf(canonical);
        Optional<StoredEntry> paid = entry(placed.orderId());
        if (paid.isPresent() && paid.orElseThrow().entry().draft().req().equals(req)) {
            return paid.orElseThrow();
        }
        Instant now = clock.instant();
        SaleFacts sale = sale(placed, request, now);
        Account wallet = Account.of(AccountKind.WALLET, placed.buyer());
        if (sale.gross().none()) {
            throw ProblemException.of(
                    ProblemType.MALFORMED, "order " + placed.orderId() + " costs nothing: grant it without a sale");
        }
        EntryDraft draft =
                new EntryDraft(key, now, placed.orderId(), Optional.empty(), req, sale.facts(), sale.postings(wallet));
        return rooms.journal()
                .append(new JournalCommand(key, req, state -> {
                    Wallets.requireCredit(state, wallet, sale.gross());
                    return draft;
                }))
                .entry();
    }

    private SaleFacts sale(PlacedCharge placed, ChargeRequest request, Instant now) {
        List<SaleLine> lines = new ArrayList<>();
        for (int i = 0; i < request.lines().size(); i++) {
            Offer offer = offer(request.lines().get(i));
            lines.addAll(pricing.lines(placed.orderId(), i, offer, request.territory(), now));
        }
        if (lines.stream().map(line -> line.gross().currency()).distinct().count() > 1) {
            throw ProblemException.malformed("lines", "offers of one currency");
        }
        return new SaleFacts(placed.orderId(), placed.buyer(), request.method().text(), "none", now, lines);
    }

    private void fulfil(PlacedCharge placed, StoredEntry entry) {
        if (placed.state() == PlacedCharge.State.PLACED) {
            SaleFacts sale = SaleFacts.of(entry.entry().draft().facts());
            for (SaleLine line : sale.lines()) {
                Offer offer =
                        rooms.offers().find(line.offerId(), line.offerVersion()).orElseThrow();
                rooms.grantor()
                        .give(new Grantor.Sold(
                                line.grantId(),
                                placed.orderId(),
                                line.no(),
                                placed.subject(),
                                placed.buyer(),
                                offer,
                                offer.titles().get(line.no() % Offer.MAX_TITLES).titleId(),
                                line.territory(),
                                sale.soldAt()));
            }
            reached.accept(ChargeCheckpoint.GRANTED);
            rooms.charges().advance(placed.orderId(), PlacedCharge.State.PLACED, PlacedCharge.State.FULFILLED);
        }
    }

    private static Charge answer(PlacedCharge placed, StoredEntry entry) {
        SaleFacts sale = SaleFacts.of(entry.entry().draft().facts());
        List<ChargedLine> lines = new ArrayList<>();
        Money net = Money.zero(sale.gross().currency());
        Money tax = net;
        for (SaleLine line : sale.lines()) {
            net = net.plus(line.net());
            tax = tax.plus(line.tax());
            lines.add(new ChargedLine(
                    line.offerId(),
                    line.offerVersion(),
                    line.gross(),
                    line.net(),
                    line.tax(),
                    line.taxCountry(),
                    line.taxRate().text(),
                    List.of(line.grantId())));
        }
        boolean refunded = placed.state() == PlacedCharge.State.REFUNDED;
        return new Charge(
                placed.orderId(),
                refunded ? ChargeState.REFUNDED : ChargeState.FULFILLED,
                entry.entry().id(),
                entry.entry().seq(),
                entry.entry().at(),
                sale.gross(),
                net,
                tax,
                lines);
    }

    static EntryKey key(String orderId) {
        return EntryKey.of(EntryKind.CHG, orderId);
    }
}
