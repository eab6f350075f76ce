package sealswarm.license.server.royalty;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sealswarm.ledger.LedgerException;
import sealswarm.ledger.LedgerException.Reason;
import sealswarm.ledger.journal.EntryDraft;
import sealswarm.ledger.journal.EntryKey;
import sealswarm.ledger.journal.EntryKind;
import sealswarm.ledger.journal.Facts;
import sealswarm.ledger.journal.Period;
import sealswarm.ledger.journal.Sha256;
import sealswarm.ledger.journal.StoredEntry;
import sealswarm.ledger.royalty.ContractVersion;
import sealswarm.ledger.statement.Close;
import sealswarm.ledger.statement.CloseFold;
import sealswarm.ledger.statement.CutFacts;
import sealswarm.ledger.statement.StatementDocument;
import sealswarm.license.message.Accounts;
import sealswarm.license.server.ledger.Journal;
import sealswarm.license.server.ledger.JournalCommand;
import sealswarm.license.server.ledger.JournalStore;
import sealswarm.license.wire.Sha256Hex;

/**
 * Closes periods. A close is a chain of writes whose ids and bytes follow from the cut: whoever runs it again, on this server or
 * another, finds what is there and adds what is missing. What does not agree with what was written before stops it.
 */
public final class PeriodDesk {
    /** Days after the end of a period in which its receipts may still come in. */
    public static final Duration GRACE = Duration.ofDays(3);

    private static final Logger LOG = LoggerFactory.getLogger(PeriodDesk.class);
    private static final int PAGE = 1_000;
    /** Months listed at most: a hundred years. */
    private static final int MAX_MONTHS = 1_200;

    /** What the desk works with. */
    public record Rooms(
            Journal journal,
            JournalStore entries,
            ContractStore contracts,
            StatementStore statements,
            PlaySource plays) {}

    private final Rooms rooms;
    private final InstantSource clock;
    private final Consumer<CloseCheckpoint> reached;

    /** @param clock of accounting: a period can be closed once it shows the period's end and the grace days are over */
    public PeriodDesk(Rooms rooms, InstantSource clock, Consumer<CloseCheckpoint> reached) {
        this.rooms = rooms;
        this.clock = clock;
        this.reached = reached;
    }

    /**
     * Closes a period, or finishes the close of one; a closed one stays as it is.
     *
     * @throws LedgerException {@code period-not-open} if it is not over or an earlier one is open; {@code integrity} if what was
     *     written before does not agree
     */
    public Accounts.PeriodClosed close(Period period) {
        Optional<StoredEntry> closing = entry(EntryKey.of(EntryKind.CLS, period.toString()));
        if (closing.isEmpty()) {
            StoredEntry cut = cut(period);
            reached.accept(CloseCheckpoint.CUT);
            finish(fold(period, cut.entry().seq())
                    .close(rooms.plays().entries(facts(cut).streams()), rooms.plays()));
            LOG.info("period closed period={} cutSeq={}", period, cut.entry().seq());
        }
        List<String> statements = rooms.statements().of(period).stream()
                .map(each -> each.statement().statementId())
                .toList();
        return new Accounts.PeriodClosed(view(period), statements);
    }

    /** All periods from the first that has an entry to the current one. */
    public List<Accounts.Period> periods() {
        Period now = Period.of(clock.instant());
        Period first = first().orElse(now);
        return Stream.iterate(first, each -> !now.before(each), Period::next)
                .limit(MAX_MONTHS)
                .map(this::view)
                .toList();
    }

    /** The close of a period as it is, or as it would be if the period were cut now. */
    public Close view(Period period, Instant asOf) {
        Optional<StoredEntry> cut = entry(EntryKey.of(EntryKind.CUT, period.toString()));
        long through = cut.map(each -> each.entry().seq()).orElse(Long.MAX_VALUE);
        CutFacts facts = cut.map(PeriodDesk::facts).orElseGet(() -> freshCut(asOf));
        return fold(period, through).provisional(facts, rooms.plays().entries(facts.streams()), rooms.plays());
    }

    /** The entry that cut or closed a period, by key. */
    public Optional<StoredEntry> entry(EntryKey key) {
        String id = rooms.journal().book() + "/" + key;
        return Optional.ofNullable(rooms.journal().find(List.of(id)).get(id));
    }

