package sealswarm.packager.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sealswarm.console.exit.Refusal;
import sealswarm.console.progress.ProgressUnit;
import sealswarm.console.result.CommandResult;
import sealswarm.console.settings.SecretFile;
import sealswarm.format.SealedPackage;
import sealswarm.format.json.LowerHex;
import sealswarm.format.key.TitleKey;
import sealswarm.format.problem.FormatException;
import sealswarm.format.secret.InsecureSecretAccess;
import sealswarm.format.secret.SecretBytes;
import sealswarm.format.wrap.WrapPublicKey;
import sealswarm.packager.keys.ServerKeyFile;
import sealswarm.packager.keys.StudioKeystore;
import sealswarm.packager.pack.PackKeys;
import sealswarm.packager.pack.PackOptions;
import sealswarm.packager.pack.PackPlan;
import sealswarm.packager.pack.Packing;
import sealswarm.packager.pack.Planner;

/** {@code sealswarm pack}: encrypts inputs into a package. */
@Command(name = "pack", description = "Encrypts and signs a title's files into a package.")
public final class PackCommand extends PackagerCommand {
    private static final int SALT_BYTES = 32;
    private static final Pattern LOOKS_SECRET = Pattern.compile("[0-9A-Fa-f]{32,}");

    @Parameters(paramLabel = "INPUT", arity = "0..*", description = "files to pack, one track each")
    private List<String> inputs = List.of();

