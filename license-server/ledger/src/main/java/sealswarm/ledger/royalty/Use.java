package sealswarm.ledger.royalty;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sealswarm.ledger.counting.CountedPlay;
import sealswarm.ledger.counting.GrantTerms;
import sealswarm.ledger.journal.CommercialModel;
import sealswarm.ledger.journal.JournalEntry;
import sealswarm.ledger.journal.Period;
import sealswarm.ledger.journal.SaleFacts;
import sealswarm.ledger.journal.SaleLine;
import sealswarm.ledger.journal.UseType;

/**
 * One event that may earn a royalty: a line sold (or taken back) or a play that counts.
 *
 * @param kind sale or play
 * @param context what was used, how and where
 * @param at when; decides the contract version
 * @param period the period it counts in
 * @param quantity items sold or plays; negative where taken back
 * @param money what was paid; empty for a play
 * @param uniqueMillis unique media time; 0 for a sale
 */
public record Use(
        Kind kind, Context context, Instant at, Period period, long quantity, Optional<Paid> money, long uniqueMillis) {
    /** What kind of event. */
    public enum Kind {
        SALE,
        PLAY
    }

    /**
     * What was used, how and where; also the grain of a statement's lines.
     *
     * @param originPeriod the month it happened in
     */
    public record Context(
            Period originPeriod,
            String titleId,
            String trackId,
            String territory,
            UseType useType,
            CommercialModel commercialModel) {}

    /** Gross, tax and net of a sale, in minor units of one currency. */
    public record Paid(String currency, long gross, long tax, long net) {}

    /** The uses an entry of the journal records; none unless it is about a sale. */
    public static List<Use> of(JournalEntry entry) {
        Optional<SaleFacts> sale = SaleFacts.of(entry);
        if (sale.isEmpty()) {
            return List.of();
        }
        List<Use> uses = new ArrayList<>();
        for (SaleLine line : sale.orElseThrow().lines()) {
            Instant soldAt = sale.orElseThrow().soldAt();
            Context context = new Context(
                    Period.of(soldAt),
                    line.titleId(),
                    line.trackId(),
                    line.territory(),
                    line.useType(),
                    line.commercialModel());
            Paid paid = new Paid(
                    line.gross().currency(),
                    line.gross().minorUnits(),
                    line.tax().minorUnits(),
                    line.net().minorUnits());
            uses.add(new Use(Kind.SALE, context, soldAt, entry.period(), line.quantity(), Optional.of(paid), 0));
        }
        return uses;
    }

    /** The use a play is; empty if it does not count. */
    public static Optional<Use> of(CountedPlay play) {
        if (!play.qualifies()) {
            return Optional.empty();
        }
        GrantTerms terms = play.terms().orElseThrow();
        Context context = new Context(
                play.originPeriod(),
                play.titleId(),
                play.trackId(),
                terms.territory(),
                terms.useType(),
                terms.commercialModel());
        return Optional.of(new Use(
                Kind.PLAY, context, play.occurredAt(), play.period(), 1, Optional.empty(), play.uniqueMillis()));
    }
}
