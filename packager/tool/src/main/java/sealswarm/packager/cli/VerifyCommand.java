package sealswarm.packager.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sealswarm.console.exit.Refusal;
import sealswarm.console.progress.Progress;
import sealswarm.console.progress.ProgressUnit;
import sealswarm.console.result.CommandResult;
import sealswarm.format.SealedPackage;

/** {@code sealswarm verify}: checks every byte of a package, without any key and offline. */
@Command(name = "verify", description = "Checks signature, sizes, hashes and torrents of a package; needs no key.")
public final class VerifyCommand extends PackagerCommand {
    @Parameters(paramLabel = "DIR", description = "the package")
    private String directory = "";

    @Option(names = "--studio-key", paramLabel = "KID", description = "also require that this key signed it")
    private @Nullable String studioKey;

    @Override
    CommandResult run(Session session) throws Exception {
        SealedPackage sealed = session.open(session.path(directory));
        String kid = sealed.manifest().studio().kid().hex();
        if (studioKey != null && !studioKey.equals(kid)) {
            throw Refusal.integrity(
                    "manifest-untrusted",
                    directory + ": signed by " + kid + ", not by the key that was asked for",
                    "get the package from the studio whose key it is");
        }
        try (Progress progress = session.console().progress("verifying", sealed.sizeBytes(), ProgressUnit.BYTES)) {
            sealed.verify(session.workers(), (range, length) -> progress.advance(length));
        }
        Map<String, Object> document = new LinkedHashMap<>(PackageView.document(sealed));
        document.put("intact", true);
        return CommandResult.of(document, PackageView.text(sealed) + "\nintact, signed by " + kid);
    }
}
