package sealswarm.license.server.cli;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import sealswarm.console.Console;
import sealswarm.console.exit.Refusal;
import sealswarm.console.progress.Progress;
import sealswarm.console.progress.ProgressUnit;
import sealswarm.console.result.CommandResult;
import sealswarm.ledger.LedgerException;
import sealswarm.ledger.audit.Books;
import sealswarm.ledger.audit.BooksVerifier;
import sealswarm.ledger.audit.Evidence;
import sealswarm.ledger.audit.Finding;
import sealswarm.ledger.journal.ChainHead;
import sealswarm.ledger.journal.EntryBytes;
import sealswarm.ledger.journal.JournalEntry;
import sealswarm.ledger.journal.JournalVerifier;
import sealswarm.license.money.Money;

/**
 * {@code sealswarm ledger verify}: rebuilds the journal from its bytes, derives closes and statements again, and matches charges with
 * orders, grants and plays; from the server or from dumps of its two routes. Holds the whole book in memory.
 */
@Command(
        name = "verify",
        description = "Rebuilds the journal from its bytes, derives statements and charges again, names what differs.")
public final class LedgerVerifyCommand extends StaffCommand {
    /** Most findings shown. */
    static final int MAX_SHOWN = 20;

    private static final int TRIES = 2;

    @Option(names = "--file", paramLabel = "FILE", description = "a dump (one entry per line) instead of the server")
    private @Nullable String file;

    @Option(
            names = "--evidence",
            paramLabel = "FILE",
            description = "with --file: a dump of what the journal must agree with, instead of the server's")
    private @Nullable String evidence;

    public LedgerVerifyCommand() {
        super(ACCOUNTANT);
    }

    @Override
    CommandResult run(Console console) throws Exception {
        boolean whole = file == null || evidence != null;
        Checked checked = check(console);
        for (int i = 1; i < TRIES && !checked.findings().isEmpty() && file == null; i++) {
            // A running shop goes on between the two downloads: what is wrong stays wrong.
            checked = check(console);
        }
        if (!checked.findings().isEmpty()) {
            List<String> all = checked.findings().stream()
                    .limit(MAX_SHOWN)
                    .map(Finding::toString)
                    .toList();
            throw Refusal.integrity(
                            "books-differ",
                            String.join("\n", all),
                            "keep the database as it is and compare it with a backup")
                    .with(Map.of("findings", all, "count", checked.findings().size()));
        }
        return result(checked, whole);
    }

    /** What one look at journal and evidence came to. */
    private record Checked(JournalVerifier journal, Books books, List<Finding> findings) {}

    private Checked check(Console console) throws Exception {
        JournalVerifier verifier = new JournalVerifier(ChainHead.MAIN);
        List<JournalEntry> entries = new ArrayList<>();
        try (InputStream in = file == null
                        ? new BufferedInputStream(api(console).journal(1))
                        : new BufferedInputStream(Files.newInputStream(path(console, file)));
                Progress progress = console.progress("checking", 0, ProgressUnit.ITEMS)) {
            Optional<byte[]> line = line(in, EntryBytes.MAX_BYTES);
            while (line.isPresent() && verifier.accept(line.orElseThrow())) {
                entries.add(EntryBytes.read(line.orElseThrow()).entry());
                progress.advance(1);
                line = line(in, EntryBytes.MAX_BYTES);
            }
        }
        verifier.finding().ifPresent(finding -> {
            throw Refusal.integrity(
                            "journal-broken",
                            "entry " + finding.seq() + " (" + finding.id() + "): " + finding.what(),
                            "keep the database as it is and compare it with a backup")
                    .with(Map.of("seq", finding.seq(), "id", finding.id()));
        });
        Books books = new Books(entries);
        if (file != null && evidence == null) {
            return new Checked(verifier, books, List.of());
        }
        read(console, books);
        return new Checked(verifier, books, BooksVerifier.findings(books));
    }

    private void read(Console console, Books books) throws Exception {
        try (InputStream in = evidence == null
                ? new BufferedInputStream(api(console).evidence())
                : new BufferedInputStream(Files.newInputStream(path(console, evidence)))) {
            long number = 0;
            Optional<byte[]> line = line(in, Evidence.MAX_LINE_BYTES);
            while (line.isPresent()) {
                number++;
                books.add(Evidence.read(new String(line.orElseThrow(), StandardCharsets.UTF_8)));
                line = line(in, Evidence.MAX_LINE_BYTES);
            }
            console.event("evidence", Map.of("lines", number));
        } catch (LedgerException malformed) {
            throw Refusal.integrity("evidence-malformed", String.valueOf(malformed.getMessage()), "dump it again")
                    .causedBy(malformed);
        }
    }

    private static CommandResult result(Checked checked, boolean whole) {
        JournalVerifier verifier = checked.journal();
        ChainHead head = verifier.state().head();
        Map<String, Object> turnover = new LinkedHashMap<>();
        verifier.turnover().forEach((currency, sum) -> turnover.put(currency, sum.decimalText()));
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("entries", head.seq());
        document.put("head", head.hash().hex());
        document.put("turnover", turnover);
        document.put("statements", checked.books().statements().size());
        String agreed = whole
                ? checked.books().statements().size()
                        + " statements derived again; orders, grants and plays agree with their charges"
                : "statements and charges not looked at: give --evidence too";
        return CommandResult.of(
                document,
                head.seq() + " entries, all in order and balanced\n" + agreed + "\nhead " + head.hash() + "\nturnover "
                        + String.join(
                                ", ",
                                verifier.turnover().values().stream()
                                        .map(Money::toString)
                                        .sorted()
                                        .toList()));
    }

    /** The next line without its end; empty at the end of the stream. A longer line than any is cut, and then refused. */
    private static Optional<byte[]> line(InputStream in, int maxBytes) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int next = in.read();
        if (next < 0) {
            return Optional.empty();
        }
        while (next >= 0 && next != '\n' && line.size() <= maxBytes) {
            line.write(next);
            next = in.read();
        }
        return Optional.of(line.toByteArray());
    }
}
