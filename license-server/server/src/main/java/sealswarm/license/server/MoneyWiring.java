package sealswarm.license.server;

import com.mongodb.client.MongoDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sealswarm.format.key.TitleId;
import sealswarm.license.LicenseId;
import sealswarm.license.device.DeviceId;
import sealswarm.license.message.Offer;
import sealswarm.license.rights.Rights.ChargeModel;
import sealswarm.license.server.charging.AdjustmentDesk;
import sealswarm.license.server.charging.ChargeDesk;
import sealswarm.license.server.charging.ChargeRoutes;
import sealswarm.license.server.charging.Grantor;
import sealswarm.license.server.charging.HoldSweep;
import sealswarm.license.server.charging.MeteredPlay;
import sealswarm.license.server.charging.MongoChargeStore;
import sealswarm.license.server.charging.MongoOfferStore;
import sealswarm.license.server.charging.MongoVoucherStore;
import sealswarm.license.server.charging.OfferStore;
import sealswarm.license.server.charging.PlayHolds;
import sealswarm.license.server.charging.Pricing;
import sealswarm.license.server.charging.RefundDesk;
import sealswarm.license.server.charging.TaxTable;
import sealswarm.license.server.charging.VoucherDesk;
import sealswarm.license.server.device.DeviceStore;
import sealswarm.license.server.export.ExportDesk;
import sealswarm.license.server.export.ExportRoutes;
import sealswarm.license.server.export.TitleNames;
import sealswarm.license.server.grant.GrantDesk;
import sealswarm.license.server.grant.GrantStore;
import sealswarm.license.server.grant.Holder;
import sealswarm.license.server.grant.StoredGrant;
import sealswarm.license.server.http.ApiRoute;
import sealswarm.license.server.http.RateLimiter;
import sealswarm.license.server.http.Workers;
import sealswarm.license.server.issuing.KeyRelease;
import sealswarm.license.server.issuing.ReleaseStore;
import sealswarm.license.server.issuing.UseHolds;
import sealswarm.license.server.keystore.KeyGate;
import sealswarm.license.server.ledger.Journal;
import sealswarm.license.server.ledger.JournalRoutes;
import sealswarm.license.server.ledger.MongoJournalStore;
import sealswarm.license.server.metering.ClosedMonths;
import sealswarm.license.server.metering.PlayMeter;
import sealswarm.license.server.metering.PlayedMedia;
import sealswarm.license.server.metering.ReceiptStore;
import sealswarm.license.server.metering.StoredSegment;
import sealswarm.license.server.metering.UseCharges;
import sealswarm.license.server.royalty.ContractDesk;
import sealswarm.license.server.royalty.MongoContractStore;
import sealswarm.license.server.royalty.MongoStatementStore;
import sealswarm.license.server.royalty.PeriodDesk;
import sealswarm.license.server.royalty.RoyaltyRoutes;
import sealswarm.license.server.royalty.StudioMembers;
import sealswarm.license.server.title.TitleShelf;

/** Puts the money rooms together, and joins them to grants, licenses and receipts. */
final class MoneyWiring {
    private static final String BOOK = "main";

    private final GrantStore grants;
    private final GrantDesk grantDesk;
    private final OfferStore offers;
    private final PlayHolds holds;
    private final HoldSweep leftovers;
    private final PlayMeter meter;
    private final ChargeDesk charges;
    private final RefundDesk refunds;
    private final PeriodDesk periods;
    private final List<ApiRoute> routes = new ArrayList<>();

    /** The rooms that money is joined to. */
    record Neighbours(
            GrantStore grants,
            GrantDesk grantDesk,
            GrantDesk.Buyers buyers,
            ReceiptStore receipts,
            ReleaseStore releases,
            DeviceStore devices,
            TitleShelf titles,
            StudioMembers members,
            KeyGate keys) {}

    private static List<DeviceId> devices(StoredGrant grant) {
        return grant.holders().stream().map(Holder::device).toList();
    }

