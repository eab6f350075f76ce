package sealswarm.license.server.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import sealswarm.console.Console;
import sealswarm.console.result.CommandResult;
import sealswarm.license.message.Accounts.PeriodClosed;

/** {@code sealswarm ledger close}: closes a month into one statement per party. May be repeated. */
@Command(name = "close", description = "Closes a month for good: one statement per party.")
public final class LedgerCloseCommand extends StaffCommand {
    @Option(names = "--period", paramLabel = "YYYY-MM", required = true, description = "the month")
    private String period = "";

    public LedgerCloseCommand() {
        super(ACCOUNTANT);
    }

    @Override
    CommandResult run(Console console) throws Exception {
        PeriodClosed closed = api(console).closePeriod(period(period).toString());
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("period", closed.period().period());
        document.put("state", closed.period().state().text());
        document.put("statements", closed.statementIds());
        return CommandResult.of(
                document,
                closed.period().period() + " is " + closed.period().state().text() + ", "
                        + closed.statementIds().size() + " statements\n" + String.join("\n", closed.statementIds()));
    }
}
