package sealswarm.license.server.cli;

import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import sealswarm.console.result.CommandResult;
import sealswarm.license.client.LicenseApi;

/** {@code sealswarm admin approve}: trusts a studio's pending key. */
@Command(name = "approve", description = "Trusts a studio's pending key; 'admin studios --pending' lists them.")
final class ApproveCommand extends ReasonedCommand {
    @Parameters(index = "0", paramLabel = "STUDIO", description = "the studio")
    private String studio = "";

    @Parameters(index = "1", paramLabel = "KID", description = "the key's id, 32 hex digits")
    private String kid = "";

    @Override
    CommandResult act(LicenseApi api, String because) throws IOException, InterruptedException {
        return result(
                api.approveStudioKey(studio, kid, because), "key " + kid + " of " + studio + " signs from now on");
    }
}
