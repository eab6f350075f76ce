package sealswarm.license.server.cli;

import picocli.CommandLine.Command;

/** {@code sealswarm ledger}: the books. */
@Command(
        name = "ledger",
        description = "Checks the journal, closes months.",
        subcommands = {LedgerVerifyCommand.class, LedgerCloseCommand.class})
public final class LedgerCommand {}
