package sealswarm.license.server.export;

import java.util.ArrayList;
import java.util.List;
import sealswarm.ledger.journal.EntryKey;
import sealswarm.ledger.journal.EntryKind;
import sealswarm.ledger.journal.JournalEntry;
import sealswarm.ledger.journal.JournalTime;
import sealswarm.ledger.journal.Posting;
import sealswarm.ledger.journal.SaleFacts;
import sealswarm.ledger.journal.SaleLine;
import sealswarm.license.money.Money;

/** The rows of a charges export: one per line sold, played or paid back, one per top-up and adjustment. For one thread. */
final class ChargeRows {
    private final TitleNames titles;
    private final List<RowBuilder> rows = new ArrayList<>();

    ChargeRows(TitleNames titles) {
        this.titles = titles;
    }

    void add(JournalEntry entry) {
        switch (entry.kind()) {
            case CHG -> sale(entry, "sale");
            case PLY, FST -> sale(entry, "play");
            case REF -> sale(entry, "refund");
            case VCH -> other(entry, "topup", "voucher");
            case ADJ -> other(entry, "adjustment", "");
            case ISS, HLD, RLS, CUT, ACC, PYB, CLS -> {}
        }
    }

    List<RowBuilder> rows() {
        return rows;
    }

    private void sale(JournalEntry entry, String type) {
        SaleFacts sale = SaleFacts.of(entry.draft().facts());
        for (SaleLine line : sale.lines()) {
            rows.add(row(entry, type)
                    .text("order_id", sale.order())
                    .number("line_no", line.no())
                    .text("buyer_id", sale.buyer())
                    .text("title_id", line.titleId())
                    .text("title", titles.title(line.titleId()).name())
                    .text("track_id", line.trackId())
                    .text("offer_id", line.offerId())
                    .number("offer_version", line.offerVersion())
                    .text("charge_model", line.chargeModel())
                    .text("use_type", line.useType().text())
                    .text("commercial_model", line.commercialModel().text())
                    .text("territory", line.territory())
                    .number("quantity", line.quantity())
                    .text("unit", line.unit())
                    .money("unit_price", line.unitPrice())
                    .money("gross", line.gross())
                    .money("discount", line.discount())
                    .text("tax_country", line.taxCountry())
                    .text("tax_rate", line.taxRate().text())
                    .money("tax", line.tax())
                    .money("net", line.net())
                    .text("payment_method", sale.payment())
                    .text("provider_ref", sale.providerRef()));
        }
    }

    private void other(JournalEntry entry, String type, String method) {
        Posting first = entry.draft().postings().get(0);
        Money debits = Money.zero(first.amount().currency());
        for (Posting posting : entry.draft().postings()) {
            boolean counts =
                    !posting.amount().negative() && posting.amount().currency().equals(debits.currency());
            debits = counts ? debits.plus(posting.amount()) : debits;
        }
        RowBuilder row = row(entry, type).money("gross", debits).text("payment_method", method);
        for (Posting posting : entry.draft().postings()) {
            if (posting.account().kind().prefix().equals("wallet")) {
                row.text("buyer_id", posting.account().arguments().get(0));
            }
        }
        rows.add(row);
    }

    private static RowBuilder row(JournalEntry entry, String type) {
        return new RowBuilder(ExportKind.CHARGES)
                .text("row_type", type)
                .text("entry_id", entry.id())
                .number("seq", entry.seq())
                .text("posted_utc", JournalTime.text(entry.at()))
                .text("effective_utc", JournalTime.text(entry.draft().effective()))
                .text("period", entry.period().toString())
                .text("origin_period", entry.originPeriod().toString())
                .text(
                        "reverses_entry",
                        entry.draft().reverses().map(EntryKey::text).orElse(""));
    }

    /** Whether an entry can make rows: what a reader of the journal need not look at otherwise. */
    static boolean concerns(EntryKind kind) {
        return switch (kind) {
            case CHG, PLY, FST, REF, VCH, ADJ -> true;
            case ISS, HLD, RLS, CUT, ACC, PYB, CLS -> false;
        };
    }
}
