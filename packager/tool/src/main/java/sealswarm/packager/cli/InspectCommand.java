package sealswarm.packager.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import sealswarm.console.result.CommandResult;
import sealswarm.format.SealedPackage;

/** {@code sealswarm inspect}: shows what a package says of itself; only the manifest's signature is checked. */
@Command(name = "inspect", description = "Shows what a package holds.")
public final class InspectCommand extends PackagerCommand {
    @Parameters(paramLabel = "DIR", description = "the package")
    private String directory = "";

    @Override
    CommandResult run(Session session) throws Exception {
        SealedPackage sealed = session.open(session.path(directory));
        return CommandResult.of(PackageView.document(sealed), PackageView.text(sealed));
    }
}