    MoneyWiring(MongoDatabase database, Workers workers, LicenseServerParts parts, Neighbours neighbours) {
        this.grants = neighbours.grants();
        this.grantDesk = neighbours.grantDesk();
        this.meter = new PlayMeter(neighbours.receipts());
        GrantDesk.Buyers buyers = neighbours.buyers();
        ReceiptPlays plays = new ReceiptPlays(neighbours.receipts(), grants, neighbours.titles());
        MongoJournalStore journalStore = new MongoJournalStore(database);
        Journal journal = Journal.open(BOOK, journalStore, parts.accountingClock());
        Pricing pricing = new Pricing(TaxTable.builtIn());
        this.offers = new MongoOfferStore(database);
        MongoChargeStore placed = new MongoChargeStore(database);
        ChargeDesk.Rooms rooms = new ChargeDesk.Rooms(journal, offers, placed, grantor(), buyers::pseudonym);
        this.charges = new ChargeDesk(
                rooms, pricing, parts.clock(), parts.checkpoints().charge());
        PlayedMedia media = new PlayedMedia(neighbours.receipts(), neighbours.devices());
        this.refunds = new RefundDesk(
                rooms,
                charges,
                grantId -> grants.find(grantId)
                        .filter(grant -> grant.firstPlayAt().isPresent())
                        .map(grant -> media.unique(grantId, devices(grant))),
                parts.clock(),
                parts.checkpoints().charge());
        this.holds = new PlayHolds(journal, pricing, parts.clock());
        this.leftovers = new HoldSweep(journal, holds, leaseEnds(neighbours.releases()), parts.clock());
        VoucherDesk vouchers = new VoucherDesk(
                journal, new MongoVoucherStore(database), buyers::pseudonym, parts.random(), parts.clock());
        routes.addAll(new ChargeRoutes(
                        new ChargeRoutes.Desks(
                                offers, charges, refunds, vouchers, new AdjustmentDesk(journal, parts.clock())),
                        workers,
                        new RateLimiter(parts.limits().purchase(), parts.clock()),
                        new RateLimiter(parts.limits().voucher(), parts.clock()))
                .routes());
        routes.addAll(new JournalRoutes(journalStore, BOOK, workers).routes());
        MongoContractStore contracts = new MongoContractStore(database);
        MongoStatementStore statements = new MongoStatementStore(database);
        this.periods = new PeriodDesk(
                new PeriodDesk.Rooms(journal, journalStore, contracts, statements, plays),
                parts.accountingClock(),
                checkpoint -> {});
        routes.addAll(new RoyaltyRoutes(
                        new ContractDesk(contracts, journal), periods, statements, neighbours.members(), workers)
                .routes());
        routes.addAll(new EvidenceRoutes(
                        new EvidenceRoutes.Rooms(
                                contracts,
                                periods,
                                statements,
                                placed,
                                offers,
                                grants,
                                neighbours.titles(),
                                neighbours.receipts()),
                        workers)
                .routes());
        ExportDesk exports =
                new ExportDesk(periods, journalStore, BOOK, titleNames(neighbours.titles()), parts.accountingClock());
        routes.addAll(new ExportRoutes(exports, neighbours.keys(), neighbours.members(), workers).routes());
    }

    private static TitleNames titleNames(TitleShelf titles) {
        return titleId -> titles.find(new TitleId(titleId))
                .map(issue -> new TitleNames.Title(
                        issue.revision().name(), issue.head().studio().text()))
                .orElse(new TitleNames.Title("", ""));
    }

    List<ApiRoute> routes() {
        return List.copyOf(routes);
    }

    Optional<Offer> offer(String offerId, int version) {
        return offers.find(offerId, version);
    }

    /** Months whose plays are counted already: what comes later is late. */
    ClosedMonths closedMonths() {
        return periods::isCut;
    }

    /** Drives charges and refunds onward that a crash left unfinished, and gives back what nobody can play for any more. */
    int sweep() {
        return charges.sweep() + refunds.sweep() + leftovers.sweep();
    }

    private static HoldSweep.LeaseEnds leaseEnds(ReleaseStore releases) {
        return (licenseId, revision) ->
                releases.find(new LicenseId(licenseId), revision).map(KeyRelease::leaseUntil);
    }

    private Grantor grantor() {
        return new Grantor() {
            @Override
            public void give(Sold sold) {
                StoredGrant.Sale sale = new StoredGrant.Sale(
                        sold.orderId(),
                        sold.line(),
                        sold.offer().offerId(),
                        sold.offer().version(),
                        sold.territory());
                grantDesk.give(sold.subject(), sold.offer(), sold.title(), sale, sold.soldAt());
            }

            @Override
            public void takeBack(String grantId) {
                grantDesk.revoke(grantId);
            }
        };
    }

    /** Credit for the plays of a license: what the revision before it did not use is free again first. */
    UseHolds holds() {
        return (StoredGrant grant, LicenseId license, Holder holder) -> {
            if (holder.revision() > 1) {
                holds.release(
                        license.hex(),
                        holder.revision() - 1,
                        grant.id(),
                        grant.buyer(),
                        grant.rights().charge().unit().currency());
            }
            if (holder.playsReserved() > 0) {
                holds.hold(new PlayHolds.Reservation(
                        license.hex(),
                        holder.revision(),
                        grant.id(),
                        grant.buyer(),
                        grant.rights().charge().unit(),
                        holder.playsReserved()));
            }
        };
    }

    /** Charges each play of a grant sold per play once it has lasted long enough to count. */
    UseCharges charges() {
        return (StoredSegment segment) -> {
            for (PlayMeter.Metered play : meter.plays(segment)) {
                grants.find(play.play().grantId()).ifPresent(grant -> {
                    boolean metered = grant.rights().charge().model() == ChargeModel.PER_PLAY;
                    if (metered && play.uniqueMillis() >= grant.rights().plays().countAfterS() * 1_000) {
                        offers.find(grant.sale().offerId(), grant.sale().offerVersion())
                                .ifPresent(offer -> holds.charge(metered(play, grant, offer)));
                    }
                });
            }
        };
    }

    private static MeteredPlay metered(PlayMeter.Metered play, StoredGrant grant, Offer offer) {
        TitleId title = grant.title();
        return new MeteredPlay(
                play.segment().device().hex(),
                play.segment().epoch(),
                play.start().seq(),
                play.play().licenseId().hex(),
                grant.id(),
                grant.buyer(),
                grant.sale().orderId(),
                offer.offerId(),
                offer.version(),
                title.text(),
                play.play().trackId().text(),
                grant.sale().territory(),
                offer.taxCategory(),
                grant.rights().charge().unit(),
                play.start().occurredAt());
    }
}
