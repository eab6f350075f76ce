package sealswarm.ledger.statement;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import sealswarm.ledger.counting.CountedPlay;
import sealswarm.ledger.counting.ReasonCode;
import sealswarm.ledger.journal.Account;
import sealswarm.ledger.journal.AccountKind;
import sealswarm.ledger.journal.EntryDraft;
import sealswarm.ledger.journal.EntryKey;
import sealswarm.ledger.journal.EntryKind;
import sealswarm.ledger.journal.Facts;
import sealswarm.ledger.journal.Period;
import sealswarm.ledger.journal.Posting;
import sealswarm.ledger.journal.Sha256;
import sealswarm.ledger.royalty.LineAccrual;

/**
 * All that the close of one period comes to.
 *
 * @param period the period
 * @param cutSeq place of its cut in the journal; of a provisional view the last entry seen
 * @param cut what the close depends on
 * @param accruals what each contract line earned, by contract, version and line
 * @param statements one per contract and party, by id
 * @param plays the plays judged, by place of their start
 * @param receiptRoot RFC 6962 root over the entries judged
 */
public record Close(
        Period period,
        long cutSeq,
        CutFacts cut,
        List<LineAccrual> accruals,
        List<StatementDocument> statements,
        List<CountedPlay> plays,
        Sha256 receiptRoot) {
    public Close {
        accruals = List.copyOf(accruals);
        statements = List.copyOf(statements);
        plays = List.copyOf(plays);
    }

    /** The entries the close appends after its cut, in order; the last one closes the period. */
    public List<EntryDraft> entries() {
        List<EntryDraft> drafts = new ArrayList<>();
        for (LineAccrual accrual : accruals) {
            accrual(accrual).ifPresent(drafts::add);
        }
        Map<String, Map<String, Long>> payable = new TreeMap<>();
        Map<String, String> currencies = new TreeMap<>();
        for (LineAccrual accrual : accruals) {
            currencies.put(accrual.contractId(), accrual.version().currency());
            Map<String, Long> sums = payable.computeIfAbsent(accrual.contractId(), unused -> new TreeMap<>());
            accrual.shares().forEach((party, units) -> sums.merge(party, units, Math::addExact));
        }
        payable.forEach((contract, sums) ->
                payable(contract, currencies.getOrDefault(contract, ""), sums).ifPresent(drafts::add));
        drafts.add(closing());
        return drafts;
    }

    /** Plays left out, by reason. */
    public Map<ReasonCode, Long> excluded() {
        Map<ReasonCode, Long> counts = new TreeMap<>();
        plays.forEach(play -> play.excluded().ifPresent(reason -> counts.merge(reason, 1L, Long::sum)));
        return counts;
    }

    /** The record of the close: counts, totals and hashes of what it made. */
    public Facts manifest() {
        ObjectNode manifest = Facts.object();
        manifest.put("period", period.toString());
        manifest.put("cutSeq", cutSeq);
        manifest.put("asOf", asOf().toString());
        manifest.put("receiptRoot", receiptRoot.hex());
        manifest.put("statements", statements.size());
        manifest.put(
                "statementsRoot",
                MerkleRoot.of(statements.stream().map(StatementDocument::hash).toList())
                        .hex());
        ObjectNode plays = manifest.putObject("plays");
        plays.put("judged", this.plays.size());
        plays.put(
                "qualifying", this.plays.stream().filter(CountedPlay::qualifies).count());
        ObjectNode reasons = plays.putObject("excluded");
        excluded().forEach((reason, count) -> reasons.put(reason.name(), count));
        Map<String, Long> earned = new TreeMap<>();
        accruals.forEach(each -> earned.merge(each.version().currency(), each.earned(), Math::addExact));
        ObjectNode totals = manifest.putObject("earned");
        earned.forEach((currency, units) -> totals.put(currency, Long.toString(units)));
        return Facts.of(manifest);
    }

    public Instant asOf() {
        return cut.asOf();
    }

    private Optional<EntryDraft> accrual(LineAccrual accrual) {
        String currency = accrual.version().currency();
        List<Posting> postings = new ArrayList<>();
        accrual.byTitle()
                .forEach((title, units) ->
                        add(postings, Account.of(AccountKind.ROYALTY_EXPENSE, title), currency, units));
        accrual.shares()
                .forEach((party, units) -> add(
                        postings,
                        Account.of(AccountKind.ROYALTY_ACCRUED, party, accrual.contractId()),
                        currency,
                        -units));
        if (postings.isEmpty()) {
            return Optional.empty();
        }
        ObjectNode facts = Facts.object();
        facts.put("cumulativeBase", Long.toString(accrual.cumulativeBase()));
        facts.put("cumulativeEarned", Long.toString(accrual.cumulativeEarned()));
        EntryKey key = EntryKey.of(
                EntryKind.ACC,
                accrual.contractId(),
                Integer.toString(accrual.version().version()),
                period.toString(),
                accrual.line().lineId());
        return Optional.of(draft(key, accrual.contractId(), Facts.of(facts), postings));
    }

    private Optional<EntryDraft> payable(String contract, String currency, Map<String, Long> sums) {
        List<Posting> postings = new ArrayList<>();
        sums.forEach((party, units) -> {
            add(postings, Account.of(AccountKind.ROYALTY_ACCRUED, party, contract), currency, units);
            add(postings, Account.of(AccountKind.ROYALTY_PAYABLE, party), currency, -units);
        });
        return postings.isEmpty()
                ? Optional.empty()
                : Optional.of(draft(
                        EntryKey.of(EntryKind.PYB, contract, period.toString()), contract, Facts.none(), postings));
    }

    private EntryDraft closing() {
        Facts manifest = manifest();
        ObjectNode facts = Facts.object();
        facts.set("manifest", manifest.tree());
        facts.put("manifestHash", manifest.hash().hex());
        return draft(EntryKey.of(EntryKind.CLS, period.toString()), period.toString(), Facts.of(facts), List.of());
    }

    private EntryDraft draft(EntryKey key, String ref, Facts facts, List<Posting> postings) {
        return new EntryDraft(key, asOf(), ref, Optional.empty(), facts.hash(), facts, postings);
    }

    private static void add(List<Posting> postings, Account account, String currency, long units) {
        if (units != 0) {
            postings.add(Posting.of(account, currency, units));
        }
    }
}
