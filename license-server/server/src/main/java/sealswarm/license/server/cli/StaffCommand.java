package sealswarm.license.server.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import sealswarm.console.Console;
import sealswarm.console.ConsoleCommand;
import sealswarm.console.exit.ExitCode;
import sealswarm.console.exit.Refusal;
import sealswarm.console.result.CommandResult;
import sealswarm.format.problem.FormatException;
import sealswarm.ledger.LedgerException;
import sealswarm.ledger.journal.Period;
import sealswarm.license.client.ApiRefusal;
import sealswarm.license.client.FileTokens;
import sealswarm.license.client.LicenseApi;
import sealswarm.license.client.StoredLogin;
import sealswarm.license.client.TokenFile;
import sealswarm.license.problem.Problem;

/** What the commands of accountants and operators share: the sign-in, the way to the license server, refusals as exit codes. */
abstract class StaffCommand extends ConsoleCommand {
    static final String ACCOUNTANT = "accountant";
    static final String OPERATOR = "operator";

    @Option(names = "--server", paramLabel = "URL", description = "license server; default: the one signed in to")
    private @Nullable String server;

    private final String role;

    /** @param role under which one signs in for this, as in {@code login --role} */
    StaffCommand(String role) {
        this.role = role;
    }

    /** Does the work; refusals of the server and of documents become this command's. */
    abstract CommandResult run(Console console) throws Exception;

    @Override
    protected final CommandResult execute(Console console) throws Exception {
        try {
            return run(console);
        } catch (ApiRefusal e) {
            throw refusal(e);
        } catch (FormatException e) {
            throw Refusal.integrity(e.problem().code(), String.valueOf(e.getMessage()), "export it again")
                    .causedBy(e);
        }
    }

    final TokenFile tokenFile(Console console) {
        return new TokenFile(TokenFile.standardPath(console.streams().environment(), role), StaffCommand::pause);
    }

    /** The license server's interface, as the person who is signed in. */
    final LicenseApi api(Console console) throws IOException {
        TokenFile file = tokenFile(console);
        StoredLogin login = file.require();
        HttpClient http = LicenseApi.newHttpClient();
        URI at = server == null ? login.server() : address(server);
        FileTokens tokens = FileTokens.of(
                file, login, http, new SecureRandom(), console.streams().clock());
        return new LicenseApi(at, http, tokens, LicenseApi.DEFAULT_TIMEOUT);
    }

    /** A path as the person meant it, relative to where the command runs. */
    static Path path(Console console, String text) {
        if (text.isEmpty()) {
            throw Refusal.usage("bad-value", "an empty path", "name a file");
        }
        return console.streams().workingDirectory().resolve(text);
    }

    static Period period(String text) {
        try {
            return Period.parse(text);
        } catch (LedgerException e) {
            throw Refusal.usage("bad-value", "--period: " + e.getMessage(), "write it as in 2026-11");
        }
    }

    private static URI address(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw Refusal.usage("bad-value", "--server: not an address", "write it as in http://127.0.0.1:8081");
        }
    }

    private static Refusal refusal(ApiRefusal e) {
        Problem problem = e.problem();
        return new Refusal(
                        ExitCode.of(problem.type().exitCode()), problem.type().code(), problem.detail(), problem.hint())
                .with(problem.requestId().isEmpty() ? Map.of() : Map.of("requestId", problem.requestId()))
                .causedBy(e);
    }

    private static void pause(Duration duration) throws InterruptedException {
        Thread.sleep(duration.toMillis());
    }
}
