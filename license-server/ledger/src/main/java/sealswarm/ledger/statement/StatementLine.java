package sealswarm.ledger.statement;

import sealswarm.ledger.journal.CommercialModel;
import sealswarm.ledger.journal.Period;
import sealswarm.ledger.journal.UseType;
import sealswarm.ledger.royalty.Basis;
import sealswarm.ledger.royalty.ContractVersion;
import sealswarm.ledger.royalty.LineAccrual;
import sealswarm.license.money.Money;
import sealswarm.license.money.Rate;
import sealswarm.license.money.Share;

/**
 * One line of a statement: a quantity, a rate, what it earned, and the party's part of it.
 *
 * @param type whether it is of the period itself or of an earlier one
 * @param contractVersion the version it falls under
 * @param lineId the contract's line
 * @param titleId what was used
 * @param trackId which track, or {@code *}
 * @param originPeriod the month it happened in
 * @param territory where
 * @param useType how
 * @param commercialModel how it was paid for
 * @param basis what the rate was applied to
 * @param usages items sold or plays
 * @param returns items taken back
 * @param gross what was paid
 * @param tax the tax in it
 * @param net the rest
 * @param base what the rate was applied to: minor units, plays or milliseconds, as text
 * @param rate the rate
 * @param deductions part taken off first
 * @param earned what the line earned by it for all parties
 * @param shareNum the party's weight
 * @param shareDen of which
 * @param amount the party's part
 */
public record StatementLine(
        Type type,
        int contractVersion,
        String lineId,
        String titleId,
        String trackId,
        Period originPeriod,
        String territory,
        UseType useType,
        CommercialModel commercialModel,
        Basis basis,
        long usages,
        long returns,
        Money gross,
        Money tax,
        Money net,
        String base,
        Rate rate,
        Rate deductions,
        Money earned,
        long shareNum,
        long shareDen,
        Money amount) {
    /** What a line is about. */
    public enum Type {
        /** Used in the period. */
        EARNED,
        /** Used, or taken back, in an earlier period and known only now. */
        ADJUSTMENT
    }

    /** The line of {@code party} for one step of an accrual. */
    static StatementLine of(Period period, LineAccrual accrual, LineAccrual.Step step, String party) {
        ContractVersion version = accrual.version();
        String currency = version.currency();
        LineAccrual.Volume volume = step.volume();
        return new StatementLine(
                step.context().originPeriod().before(period) ? Type.ADJUSTMENT : Type.EARNED,
                version.version(),
                accrual.line().lineId(),
                step.context().titleId(),
                step.context().trackId(),
                step.context().originPeriod(),
                step.context().territory(),
                step.context().useType(),
                step.context().commercialModel(),
                accrual.line().basis(),
                volume.usages(),
                volume.returns(),
                Money.of(currency, volume.gross()),
                Money.of(currency, volume.tax()),
                Money.of(currency, volume.net()),
                Long.toString(volume.base()),
                accrual.line().rate(),
                accrual.line().deductions(),
                Money.of(currency, step.earned()),
                weight(version, party),
                version.den(),
                Money.of(currency, step.shares().getOrDefault(party, 0L)));
    }

    private static long weight(ContractVersion version, String party) {
        return version.split().shares().stream()
                .filter(share -> share.party().equals(party))
                .mapToLong(Share::weight)
                .findFirst()
                .orElseThrow();
    }
}