    /** Whether a moment falls into a period that is cut: its events count later. */
    public boolean isCut(Instant time) {
        return entry(EntryKey.of(EntryKind.CUT, Period.of(time).toString())).isPresent();
    }

    private StoredEntry cut(Period period) {
        EntryKey key = EntryKey.of(EntryKind.CUT, period.toString());
        Optional<StoredEntry> before = entry(key);
        if (before.isPresent()) {
            return before.orElseThrow();
        }
        Instant now = clock.instant();
        requireOver(period, now);
        CutFacts facts = freshCut(now);
        // The request is "cut this period": whoever asks first decides the moment, and all others join.
        Sha256 req = Facts.hashOf(Facts.object().put("cut", period.toString()));
        EntryDraft draft = new EntryDraft(key, now, period.toString(), Optional.empty(), req, facts.facts(), List.of());
        return rooms.journal().append(JournalCommand.of(draft)).entry();
    }

    private void requireOver(Period period, Instant now) {
        if (now.isBefore(period.end().plus(GRACE))) {
            throw new LedgerException(
                    Reason.PERIOD_NOT_OPEN,
                    period + " can be closed from " + period.end().plus(GRACE) + " on");
        }
        Period first = first().orElse(period);
        if (period.before(first)) {
            throw new LedgerException(Reason.PERIOD_NOT_OPEN, period + " is before the first entry, of " + first);
        }
        boolean previousClosed =
                entry(EntryKey.of(EntryKind.CLS, period.previous().toString())).isPresent();
        if (first.before(period) && !previousClosed) {
            throw new LedgerException(Reason.PERIOD_NOT_OPEN, period.previous() + " must be closed first");
        }
    }

    private Optional<Period> first() {
        return rooms.entries().at(rooms.journal().book(), 1).map(entry -> entry.entry()
                .originPeriod());
    }

    private CutFacts freshCut(Instant asOf) {
        Map<String, Integer> top = new HashMap<>();
        for (ContractVersion version : rooms.contracts().all()) {
            top.merge(version.contractId(), version.version(), Math::max);
        }
        return CutFacts.of(asOf, rooms.plays().streams(), top);
    }

    private CloseFold fold(Period period, long through) {
        CloseFold fold = new CloseFold(period, rooms.contracts().all());
        long next = 1;
        List<StoredEntry> page = rooms.entries().read(rooms.journal().book(), next, PAGE);
        while (!page.isEmpty() && next <= through) {
            for (StoredEntry entry : page) {
                if (entry.entry().seq() <= through) {
                    fold.accept(entry.entry());
                }
            }
            next = page.get(page.size() - 1).entry().seq() + 1;
            page = rooms.entries().read(rooms.journal().book(), next, PAGE);
        }
        return fold;
    }

    private void finish(Close close) {
        for (StatementDocument statement : close.statements()) {
            StatementDocument stored = rooms.statements().insert(statement);
            if (!stored.hash().equals(statement.hash())) {
                throw new LedgerException(
                        Reason.INTEGRITY,
                        "stored statement differs: " + statement.statement().statementId());
            }
            reached.accept(CloseCheckpoint.STATEMENT_STORED);
        }
        List<JournalCommand> commands = new ArrayList<>();
        close.entries().forEach(draft -> commands.add(JournalCommand.of(draft)));
        for (JournalCommand command : commands) {
            rooms.journal().append(command);
            reached.accept(
                    command.key().kind() == EntryKind.CLS ? CloseCheckpoint.CLOSED : CloseCheckpoint.ENTRY_WRITTEN);
        }
    }

    private Accounts.Period view(Period period) {
        Optional<StoredEntry> closing = entry(EntryKey.of(EntryKind.CLS, period.toString()));
        Optional<StoredEntry> cut = entry(EntryKey.of(EntryKind.CUT, period.toString()));
        Accounts.PeriodState state = closing.isPresent()
                ? Accounts.PeriodState.CLOSED
                : cut.isPresent() ? Accounts.PeriodState.CLOSING : Accounts.PeriodState.OPEN;
        return new Accounts.Period(
                period.toString(),
                state,
                cut.map(each -> each.entry().seq()).orElse(null),
                closing.map(each -> new Sha256Hex(
                                each.entry().draft().facts().members().text("manifestHash")))
                        .orElse(null));
    }

    private static CutFacts facts(StoredEntry cut) {
        return CutFacts.of(cut.entry().draft().facts());
    }
}
