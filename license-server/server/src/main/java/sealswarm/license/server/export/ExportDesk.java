package sealswarm.license.server.export;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sealswarm.ledger.journal.ChainHead;
import sealswarm.ledger.journal.EntryKey;
import sealswarm.ledger.journal.EntryKind;
import sealswarm.ledger.journal.JournalEntry;
import sealswarm.ledger.journal.Period;
import sealswarm.ledger.journal.Sha256;
import sealswarm.ledger.journal.StoredEntry;
import sealswarm.ledger.statement.Close;
import sealswarm.license.problem.ProblemType;
import sealswarm.license.server.http.ProblemException;
import sealswarm.license.server.ledger.JournalStore;
import sealswarm.license.server.royalty.PeriodDesk;

/**
 * Makes exports. Nothing is stored: of a closed period the same request gives the same bytes at any time; of an open one what is
 * known now, marked so.
 */
public final class ExportDesk {
    /** Most rows of one file. */
    public static final int MAX_ROWS = 1_000_000;

    private static final int COLUMNS_VERSION = 1;
    private static final int PAGE = 1_000;

    /**
     * What is asked for.
     *
     * @param recipient a studio or party whose rows alone are wanted, or {@link ExportManifest#ALL}
     */
    public record Request(ExportKind kind, Period period, ExportFormat format, String recipient) {
        /** Name of the file. */
        public String fileName() {
            String who = recipient.equals(ExportManifest.ALL) ? "" : "-" + recipient;
            return kind.text() + "-" + period + who + "." + format.text();
        }
    }

    /**
     * An export: the file's bytes and its manifest.
     *
     * @param text the file, which is UTF-8
     */
    public record Export(String text, ExportManifest manifest) {}

    private final PeriodDesk periods;
    private final JournalStore entries;
    private final String book;
    private final TitleNames titles;
    private final InstantSource clock;

    public ExportDesk(PeriodDesk periods, JournalStore entries, String book, TitleNames titles, InstantSource clock) {
        this.periods = periods;
        this.entries = entries;
        this.book = book;
        this.titles = titles;
        this.clock = clock;
    }

    /** The export of a request. */
    public Export export(Request request) {
        Instant now = clock.instant();
        Close close = periods.view(request.period(), now);
        List<ExportRow> rows = rows(request, close);
        byte[] bytes = request.format().write(request.kind(), request.period().toString(), rows);
        Optional<StoredEntry> closing =
                periods.entry(EntryKey.of(EntryKind.CLS, request.period().toString()));
        RowDigest digest = new RowDigest(request.kind(), rows);
        Sha256 head = entries.at(book, close.cutSeq()).map(StoredEntry::hash).orElseGet(() -> ChainHead.genesis(book)
                .hash());
        ExportManifest manifest = new ExportManifest(
                1,
                request.kind().text(),
                request.period().toString(),
                closing.isPresent() ? "CLOSED" : "OPEN",
                request.recipient(),
                1,
                request.format().text(),
                request.fileName(),
                bytes.length,
                Sha256.of(bytes),
                rows.size(),
                new Sha256(digest.digest()),
                digest.marks(),
                digest.totals(),
                digest.counts(),
                close.cutSeq(),
                closing.map(each -> each.entry().seq()).orElse(0L),
                head,
                close.cut().streams(),
                close.receiptRoot(),
                close.cut().contracts(),
                COLUMNS_VERSION,
                close.asOf());
        return new Export(new String(bytes, java.nio.charset.StandardCharsets.UTF_8), manifest);
    }

    private List<ExportRow> rows(Request request, Close close) {
        List<RowBuilder> builders =
                switch (request.kind()) {
                    case USAGE -> usage(request, close);
                    case CHARGES -> charges(request, close);
                    case ROYALTIES -> new RoyaltyRows(titles).rows(close.statements());
                };
        String column = request.kind() == ExportKind.ROYALTIES ? "party_id" : "title_id";
        int place = request.kind().place(column);
        List<ExportRow> rows = new ArrayList<>();
        for (RowBuilder builder : builders) {
            String of = builder.row(0).cells().get(place);
            if (wanted(request, of)) {
                if (rows.size() == MAX_ROWS) {
                    throw ProblemException.of(
                            ProblemType.TOO_LARGE, "more than " + MAX_ROWS + " rows: ask by recipient");
                }
                rows.add(builder.row(rows.size() + 1L));
            }
        }
        return rows;
    }

    private boolean wanted(Request request, String of) {
        if (request.recipient().equals(ExportManifest.ALL)) {
            return true;
        }
        return request.kind() == ExportKind.ROYALTIES
                ? of.equals(request.recipient())
                : titles.title(of).studio().equals(request.recipient());
    }

    private List<RowBuilder> usage(Request request, Close close) {
        UsageRows rows = new UsageRows(request.period(), close.cut().countingRule(), titles);
        forEach(request.period(), close.cutSeq(), rows::add);
        close.plays().forEach(rows::add);
        return rows.rows();
    }

    private List<RowBuilder> charges(Request request, Close close) {
        ChargeRows rows = new ChargeRows(titles);
        forEach(request.period(), close.cutSeq(), rows::add);
        return rows.rows();
    }

    private interface EntryUse {
        void accept(JournalEntry entry);
    }

    private void forEach(Period period, long through, EntryUse use) {
        List<StoredEntry> page = entries.read(book, 1, PAGE);
        while (!page.isEmpty()) {
            for (StoredEntry stored : page) {
                JournalEntry entry = stored.entry();
                if (entry.seq() <= through && entry.period().equals(period) && ChargeRows.concerns(entry.kind())) {
                    use.accept(entry);
                }
            }
            long last = page.get(page.size() - 1).entry().seq();
            page = last >= through ? List.of() : entries.read(book, last + 1, PAGE);
        }
    }
}
