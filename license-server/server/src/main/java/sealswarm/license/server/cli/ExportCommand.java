package sealswarm.license.server.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sealswarm.console.Console;
import sealswarm.console.exit.Refusal;
import sealswarm.console.result.CommandResult;
import sealswarm.format.envelope.Envelope;
import sealswarm.format.json.StrictJson;
import sealswarm.ledger.journal.Period;
import sealswarm.ledger.journal.Sha256;
import sealswarm.license.client.LicenseApi;
import sealswarm.license.client.StoredLogin;
import sealswarm.license.server.export.ExportException;
import sealswarm.license.server.export.ExportFormat;
import sealswarm.license.server.export.ExportKind;
import sealswarm.license.server.export.ExportManifest;
import sealswarm.license.server.export.ExportVerifier;

/** {@code sealswarm export usage|charges|royalties}: fetches an export and its signed manifest, and checks them. */
@Command(
        name = "export",
        description = "Exports usage, charges or royalties of a month; 'export verify FILE' checks a file.",
        subcommands = ExportVerifyCommand.class)
public final class ExportCommand extends StaffCommand {
    /** What the manifest's file name ends with. */
    static final String MANIFEST_SUFFIX = ".manifest.json";
    /** Largest file that is fetched. */
    static final int MAX_FILE_BYTES = 1 << 30;

    /** How often file and manifest are fetched again while an open month moves on between the two. */
    private static final int TRIES = 5;

    @Parameters(paramLabel = "KIND", arity = "0..1", description = "usage, charges or royalties")
    private @Nullable String kind;

    @Option(names = "--period", paramLabel = "YYYY-MM", description = "the month")
    private @Nullable String period;

    @Option(names = "--format", paramLabel = "FORMAT", description = "csv or json", defaultValue = "csv")
    private String format = "csv";

    @Option(names = "--out", paramLabel = "FILE", description = "file to write; its manifest goes beside it")
    private @Nullable String out;

    @Option(names = "--recipient", paramLabel = "ID", description = "only rows of this studio or party")
    private @Nullable String recipient;

    public ExportCommand() {
        super(ACCOUNTANT);
    }

    @Override
    CommandResult run(Console console) throws Exception {
        if (kind == null || period == null || out == null) {
            throw Refusal.usage("usage", "KIND, --period and --out are due", "see sealswarm export --help");
        }
        ExportKind wanted = ExportKind.named(kind)
                .orElseThrow(() ->
                        Refusal.usage("bad-value", "no such export: " + kind, "one of usage, charges, royalties"));
        ExportFormat form = ExportFormat.named(format)
                .orElseThrow(() -> Refusal.usage("bad-value", "no such format: " + format, "one of csv, json"));
        Period month = period(period);
        Path file = path(console, out);
        Path manifestFile = file.resolveSibling(file.getFileName() + MANIFEST_SUFFIX);
        for (Path each : new Path[] {file, manifestFile}) {
            if (Files.exists(each)) {
                throw new FileAlreadyExistsException(each.toString());
            }
        }
        Map<String, String> query = new HashMap<>(Map.of("period", month.toString(), "format", form.text()));
        if (recipient != null) {
            query.put("recipient", recipient);
        }
        Fetched fetched = fetch(api(console), wanted, query, tokenFile(console).require());
        write(file, fetched.file());
        write(manifestFile, fetched.envelope());
        return result(fetched.manifest(), file);
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared, never kept: two byte strings on their way to the disk
    private record Fetched(byte[] file, byte[] envelope, ExportManifest manifest) {}

    private static Fetched fetch(LicenseApi api, ExportKind kind, Map<String, String> query, StoredLogin login)
            throws IOException, InterruptedException {
        for (int i = 0; i < TRIES; i++) {
            byte[] bytes;
            try (InputStream in = api.export(kind.text(), query)) {
                bytes = in.readNBytes(MAX_FILE_BYTES);
            }
            byte[] envelope = api.exportManifest(kind.text(), query);
            ExportManifest manifest = manifest(envelope, login);
            if (manifest.sha256().equals(Sha256.of(bytes))) {
                try {
                    ExportVerifier.verify(manifest, bytes);
                } catch (ExportException e) {
                    throw Refusal.integrity("export-broken", String.valueOf(e.getMessage()), "tell the operator");
                }
                return new Fetched(bytes, envelope, manifest);
            }
        }
        throw Refusal.failure(
                "export-moving", "the month changes faster than it can be exported", "try again, or close it first");
    }

    /** The manifest of an envelope that the pinned export key signed. */
    static ExportManifest manifest(byte[] envelope, StoredLogin login) {
        ObjectNode tree = StrictJson.parseObject(envelope, ExportManifest.TYPE.maxEnvelopeBytes());
        return ExportManifest.verified(
                Envelope.read(tree, ExportManifest.TYPE), login.pinnedKeys().trust(ExportManifest.TYPE));
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        Path partial = file.resolveSibling(file.getFileName() + ".partial");
        try {
            Files.write(partial, bytes);
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    static CommandResult result(ExportManifest manifest, Path file) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("file", file.toString());
        document.put("kind", manifest.kind());
        document.put("period", manifest.period());
        document.put("status", manifest.status());
        document.put("rows", manifest.rows());
        document.put("sha256", manifest.sha256().hex());
        document.put("totals", manifest.totals().toString());
        String provisional = manifest.status().equals("CLOSED") ? "" : " PROVISIONAL";
        return CommandResult.of(
                document,
                manifest.kind() + " " + manifest.period() + provisional + ": " + manifest.rows() + " rows, totals "
                        + manifest.totals() + "\n" + file);
    }
}
