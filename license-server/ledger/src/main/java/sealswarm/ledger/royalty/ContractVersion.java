package sealswarm.ledger.royalty;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import sealswarm.ledger.LedgerException;
import sealswarm.ledger.LedgerException.Reason;
import sealswarm.ledger.counting.CountingRule;
import sealswarm.ledger.journal.Account;
import sealswarm.ledger.journal.JournalEntry;
import sealswarm.ledger.journal.JournalTime;
import sealswarm.ledger.journal.Sha256;
import sealswarm.license.money.CurrencyTable;
import sealswarm.license.money.Money;
import sealswarm.license.money.MoneyException;
import sealswarm.license.money.Share;
import sealswarm.license.money.Shares;
import sealswarm.license.wire.WireJson;

/**
 * Who earns what from when on. A version is never changed; the next one begins where it ends. Its JSON is the body of {@code PUT
 * /v1/contracts/{id}/versions/{n}}.
 *
 * @param contractId the contract; becomes a part of account names
 * @param version from 1, without holes
 * @param validFrom first moment of this version, UTC
 * @param terminated first moment at which nothing is earned any more; {@code none} while it runs
 * @param parties who takes part, by id
 * @param rightsType what is licensed, as in {@code master} or {@code mechanical}
 * @param currency in which it is earned; sales in others earn nothing here
 * @param lines 1 to {@link #MAX_LINES}
 * @param shares who gets which part
 * @param den the denominator of the shares
 * @param residual the party that gets what the shares leave of the denominator, or {@code none}
 * @param policy {@link JournalEntry#POLICY}
 * @param countingRule id of the rule by which plays count
 * @param examples worked examples, checked before the contract is accepted
 */
