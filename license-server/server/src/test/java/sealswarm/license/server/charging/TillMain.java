package sealswarm.license.server.charging;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOptions;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.bson.Document;
import sealswarm.embedded.store.EmbeddedStore;
import sealswarm.ledger.journal.Period;
import sealswarm.license.message.Charges.RefundRequest;
import sealswarm.license.message.Charges.VoucherBatchRequest;
import sealswarm.license.message.Charges.VoucherFunding;
import sealswarm.license.message.Charges.VoucherRedemption;
import sealswarm.license.money.Money;
import sealswarm.license.server.ledger.Journal;
import sealswarm.license.server.ledger.MongoJournalStore;
import sealswarm.license.server.royalty.CloseCheckpoint;
import sealswarm.license.server.royalty.MongoContractStore;
import sealswarm.license.server.royalty.MongoStatementStore;
import sealswarm.license.server.royalty.PeriodDesk;
import sealswarm.license.server.royalty.SampleDeals;
import sealswarm.license.server.royalty.SampleSource;
import sealswarm.trial.crash.Checkpoints;

/**
 * A shop's till in a process of its own, over the embedded store in a directory: credit, a charge, a refund, a closed month. What is
 * acknowledged is printed. Run again on the same directory it finishes what was cut short.
 */
public final class TillMain {
    private static final Instant AFTER_APRIL = Instant.parse("2031-05-05T00:00:00Z");

    private final Journal journal;
    private final ChargeDesk charges;
    private final RefundDesk refunds;
    private final VoucherDesk vouchers;
    private final PeriodDesk periods;
    private final MongoStatementStore statements;
    private Instant now = Till.NOON;

    private TillMain(MongoDatabase database) {
        InstantSource clock = () -> now;
        Consumer<ChargeCheckpoint> charging = Checkpoints.parking(ChargeCheckpoint.class);
        Consumer<CloseCheckpoint> closing = Checkpoints.parking(CloseCheckpoint.class);
        MongoJournalStore entries = new MongoJournalStore(database);
        journal = Journal.open("main", entries, clock);
        MongoOfferStore offers = new MongoOfferStore(database);
        offers.insert(Till.film("film", Till.PRICE));
        Buyers buyers = subject -> "buyer-" + subject;
        ChargeDesk.Rooms rooms = new ChargeDesk.Rooms(
                journal, offers, new MongoChargeStore(database), new Grants(database.getCollection("grants")), buyers);
        charges = new ChargeDesk(rooms, new Pricing(TaxTable.builtIn()), clock, charging);
        refunds = new RefundDesk(rooms, charges, grantId -> Optional.empty(), clock, charging);
        vouchers = new VoucherDesk(journal, new MongoVoucherStore(database), buyers, new SecureRandom(), clock);
        MongoContractStore contracts = new MongoContractStore(database);
        contracts.insert(SampleDeals.net(1, Instant.parse("2031-04-01T00:00:00Z"), "0.7"));
        statements = new MongoStatementStore(database);
        periods = new PeriodDesk(
                new PeriodDesk.Rooms(journal, entries, contracts, statements, new SampleSource()), clock, closing);
    }

    /** Grants as documents: state given or ended, ended for good. */
    private record Grants(MongoCollection<Document> grants) implements Grantor {
        @Override
        public void give(Sold sold) {
            if (grants.find(Filters.eq("_id", sold.grantId())).first() == null) {
                put(sold.grantId(), "given");
            }
        }

        @Override
        public void takeBack(String grantId) {
            put(grantId, "ended");
        }

        private void put(String grantId, String state) {
            grants.replaceOne(
                    Filters.eq("_id", grantId),
                    new Document("_id", grantId).append("state", state),
                    new ReplaceOptions().upsert(true));
        }
    }

    /** @param arguments the store's directory */
    public static void main(String[] arguments) {
        run(Path.of(arguments[0]), System.out::println);
    }

    /** Runs the till over the store in {@code directory}, telling {@code acknowledged} of each thing done. */
    static void run(Path directory, Consumer<String> acknowledged) {
        try (EmbeddedStore store = EmbeddedStore.open(directory);
                MongoClient client = MongoClients.create(store.connectionUri())) {
            new TillMain(client.getDatabase("till")).run(acknowledged);
        }
    }

    private void run(Consumer<String> acknowledged) {
        charges.sweep();
        refunds.sweep();
        if (journal.<Long>read(state -> state.head().seq()) == 0) {
            String code = vouchers.issue(
                            new VoucherBatchRequest("batch", 1, Money.of("EUR", 5_000), VoucherFunding.BANK, "start"))
                    .codes()
                    .get(0);
            vouchers.redeem(new VoucherRedemption("anna", code), "key");
        }
        for (String order : List.of("o1", "o2")) {
            charges.charge(order, Till.order("anna", Till.PRICE));
            acknowledged.accept("charged " + order);
        }
        refunds.refund("o2", new RefundRequest(1, null, "back"));
        acknowledged.accept("refunded o2");
        now = AFTER_APRIL;
        periods.close(Period.parse("2031-04"));
        statements
                .of(Period.parse("2031-04"))
                .forEach(each ->
                        acknowledged.accept(each.hash() + " " + each.statement().statementId()));
    }
}
