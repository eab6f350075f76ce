package sealswarm.ledger.statement;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import sealswarm.ledger.LedgerException;
import sealswarm.ledger.counting.CountedPlay;
import sealswarm.ledger.counting.CountingRule;
import sealswarm.ledger.counting.Cut;
import sealswarm.ledger.counting.PlayCounter;
import sealswarm.ledger.counting.PlayFacts;
import sealswarm.ledger.counting.ReasonCode;
import sealswarm.ledger.counting.ReceiptEntry;
import sealswarm.ledger.journal.CommercialModel;
import sealswarm.ledger.journal.EntryKind;
import sealswarm.ledger.journal.EntryPlacement;
import sealswarm.ledger.journal.JournalEntry;
import sealswarm.ledger.journal.Period;
import sealswarm.ledger.journal.Sha256;
import sealswarm.ledger.royalty.Accruals;
import sealswarm.ledger.royalty.ContractHistory;
import sealswarm.ledger.royalty.ContractVersion;
import sealswarm.ledger.royalty.LineAccrual;
import sealswarm.ledger.royalty.Use;
import sealswarm.license.money.Money;

/**
 * Folds a journal from its first entry, then all receipts, into the close of one period. The result depends on nothing else: no
 * clock, no order of reading, no earlier result. For one thread.
 */
public final class CloseFold {
    private record PlannedCut(Cut cut, CutFacts facts, long seq) {}

    private final Period period;
    private final Map<String, Accruals> accruals = new TreeMap<>();
    private final Map<Period, List<Use>> sales = new TreeMap<>();
    private final List<PlannedCut> cuts = new ArrayList<>();
    private long lastSeq;

    /**
     * A fold for {@code period}.
     *
     * @param contracts all versions that take part, in any order
     */
    public CloseFold(Period period, Collection<ContractVersion> contracts) {
        this.period = period;
        ContractHistory.of(contracts).forEach((id, history) -> accruals.put(id, new Accruals(history)));
    }

    /** Takes in the next entry of the journal; entries after the period's own cut are ignored. */
    public void accept(JournalEntry entry) {
        if (closedBefore()) {
            return;
        }
        lastSeq = entry.seq();
        if (entry.kind() == EntryKind.CUT) {
            CutFacts facts = CutFacts.of(entry.draft().facts());
            Period of = EntryPlacement.periodOf(entry.draft().key());
            cuts.add(new PlannedCut(facts.cut(of), facts, entry.seq()));
        }
        for (Use use : Use.of(entry)) {
            sales.computeIfAbsent(use.period(), unused -> new ArrayList<>()).add(use);
        }
    }

    /** The close at the period's cut, which the journal must hold. */
    public Close close(Collection<ReceiptEntry> receipts, PlayFacts facts) {
        if (!closedBefore()) {
            throw new LedgerException(LedgerException.Reason.PERIOD_NOT_OPEN, "period " + period + " has no cut");
        }
        return finish(receipts, facts);
    }

    /** What a close would come to if the period were cut now by {@code facts}; or the real one if it is cut. */
    public Close provisional(CutFacts cut, Collection<ReceiptEntry> receipts, PlayFacts facts) {
        if (!closedBefore()) {
            for (Period each = firstOpen(receipts); !period.before(each); each = each.next()) {
                cuts.add(new PlannedCut(cut.cut(each), cut, lastSeq));
            }
        }
        return finish(receipts, facts);
    }

    /** The first period without a cut that has any receipts: earlier plays must not be taken for plays of the period. */
    private Period firstOpen(Collection<ReceiptEntry> receipts) {
        if (!cuts.isEmpty()) {
            return cuts.get(cuts.size() - 1).cut().period().next();
        }
        Period first = period;
        for (ReceiptEntry receipt : receipts) {
            Period of = Period.of(receipt.occurredAt());
            first = of.before(first) ? of : first;
        }
        return first;
    }

    private boolean closedBefore() {
        return !cuts.isEmpty() && !cuts.get(cuts.size() - 1).cut().period().before(period);
    }

    private Close finish(Collection<ReceiptEntry> receipts, PlayFacts facts) {
        PlayCounter counter = new PlayCounter(CountingRule.PLAY_30S, facts, receipts);
        List<CountedPlay> plays = List.of();
        for (PlannedCut each : cuts) {
            Map<String, Integer> contracts = each.facts().contracts();
            sales.getOrDefault(each.cut().period(), List.of()).forEach(use -> earn(use, contracts));
            plays = counter.judge(each.cut()).stream()
                    .map(play -> applied(play, contracts))
                    .toList();
        }
        PlannedCut last = cuts.get(cuts.size() - 1);
        List<LineAccrual> earned = new ArrayList<>();
        accruals.values().forEach(contract -> earned.addAll(contract.of(period)));
        Sha256 root = root(plays);
        return new Close(period, last.seq(), last.facts(), earned, statements(last, plays, root), plays, root);
    }

    /** Lets the play earn; a free one that no contract pays for is a promotion. */
    private CountedPlay applied(CountedPlay play, Map<String, Integer> contracts) {
        Optional<Use> use = Use.of(play);
        if (use.isEmpty()) {
            return play;
        }
        boolean pays = earn(use.orElseThrow(), contracts);
        boolean free = use.orElseThrow().context().commercialModel() == CommercialModel.FREE_OF_CHARGE;
        return free && !pays ? play.excludedFor(ReasonCode.PROMO) : play;
    }