public record ContractVersion(
        String contractId,
        int version,
        Instant validFrom,
        String terminated,
        List<Party> parties,
        String rightsType,
        String currency,
        List<ContractLine> lines,
        List<Share> shares,
        long den,
        String residual,
        String policy,
        String countingRule,
        List<Example> examples) {
    /** Most lines of one version. */
    public static final int MAX_LINES = 100;
    /** Most parties of one version: accrual and payable of all must fit one entry each. */
    public static final int MAX_PARTIES = 5_000;
    /** Most examples of one version. */
    public static final int MAX_EXAMPLES = 20;
    /** The word for no end and no residual party. */
    public static final String NONE = "none";

    /**
     * Someone who earns.
     *
     * @param id as in the shares
     * @param name for people, 1 to 200 characters
     * @param dpid DDEX party id, or empty
     */
    public record Party(String id, String name, String dpid) {
        public Party {
            if (!Account.isArgument(id) || name.isBlank() || name.length() > 200 || dpid.length() > 64) {
                throw LedgerException.malformed("not a party: an id, a name and a DPID (may be empty) are due");
            }
        }
    }

    /**
     * What its author expects of a line.
     *
     * @param lineId the line
     * @param base minor units, plays or milliseconds, as text
     * @param earns party to minor units, as text; a party left out earns nothing
     */
    public record Example(String lineId, String base, Map<String, String> earns) {
        public Example {
            earns = Map.copyOf(earns);
        }
    }

    /** Refuses what contradicts itself; examples are tried. */
    public ContractVersion {
        parties = parties.stream().sorted(Comparator.comparing(Party::id)).toList();
        lines = lines.stream()
                .sorted(Comparator.comparing(ContractLine::lineId))
                .toList();
        shares = shares.stream().sorted(Comparator.comparing(Share::party)).toList();
        examples = List.copyOf(examples);
        CurrencyTable.exponent(currency);
        require(Account.isArgument(contractId), "contractId: not a name of a contract");
        require(version >= 1, "version: from 1");
        require(rightsType.matches("[a-z][a-z-]{0,31}"), "rightsType: lower-case letters and '-' are due");
        require(end(terminated).filter(end -> end.isBefore(validFrom)).isEmpty(), "terminated: before validFrom");
        require(parties.size() <= MAX_PARTIES, "parties: at most " + MAX_PARTIES);
        require(!lines.isEmpty() && lines.size() <= MAX_LINES, "lines: 1 to " + MAX_LINES + " are due");
        require(policy.equals(JournalEntry.POLICY), "policy: " + JournalEntry.POLICY + " is due");
        require(
                countingRule.equals(CountingRule.PLAY_30S.id()),
                "countingRule: " + CountingRule.PLAY_30S.id() + " is due");
        require(examples.size() <= MAX_EXAMPLES, "examples: at most " + MAX_EXAMPLES);
        checkParties(parties, split(shares, den, residual));
        checkLines(lines);
        for (Example example : examples) {
            check(example, lines, split(shares, den, residual), currency);
        }
    }

    /** Who gets which part. */
    public Shares split() {
        return split(shares, den, residual);
    }

    /** The line {@code use} falls under: the closest drawn of those that cover it. */
    public Optional<ContractLine> lineFor(Use use) {
        return lines.stream().filter(line -> line.covers(use)).max(Comparator.comparingInt(ContractLine::specificity));
    }

    /** First moment at which nothing is earned any more; empty while the contract runs. */
    public Optional<Instant> end() {
        return end(terminated);
    }

    /** Whether something used at {@code at} earns by this version, as far as its own dates say. */
    public boolean validAt(Instant at) {
        return !at.isBefore(validFrom) && end().filter(end -> !at.isBefore(end)).isEmpty();
    }

    /** The party of an id; a party of an earlier version that is no longer listed keeps its id as name. */
    public Party party(String partyId) {
        return parties.stream()
                .filter(each -> each.id().equals(partyId))
                .findFirst()
                .orElseGet(() -> new Party(partyId, partyId, ""));
    }

    /** The hash of the canonical form: two versions are the same if it is equal. */
    public Sha256 hash() {
        return Sha256.of(WireJson.write(this));
    }

    private static Optional<Instant> end(String terminated) {
        return terminated.equals(NONE) ? Optional.empty() : Optional.of(JournalTime.parse(terminated));
    }

    private static Shares split(List<Share> shares, long den, String residual) {
        return residual.equals(NONE) ? new Shares(den, shares) : Shares.withResidual(den, shares, residual);
    }

    private static void checkParties(List<Party> parties, Shares split) {
        Set<String> ids = new HashSet<>();
        for (Party party : parties) {
            require(ids.add(party.id()), "parties: " + party.id() + " stands twice");
        }
        Set<String> sharing = new HashSet<>();
        split.shares().forEach(share -> sharing.add(share.party()));
        if (!ids.equals(sharing)) {
            throw new MoneyException(
                    MoneyException.Reason.SHARES_INVALID, "shares: the parties of shares and of parties differ");
        }
    }

    private static void checkLines(List<ContractLine> lines) {
        for (int i = 0; i < lines.size(); i++) {
            for (int j = i + 1; j < lines.size(); j++) {
                String first = lines.get(i).lineId();
                require(!first.equals(lines.get(j).lineId()), "lines: " + first + " stands twice");
                if (lines.get(i).ties(lines.get(j))) {
                    throw new LedgerException(
                            Reason.CONTRACT_TIE,
                            "lines: " + first + " and " + lines.get(j).lineId() + " cover the same use equally well");
                }
            }
        }
    }

    private static void check(Example example, List<ContractLine> lines, Shares split, String currency) {
        ContractLine line = lines.stream()
                .filter(each -> each.lineId().equals(example.lineId()))
                .findFirst()
                .orElseThrow(() -> LedgerException.malformed("examples: no line " + example.lineId()));
        Map<String, String> actual = new TreeMap<>();
        split.allocate(line.earned(Money.parseUnits(example.base()), currency)).forEach((party, units) -> {
            if (units != 0) {
                actual.put(party, Long.toString(units));
            }
        });
        Map<String, String> expected = new TreeMap<>(example.earns());
        expected.values().removeIf("0"::equals);
        if (!actual.equals(expected)) {
            throw new LedgerException(
                    Reason.EXAMPLE_FAILED,
                    "examples: line " + example.lineId() + " of base " + example.base() + " earns " + actual + ", not "
                            + expected);
        }
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw LedgerException.malformed(otherwise);
        }
    }
}
