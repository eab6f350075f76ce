package sealswarm.license.server.cli;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.LinkedHashMap;
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
import sealswarm.ledger.journal.ChainHead;
import sealswarm.ledger.journal.EntryBytes;
import sealswarm.ledger.journal.JournalVerifier;
import sealswarm.license.money.Money;

/** {@code sealswarm ledger verify}: rebuilds the journal from its bytes, from the server or from a dump. */
@Command(name = "verify", description = "Rebuilds the journal from its bytes and names the first bad entry.")
public final class LedgerVerifyCommand extends StaffCommand {
    @Option(names = "--file", paramLabel = "FILE", description = "a dump (one entry per line) instead of the server")
    private @Nullable String file;

    public LedgerVerifyCommand() {
        super(ACCOUNTANT);
    }

    @Override
    CommandResult run(Console console) throws Exception {
        JournalVerifier verifier = new JournalVerifier(ChainHead.MAIN);
        try (InputStream in = file == null
                        ? new BufferedInputStream(api(console).journal(1))
                        : new BufferedInputStream(Files.newInputStream(path(console, file)));
                Progress progress = console.progress("checking", 0, ProgressUnit.ITEMS)) {
            Optional<byte[]> line = line(in);
            while (line.isPresent() && verifier.accept(line.orElseThrow())) {
                progress.advance(1);
                line = line(in);
            }
        }
        verifier.finding().ifPresent(finding -> {
            throw Refusal.integrity(
                            "journal-broken",
                            "entry " + finding.seq() + " (" + finding.id() + "): " + finding.what(),
                            "keep the database as it is and compare it with a backup")
                    .with(Map.of("seq", finding.seq(), "id", finding.id()));
        });
        return result(verifier);
    }

    private static CommandResult result(JournalVerifier verifier) {
        ChainHead head = verifier.state().head();
        Map<String, Object> turnover = new LinkedHashMap<>();
        verifier.turnover().forEach((currency, sum) -> turnover.put(currency, sum.decimalText()));
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("entries", head.seq());
        document.put("head", head.hash().hex());
        document.put("turnover", turnover);
        return CommandResult.of(
                document,
                head.seq() + " entries, all in order and balanced\nhead " + head.hash() + "\nturnover "
                        + String.join(
                                ", ",
                                verifier.turnover().values().stream()
                                        .map(Money::toString)
                                        .sorted()
                                        .toList()));
    }

    /** The next line without its end; empty at the end of the stream. A longer line than any entry is cut, and then refused. */
    private static Optional<byte[]> line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int next = in.read();
        if (next < 0) {
            return Optional.empty();
        }
        while (next >= 0 && next != '\n' && line.size() <= EntryBytes.MAX_BYTES) {
            line.write(next);
            next = in.read();
        }
        return Optional.of(line.toByteArray());
    }
}