    @Option(names = "--title", paramLabel = "FILE", description = "job file title.yaml")
    private @Nullable String title;

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "the package to make")
    private String out = "";

    @Option(names = "--previous", paramLabel = "DIR", description = "package of the revision before this one")
    private @Nullable String previous;

    @Option(names = "--id", paramLabel = "ID", description = "id of the title")
    private @Nullable String id;

    @Option(names = "--name", paramLabel = "TEXT", description = "name of the title")
    private @Nullable String name;

    @Option(names = "--revision", paramLabel = "N", description = "revision of the title")
    private @Nullable Long revision;

    @Option(names = "--title-key", paramLabel = "FILE", description = "title key in a file of mode 0600, 64 hex digits")
    private @Nullable String titleKey;

    @Option(names = "--salt", paramLabel = "HEX", description = "seed of the tracks' salts, 64 hex digits")
    private @Nullable String salt;

    @Option(names = "--no-verify", description = "do not read the package back")
    private boolean noVerify;

    @Option(names = "--dry-run", description = "say what would be packed, and pack nothing")
    private boolean dryRun;

    @Override
    CommandResult run(Session session) throws Exception {
        Optional<SealedPackage> before =
                previous == null ? Optional.empty() : Optional.of(session.open(session.path(previous)));
        PackOptions options = new PackOptions(
                inputs.stream().map(session::path).toList(),
                Optional.ofNullable(title).map(session::path),
                session.path(out),
                before.map(earlier -> earlier.layout().directory()),
                Optional.ofNullable(id),
                Optional.ofNullable(name),
                Optional.ofNullable(revision),
                Optional.ofNullable(session.settings().studio()));
        PackPlan plan = new Planner(session.disk()).plan(options, before);
        plan.warnings().forEach(session.console()::warn);
        return dryRun ? planned(plan) : packed(session, options, plan, before);
    }

    private CommandResult packed(Session session, PackOptions options, PackPlan plan, Optional<SealedPackage> before)
            throws IOException {
        WrapPublicKey server = serverKey(session);
        try (StudioKeystore studio = session.keystore();
                OptionalSecret key = new OptionalSecret(titleKey(session));
                OptionalSecret seed = new OptionalSecret(saltSeed());
                ProgressReporter reporter = new ProgressReporter(session.console(), plan.sizeBytes())) {
            Packing.Setup setup = new Packing.Setup(
                    session.disk(),
                    session.workers(),
                    session.console().streams().clock(),
                    sourceDate(session.environment()),
                    noVerify ? Packing.Readback.SKIP : Packing.Readback.CHECK,
                    Packing.RECORD_EVERY,
                    reporter);
            PackKeys keys = new PackKeys(studio, server, key.secret(), seed.secret(), session.random());
            SealedPackage sealed = Packing.run(setup, plan, keys, options.out(), before);
            Map<String, Object> document = new LinkedHashMap<>(PackageView.document(sealed));
            document.put("readBack", !noVerify);
            document.put("warnings", plan.warnings());
            return CommandResult.of(document, PackageView.text(sealed));
        }
    }

    private static CommandResult planned(PackPlan plan) {
        List<Map<String, Object>> tracks = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        lines.add(plan.title() + "  (" + plan.titleId() + ", revision " + plan.revision() + ")");
        for (PackPlan.PlannedTrack track : plan.tracks()) {
            Map<String, Object> view = new LinkedHashMap<>();
            view.put("id", track.id().text());
            view.put("input", track.input().toString());
            view.put("label", track.label());
            view.put("role", track.role().text());
            view.put("mediaType", track.mediaType().text());
            track.lang().ifPresent(lang -> view.put("lang", lang.text()));
            view.put("sizeBytes", track.stamp().sizeBytes());
            track.durationMs().ifPresent(millis -> view.put("durationMs", millis));
            tracks.add(view);
            lines.add("track     " + track.id() + "  " + track.role().text() + "  " + track.mediaType() + "  "
                    + ProgressUnit.BYTES.show(track.stamp().sizeBytes())
                    + (track.durationMs().isPresent()
                            ? "  " + PackageView.duration(track.durationMs().getAsLong())
                            : "")
                    + "  " + track.input());
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("dryRun", true);
        document.put("titleId", plan.titleId().text());
        document.put("title", plan.title());
        document.put("revision", plan.revision());
        document.put("sizeBytes", plan.sizeBytes());
        document.put("tracks", tracks);
        document.put("warnings", plan.warnings());
        return CommandResult.of(document, String.join("\n", lines));
    }

    private static WrapPublicKey serverKey(Session session) throws IOException {
        String file = session.settings().serverKey();
        if (file != null) {
            return ServerKeyFile.read(session.path(file));
        }
        return session.tokenFile()
                .read()
                .map(login -> login.pinnedKeys().sealingKey())
                .orElseThrow(() -> Refusal.usage(
                        "server-key-missing",
                        "no license server to seal the title key to",
                        "sign in with sealswarm login --role studio, or give --server-key FILE"));
    }

    private Optional<SecretBytes> titleKey(Session session) {
        if (titleKey == null) {
            return Optional.empty();
        }
        if (LOOKS_SECRET.matcher(titleKey).matches()) {
            throw Refusal.usage(
                    "secret-in-arguments",
                    "--title-key takes a file, not the key: other users can read command lines",
                    "write the key into a file of mode 0600, and make a new one since this one was shown");
        }
        Path file = session.path(titleKey);
        byte[] bytes = SecretFile.readBytes(file);
        String text = new String(bytes, StandardCharsets.US_ASCII).strip();
        java.util.Arrays.fill(bytes, (byte) 0);
        try {
            return Optional.of(
                    SecretBytes.take(LowerHex.decode(text, TitleKey.LENGTH_BYTES), InsecureSecretAccess.get()));
        } catch (FormatException e) {
            throw Refusal.usage("title-key", file + ": not a title key", "write 64 lower-case hex digits into it");
        }
    }

    private Optional<SecretBytes> saltSeed() {
        if (salt == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(SecretBytes.take(LowerHex.decode(salt, SALT_BYTES), InsecureSecretAccess.get()));
        } catch (FormatException e) {
            throw Refusal.usage("bad-value", "--salt: " + e.getMessage(), "give 64 lower-case hex digits");
        }
    }

    /** The date of reproducible packages, by the convention of reproducible-builds.org. */
    private static Optional<Instant> sourceDate(Map<String, String> environment) {
        String text = environment.getOrDefault("SOURCE_DATE_EPOCH", "");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (!text.matches("[0-9]{1,12}")) {
            throw Refusal.usage("bad-value", "SOURCE_DATE_EPOCH: not a number of seconds", "correct or unset it");
        }
        return Optional.of(Instant.ofEpochSecond(Long.parseLong(text)));
    }

    /** Closes a secret that may be absent. */
    private record OptionalSecret(Optional<SecretBytes> secret) implements AutoCloseable {
        @Override
        public void close() {
            secret.ifPresent(SecretBytes::close);
        }
    }
}
