package sealswarm.license.server.cli;

import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import sealswarm.console.result.CommandResult;
import sealswarm.license.client.LicenseApi;
import sealswarm.license.message.Operations.Readmitted;

/**
 * {@code sealswarm admin unrevoke license}: its device may ask for a new license. A device, a studio key and a package stay revoked:
 * a device enrols with new keys, a studio uses another key, a title gets a new revision.
 */
@Command(
        name = "unrevoke",
        description = "Lets the device of a revoked license ask for a new one; everything else stays revoked for good.",
        subcommands = UnrevokeCommand.License.class)
final class UnrevokeCommand {
    /** Readmits. */
    @Command(name = "license", description = "Lets the device of a revoked license ask for a new one.")
    static final class License extends ReasonedCommand {
        @Parameters(index = "0", paramLabel = "LICENSE", description = "the revoked license's id, 32 hex digits")
        private String license = "";

        @Override
        CommandResult act(LicenseApi api, String because) throws IOException, InterruptedException {
            Readmitted answer = api.readmitLicense(license, because);
            return result(answer, "device " + answer.deviceId() + " may ask for a new license of " + answer.grantId());
        }
    }

    private UnrevokeCommand() {}
}
