package sealswarm.license.server.cli;

import java.io.IOException;
import picocli.CommandLine.Option;
import sealswarm.console.Console;
import sealswarm.console.exit.Refusal;
import sealswarm.console.result.CommandResult;
import sealswarm.license.client.LicenseApi;
import sealswarm.license.message.Operations.Reason;
import sealswarm.license.wire.WireJson;

/** An operator's action: it has a reason, which goes to the audit trail. */
abstract class ReasonedCommand extends StaffCommand {
    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            required = true,
            description = "why; kept in the audit trail, 1 to 500 characters")
    private String reason = "";

    ReasonedCommand() {
        super(OPERATOR);
    }

    /** Acts and says so. */
    abstract CommandResult act(LicenseApi api, String because) throws IOException, InterruptedException;

    @Override
    final CommandResult run(Console console) throws Exception {
        return act(api(console), checked(reason));
    }

    private static String checked(String reason) {
        try {
            return new Reason(reason).reason();
        } catch (IllegalArgumentException malformed) {
            throw Refusal.usage("bad-value", "--" + malformed.getMessage(), "say in one line why");
        }
    }

    static CommandResult result(Object answer, String text) {
        return CommandResult.of(WireJson.tree(answer), text);
    }
}
