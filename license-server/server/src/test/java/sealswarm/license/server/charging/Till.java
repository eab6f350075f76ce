package sealswarm.license.server.charging;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import sealswarm.format.key.TitleId;
import sealswarm.format.key.TrackId;
import sealswarm.ledger.journal.Account;
import sealswarm.ledger.journal.BookState;
import sealswarm.license.message.Charges.ChargeLine;
import sealswarm.license.message.Charges.ChargeRequest;
import sealswarm.license.message.Charges.PaymentMethod;
import sealswarm.license.message.Charges.VoucherBatchRequest;
import sealswarm.license.message.Charges.VoucherFunding;
import sealswarm.license.message.Charges.VoucherRedemption;
import sealswarm.license.message.Offer;
import sealswarm.license.money.Money;
import sealswarm.license.server.ledger.Journal;
import sealswarm.license.server.ledger.JournalStore;
import sealswarm.license.server.ledger.MemoryJournalStore;

/** All desks over stores in memory, with one offer of 9.99 EUR on sale; grants are kept as a set of ids. */
public final class Till {
    public static final Instant NOON = Instant.parse("2031-04-05T12:00:00Z");
    public static final Money PRICE = Money.of("EUR", 999);

    public final JournalStore entries = new MemoryJournalStore();
    public final Journal journal = Journal.open("main", entries, () -> NOON);
    public final OfferStore offers = new MemoryStores.Offers();
    public final ChargeStore charges = new MemoryStores.Charges();
    public final VoucherStore vouchers = new MemoryStores.Vouchers();
    public final Set<String> grants = new TreeSet<>();
    public final Set<String> ended = new TreeSet<>();
    public final Pricing pricing = new Pricing(TaxTable.builtIn());
    public final ChargeDesk desk;
    public final RefundDesk refunds;
    public final VoucherDesk voucherDesk;
    public final PlayHolds holds;
    /** The desks' clock; the journal's stands still. */
    public Instant now = NOON;

    /** How much of every grant was played. */
    public Optional<Duration> played = Optional.empty();

    private int batches;

    public Till() {
        this(checkpoint -> {});
    }

    public Till(Consumer<ChargeCheckpoint> reached) {
        InstantSource clock = () -> now;
        Buyers buyers = subject -> "buyer-" + subject;
        ChargeDesk.Rooms rooms = new ChargeDesk.Rooms(journal, offers, charges, new Grants(), buyers);
        desk = new ChargeDesk(rooms, pricing, clock, reached);
        refunds = new RefundDesk(rooms, desk, grantId -> played, clock, reached);
        voucherDesk = new VoucherDesk(journal, vouchers, buyers, new SecureRandom(), clock);
        holds = new PlayHolds(journal, pricing, clock);
        offers.insert(film("film", PRICE));
    }

    /** What the grant room would keep. */
    private final class Grants implements Grantor {
        @Override
        public void give(Sold sold) {
            synchronized (grants) {
                if (!ended.contains(sold.grantId())) {
                    grants.add(sold.grantId());
                }
            }
        }

        @Override
        public void takeBack(String grantId) {
            synchronized (grants) {
                grants.remove(grantId);
                ended.add(grantId);
            }
        }
    }

    public static Offer film(String offerId, Money price, String... titles) {
        List<Offer.OfferTitle> sold = List.of(titles.length == 0 ? new String[] {"demo-film"} : titles).stream()
                .map(title -> new Offer.OfferTitle(new TitleId(title), List.of(new TrackId("hd"))))
                .toList();
        return Offer.own(offerId, 1, sold, price, NOON.minusSeconds(86_400));
    }

    public void credit(String subject, long cents) {
        String batch = "batch-" + batches++;
        String code = voucherDesk
                .issue(new VoucherBatchRequest(batch, 1, Money.of("EUR", cents), VoucherFunding.BANK, "test"))
                .codes()
                .get(0);
        voucherDesk.redeem(new VoucherRedemption(subject, code), "key");
    }

    public static ChargeRequest order(String subject, Money expected) {
        return order(subject, expected, "film");
    }

    public static ChargeRequest order(String subject, Money expected, String offerId) {
        return new ChargeRequest(subject, "DE", PaymentMethod.WALLET, List.of(new ChargeLine(offerId, 1, expected)));
    }

    public long balance(String account) {
        return journal.<Long>read((BookState state) -> state.balance(new Account(account), "EUR"));
    }
}
