package sealswarm.license.server.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import sealswarm.console.Console;
import sealswarm.console.exit.Refusal;
import sealswarm.console.result.CommandResult;
import sealswarm.license.server.export.ExportException;
import sealswarm.license.server.export.ExportManifest;
import sealswarm.license.server.export.ExportVerifier;

/** {@code sealswarm export verify FILE}: signature of the manifest beside it, rows, totals, bytes. Needs no network. */
@Command(name = "verify", description = "Checks an exported file against the signed manifest beside it.")
public final class ExportVerifyCommand extends StaffCommand {
    @Parameters(paramLabel = "FILE", description = "the exported file")
    private String file = "";

    public ExportVerifyCommand() {
        super(ACCOUNTANT);
    }

    @Override
    CommandResult run(Console console) throws Exception {
        Path export = path(console, file);
        Path manifestFile = export.resolveSibling(export.getFileName() + ExportCommand.MANIFEST_SUFFIX);
        if (Files.size(manifestFile) > ExportManifest.TYPE.maxEnvelopeBytes()
                || Files.size(export) > ExportCommand.MAX_FILE_BYTES) {
            throw Refusal.integrity("too-large", export + ": too large for an export", "export it again");
        }
        ExportManifest manifest = ExportCommand.manifest(
                Files.readAllBytes(manifestFile), tokenFile(console).require());
        try {
            ExportVerifier.verify(manifest, Files.readAllBytes(export));
        } catch (ExportException e) {
            throw Refusal.integrity("export-differs", export + ": " + e.getMessage(), "export it again")
                    .causedBy(e);
        }
        return ExportCommand.result(manifest, export);
    }
}
