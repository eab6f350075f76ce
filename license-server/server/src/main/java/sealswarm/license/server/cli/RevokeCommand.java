package sealswarm.license.server.cli;

import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import sealswarm.console.result.CommandResult;
import sealswarm.license.client.LicenseApi;
import sealswarm.license.message.Operations.Revoked;

/** {@code sealswarm admin revoke license|device|studio-key|package}. Repeating one answers the first. */
@Command(
        name = "revoke",
        description = "Takes back a license, a device, a studio key or a package.",
        subcommands = {
            RevokeCommand.License.class,
            RevokeCommand.Device.class,
            RevokeCommand.StudioKey.class,
            RevokeCommand.PackageRevision.class
        })
final class RevokeCommand {
    /** Takes a license back: its device gets no further one until it is readmitted. */
    @Command(
            name = "license",
            description = "Takes a license back: its device gets no further one until it is readmitted.")
    static final class License extends ReasonedCommand {
        @Parameters(index = "0", paramLabel = "LICENSE", description = "the license id, 32 hex digits")
        private String license = "";

        @Override
        CommandResult act(LicenseApi api, String because) throws IOException, InterruptedException {
            return revoked(api.revokeLicense(license, because));
        }
    }

    /** Takes a device back for good, and frees its slot. */
    @Command(name = "device", description = "Takes a device back for good, and frees its slot.")
    static final class Device extends ReasonedCommand {
        @Parameters(index = "0", paramLabel = "DEVICE", description = "the device id, 32 hex digits")
        private String device = "";

        @Override
        CommandResult act(LicenseApi api, String because) throws IOException, InterruptedException {
            return revoked(api.revokeDevice(device, because));
        }
    }

    /** Takes a studio key back for good: what it signed plays no more. */
    @Command(name = "studio-key", description = "Takes a studio key back for good: what it signed plays no more.")
    static final class StudioKey extends ReasonedCommand {
        @Parameters(index = "0", paramLabel = "STUDIO", description = "the studio")
        private String studio = "";

        @Parameters(index = "1", paramLabel = "KID", description = "the key's id, 32 hex digits")
        private String kid = "";

        @Override
        CommandResult act(LicenseApi api, String because) throws IOException, InterruptedException {
            return revoked(api.revokeStudioKey(studio, kid, because));
        }
    }

    /** Withdraws a revision of a title for good. */
    @Command(name = "package", description = "Withdraws a revision of a title for good.")
    static final class PackageRevision extends ReasonedCommand {
        @Parameters(index = "0", paramLabel = "TITLE", description = "the title")
        private String title = "";

        @Parameters(index = "1", paramLabel = "REVISION", description = "the revision, from 1")
        private int revision = 0;

        @Override
        CommandResult act(LicenseApi api, String because) throws IOException, InterruptedException {
            return revoked(api.revokePackage(title, revision, because));
        }
    }

    private RevokeCommand() {}

    private static CommandResult revoked(Revoked answer) {
        return ReasonedCommand.result(
                answer,
                answer.kind().text() + " " + answer.target() + " is revoked since " + answer.at() + ", epoch "
                        + answer.epoch());
    }
}