    /** Lets a use earn by every contract the cut knows; true if one pays for it. */
    private boolean earn(Use use, Map<String, Integer> contracts) {
        boolean pays = false;
        for (Map.Entry<String, Accruals> each : accruals.entrySet()) {
            pays |= each.getValue().add(use, contracts.getOrDefault(each.getKey(), 0));
        }
        return pays;
    }

    private List<StatementDocument> statements(PlannedCut cut, List<CountedPlay> plays, Sha256 root) {
        List<StatementDocument> statements = new ArrayList<>();
        accruals.forEach((id, contract) -> contract.contract()
                .upTo(cut.facts().contracts().getOrDefault(id, 0))
                .ifPresent(known -> statements.addAll(statements(cut, known, contract, plays, root))));
        statements.sort(Comparator.comparing(each -> each.statement().statementId()));
        return statements;
    }

    private List<StatementDocument> statements(
            PlannedCut cut, ContractHistory known, Accruals contract, List<CountedPlay> plays, Sha256 root) {
        List<StatementDocument> statements = new ArrayList<>();
        Map<String, Long> openings = earnedBefore(contract);
        List<LineAccrual> current = contract.of(period);
        Map<ReasonCode, Long> excluded = excluded(known, plays);
        for (String party : parties(known, openings.keySet(), current)) {
            Money opening = Money.of(known.currency(), openings.getOrDefault(party, 0L));
            statements.add(StatementDocument.of(statement(cut, known, party, opening, current, excluded, root)));
        }
        return statements;
    }

    /** Whoever takes part in a version that runs in the period, and whoever earned anything by then. */
    private Set<String> parties(ContractHistory contract, Set<String> before, List<LineAccrual> current) {
        Set<String> parties = new TreeSet<>(before);
        List<ContractVersion> versions = contract.versions();
        for (int i = 0; i < versions.size(); i++) {
            ContractVersion version = versions.get(i);
            boolean over =
                    i + 1 < versions.size() && !versions.get(i + 1).validFrom().isAfter(period.start());
            boolean begun = version.validFrom().isBefore(period.end());
            if (begun
                    && !over
                    && version.end().filter(end -> !end.isAfter(period.start())).isEmpty()) {
                version.split().shares().forEach(share -> parties.add(share.party()));
            }
        }
        current.forEach(accrual -> parties.addAll(accrual.shares().keySet()));
        return parties;
    }

    private Map<String, Long> earnedBefore(Accruals contract) {
        Map<String, Long> sums = new TreeMap<>();
        for (Period earlier : contract.periods()) {
            if (earlier.before(period)) {
                for (LineAccrual accrual : contract.of(earlier)) {
                    accrual.shares().forEach((party, units) -> sums.merge(party, units, Math::addExact));
                }
            }
        }
        return sums;
    }

    private Statement statement(
            PlannedCut cut,
            ContractHistory contract,
            String party,
            Money opening,
            List<LineAccrual> current,
            Map<ReasonCode, Long> excluded,
            Sha256 root) {
        List<StatementLine> lines = new ArrayList<>();
        Set<Integer> versions = new TreeSet<>();
        Money zero = Money.zero(contract.currency());
        Money earned = zero;
        Money adjustments = zero;
        for (LineAccrual accrual : current) {
            versions.add(accrual.version().version());
            for (LineAccrual.Step step : accrual.steps()) {
                if (step.shares().containsKey(party)) {
                    StatementLine line = StatementLine.of(period, accrual, step, party);
                    lines.add(line);
                    if (line.type() == StatementLine.Type.EARNED) {
                        earned = earned.plus(line.amount());
                    } else {
                        adjustments = adjustments.plus(line.amount());
                    }
                }
            }
        }
        ContractVersion newest = contract.versions().get(contract.versions().size() - 1);
        return new Statement(
                Statement.TYPE,
                1,
                Statement.id(contract.contractId(), period, party, 1),
                1,
                Statement.RESTATES_NONE,
                contract.contractId(),
                List.copyOf(versions),
                newest.rightsType(),
                period,
                newest.party(party),
                zero.currency(),
                cut.facts().policy(),
                cut.facts().countingRule(),
                cut.seq(),
                cut.facts().asOf(),
                lines,
                excluded,
                TieOut.of(opening, earned, adjustments),
                root);
    }

    private static Map<ReasonCode, Long> excluded(ContractHistory contract, List<CountedPlay> plays) {
        Set<String> titles = new HashSet<>();
        contract.versions().forEach(version -> version.lines().forEach(line -> titles.addAll(line.titles())));
        Map<ReasonCode, Long> counts = new EnumMap<>(ReasonCode.class);
        for (CountedPlay play : plays) {
            if (titles.contains(play.titleId())) {
                play.excluded().ifPresent(reason -> counts.merge(reason, 1L, Long::sum));
            }
        }
        return counts;
    }

    private static Sha256 root(List<CountedPlay> plays) {
        List<ReceiptEntry.Ref> judged = new ArrayList<>();
        plays.forEach(play -> judged.addAll(play.entries()));
        judged.sort(Comparator.comparing(ReceiptEntry.Ref::place)
                .thenComparing(each -> each.hash().hex()));
        return MerkleRoot.of(judged.stream().map(ReceiptEntry.Ref::hash).toList());
    }
}
