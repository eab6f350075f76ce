package sealswarm.license.client;

import java.io.IOException;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import sealswarm.license.problem.Problem;
import sealswarm.license.problem.ProblemType;

/**
 * Bearer tokens out of a token file, refreshed shortly before they end or when the server refused one. A refresh happens under the
 * file's lock and looks first whether another process did it already, as a refresh token works once.
 */
public final class FileTokens implements AccessTokens {
    /** A token that ends within this time counts as ended. */
    static final Duration MARGIN = Duration.ofSeconds(30);

    private final TokenFile file;
    private final DeviceGrantLogin issuer;
    private final InstantSource clock;

    public FileTokens(TokenFile file, DeviceGrantLogin issuer, InstantSource clock) {
        this.file = file;
        this.issuer = issuer;
        this.clock = clock;
    }

    /** The tokens of a sign-in that was read from {@code file}, refreshed at the issuer that it names. */
    public static FileTokens of(
            TokenFile file, StoredLogin login, HttpClient http, SecureRandom random, InstantSource clock) {
        DeviceGrantLogin issuer =
                new DeviceGrantLogin(login.issuer(), login.clientId(), http, random, clock, file.pause());
        return new FileTokens(file, issuer, clock);
    }

    @Override
    public String current() throws IOException, InterruptedException {
        StoredLogin login = file.require();
        return isFresh(login) ? login.accessToken() : after(login.accessToken());
    }

    @Override
    public String after(String refused) throws IOException, InterruptedException {
        return file.underLock(() -> {
            StoredLogin login = file.require();
            if (!login.accessToken().equals(refused) && isFresh(login)) {
                return login.accessToken();
            }
            String refreshToken = login.refreshToken();
            if (refreshToken == null) {
                throw new ApiRefusal(new Problem(
                        ProblemType.UNAUTHENTICATED,
                        "the sign-in has ended",
                        "sign in again with sealswarm login",
                        "",
                        Map.of()));
            }
            StoredLogin next = login.with(issuer.refresh(refreshToken));
            file.replace(next);
            return next.accessToken();
        });
    }

    private boolean isFresh(StoredLogin login) {
        return clock.instant().plus(MARGIN).isBefore(login.expiresAt());
    }
}
