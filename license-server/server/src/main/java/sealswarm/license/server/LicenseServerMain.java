package sealswarm.license.server;

import java.security.SecureRandom;
import java.time.InstantSource;
import sealswarm.console.CommandRunner;
import sealswarm.license.server.cli.AdminCommand;
import sealswarm.license.server.cli.ExportCommand;
import sealswarm.license.server.cli.LedgerCommand;
import sealswarm.license.server.cli.LicenseServerCommand;

/** {@code sealswarm license-server|export|ledger|admin}. */
public final class LicenseServerMain {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private LicenseServerMain() {}

    /** Runs the command that the first argument names. */
    public static void main(String[] arguments) {
        CommandRunner.main(
                arguments,
                new LicenseServerCommand(
                        InstantSource.system(), () -> System.nanoTime() / NANOS_PER_MILLI, new SecureRandom()),
                new ExportCommand(),
                new LedgerCommand(),
                new AdminCommand());
    }
}
