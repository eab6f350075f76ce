package sealswarm.packager.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sealswarm.console.Console;
import sealswarm.console.progress.Progress;
import sealswarm.console.progress.ProgressUnit;
import sealswarm.console.result.CommandResult;
import sealswarm.format.SealedPackage;
import sealswarm.license.client.AccessTokens;
import sealswarm.license.client.FileTokens;
import sealswarm.license.client.LicenseApi;
import sealswarm.license.client.StoredLogin;
import sealswarm.license.client.TokenFile;
import sealswarm.packager.keys.StudioKeystore;
import sealswarm.packager.pack.TitleFile;
import sealswarm.packager.publish.Publishing;

/**
 * {@code sealswarm publish}: checks every byte of a package as {@code verify} does, then registers it, uploads its ciphertext and leaves a
 * draft. May be repeated.
 */
@Command(name = "publish", description = "Checks a package, registers it, uploads it and leaves a draft in the shop.")
public final class PublishCommand extends PackagerCommand {
    @Parameters(paramLabel = "DIR", description = "the package")
    private String directory = "";

    @Option(names = "--title", paramLabel = "FILE", description = "job file whose offer goes with the draft")
    private @Nullable String title;

    @Option(names = "--live", description = "also put it on sale if nothing is missing")
    private boolean live;

    @Override
    CommandResult run(Session session) throws Exception {
        SealedPackage sealed = session.open(session.path(directory));
        Optional<TitleFile.OfferEntry> terms = Optional.ofNullable(title)
                .map(session::path)
                .map(TitleFile::read)
                .flatMap(TitleFile::terms);
        TokenFile file = session.tokenFile();
        StoredLogin login = file.require();
        Console console = session.console();
        HttpClient http = LicenseApi.newHttpClient();
        AccessTokens tokens = FileTokens.of(
                file, login, http, session.random(), console.streams().clock());
        LicenseApi api = new LicenseApi(server(session, login), http, tokens, LicenseApi.DEFAULT_TIMEOUT);
        Publishing publishing = new Publishing(
                new Publishing.Shop(api, http, tokens, login.pinnedKeys().storefront()),
                new Publishing.Means(session.disk(), console.streams().clock(), PackagerCommand::pause));
        try (StudioKeystore studio = session.existingKeystore()) {
            publishing.refuse(sealed, studio.signing(), terms);
            verify(session, sealed);
            try (Progress progress = console.progress("uploading", sealed.sizeBytes(), ProgressUnit.BYTES)) {
                Publishing.Outcome outcome = publishing.publish(
                        sealed,
                        studio.signing(),
                        terms,
                        live ? Publishing.Live.IF_COMPLETE : Publishing.Live.LEAVE_DRAFT,
                        progress::advance);
                return result(sealed, outcome);
            }
        }
    }

    /** A damaged package is refused whole, before a server hears of it: an edge would find only the first bad block it is sent. */
    private static void verify(Session session, SealedPackage sealed) throws IOException {
        try (Progress progress = session.console().progress("checking", sealed.sizeBytes(), ProgressUnit.BYTES)) {
            sealed.verify(session.workers(), (range, length) -> progress.advance(length));
        }
    }

    private static URI server(Session session, StoredLogin login) {
        String given = session.settings().server();
        return given == null ? login.server() : URI.create(given);
    }

    private static CommandResult result(SealedPackage sealed, Publishing.Outcome outcome) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("titleId", sealed.manifest().titleId().text());
        document.put("revision", sealed.manifest().revision());
        document.put("packageId", sealed.packageId());
        document.put("state", outcome.stand() == Publishing.Stand.LIVE ? "live" : "draft");
        document.put("gaps", outcome.gaps());
        document.put("page", outcome.page());
        List<String> lines = new ArrayList<>();
        lines.add(sealed.manifest().titleId() + " revision " + sealed.manifest().revision()
                + (outcome.stand() == Publishing.Stand.LIVE ? " is live" : " is a draft"));
        if (!outcome.gaps().isEmpty()) {
            lines.add("missing before it can go live: " + String.join(", ", outcome.gaps()));
        }
        lines.add(outcome.page());
        return CommandResult.of(document, String.join("\n", lines));
    }
}
