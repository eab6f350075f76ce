package sealswarm.ledger.journal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import sealswarm.license.money.Money;
import sealswarm.license.money.Rate;
import sealswarm.license.money.TaxSplit;

/** Builds books of plausible entries for tests. */
public final class SampleBook {
    public static final Instant NOON = Instant.parse("2031-04-05T12:00:00Z");

    private final Projection projection = Projection.of(ChainHead.MAIN);
    private final List<StoredEntry> entries = new ArrayList<>();

    /** Appends {@code draft} as the writer would, at {@code now}. */
    public StoredEntry append(EntryDraft draft, Instant now) {
        StoredEntry stored = EntryPlacement.place(projection, draft, now);
        projection.apply(stored);
        entries.add(stored);
        return stored;
    }

    public StoredEntry append(EntryDraft draft) {
        return append(draft, draft.effective());
    }

    /** The facts of one sale of the film at EUR 9.99, paid by {@code owner}. */
    public static SaleFacts sale(String order, Instant at) {
        TaxSplit split = TaxSplit.ofGross(Money.of("EUR", 999), new Rate("0.19"));
        SaleLine line = new SaleLine(
                1,
                "offer",
                1,
                "demo-film",
                SaleLine.WHOLE_TITLE,
                "grant-" + order,
                "once",
                UseType.PERMANENT_DOWNLOAD,
                CommercialModel.PAY_AS_YOU_GO,
                "DE",
                1,
                "item",
                split.gross(),
                split.gross(),
                Money.zero("EUR"),
                "DE",
                new Rate("0.19"),
                split.tax(),
                split.net());
        return new SaleFacts(order, "owner", "wallet", "none", at, List.of(line));
    }

    /** A book of {@code count} vouchers, purchases and refunds. */
    public static SampleBook random(RandomGenerator random, int count) {
        SampleBook book = new SampleBook();
        book.append(voucher("start", "b0", 1_000_000));
        for (int i = 1; i < count; i++) {
            String buyer = "b" + random.nextInt(3);
            long balance = -book.state().balance(Account.of(AccountKind.WALLET, buyer), "EUR");
            if (balance < 2_000 || random.nextInt(3) == 0) {
                book.append(voucher("v" + i, buyer, 5_000 + random.nextInt(5_000)));
            } else {
                book.append(sale("o" + i, buyer, 100 + random.nextInt(900)));
            }
        }
        return book;
    }

    public static EntryDraft voucher(String hash, String buyer, long cents) {
        return draft(
                EntryKey.of(EntryKind.VCH, hash),
                Posting.of(Account.of(AccountKind.VOUCHER, "batch"), "EUR", cents),
                Posting.of(Account.of(AccountKind.WALLET, buyer), "EUR", -cents));
    }

    public static EntryDraft sale(String order, String buyer, long cents) {
        return draft(
                EntryKey.of(EntryKind.CHG, order),
                Posting.of(Account.of(AccountKind.WALLET, buyer), "EUR", cents),
                Posting.of(Account.of(AccountKind.SALES_NET, "demo-film"), "EUR", -cents));
    }

    public static EntryDraft draft(EntryKey key, Posting... postings) {
        return new EntryDraft(
                key,
                NOON,
                "test",
                Optional.empty(),
                Sha256.of(key.text().getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                Facts.none(),
                List.of(postings));
    }

    public BookState state() {
        return projection;
    }

    public List<StoredEntry> entries() {
        return List.copyOf(entries);
    }
}
