package sealswarm.player.login;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import sealswarm.format.envelope.Envelope;
import sealswarm.license.client.AccessTokens;
import sealswarm.license.client.DeviceGrantLogin;
import sealswarm.license.client.FileTokens;
import sealswarm.license.client.IssuedTokens;
import sealswarm.license.client.LicenseApi;
import sealswarm.license.client.Pause;
import sealswarm.license.client.StoredLogin;
import sealswarm.license.client.TokenFile;
import sealswarm.license.key.ServerKeys;
import sealswarm.license.wire.SignedJson;

/** Signs a person in at a license server and keeps the sign-in; opens it again for later commands. Blocking. */
public final class SignIn {
    private final TokenFile file;
    private final HttpClient http;
    private final SecureRandom random;
    private final InstantSource clock;
    private final Pause pause;

    public SignIn(TokenFile file, HttpClient http, SecureRandom random, InstantSource clock, Pause pause) {
        this.file = file;
        this.http = http;
        this.random = random;
        this.clock = clock;
        this.pause = pause;
    }

    /**
     * Signs in: pins the server's keys (or checks that they follow from those pinned before), runs the device grant, keeps the
     * tokens.
     *
     * @param clientId {@code player} or {@code packager}
     * @throws sealswarm.format.problem.FormatException bad-signature if the server's keys do not follow from the pinned ones
     */
    public StoredLogin run(URI server, String clientId, DeviceGrantLogin.Invitation invitation)
            throws IOException, InterruptedException {
        Envelope keys = new LicenseApi(server, http, AccessTokens.fixed(""), LicenseApi.DEFAULT_TIMEOUT).keys();
        Optional<StoredLogin> before =
                file.read().filter(login -> login.server().equals(server));
        ServerKeys pinned = before.isPresent() ? before.get().pinnedKeys().next(keys) : ServerKeys.firstSeen(keys);
        IssuedTokens tokens =
                new DeviceGrantLogin(pinned.issuer(), clientId, http, random, clock, pause).login(invitation);
        StoredLogin login = new StoredLogin(
                server,
                pinned.issuer(),
                clientId,
                tokens.unverifiedSubject(),
                tokens.accessToken(),
                tokens.expiresAt(),
                tokens.refreshToken().orElse(null),
                SignedJson.of(keys));
        file.write(login);
        return login;
    }

    /** The interface as the signed-in person uses it. Refuses unauthenticated where nobody is signed in. */
    public LicenseApi api() throws IOException {
        StoredLogin login = file.require();
        FileTokens tokens = FileTokens.of(file, login, http, random, clock);
        return new LicenseApi(login.server(), http, tokens, LicenseApi.DEFAULT_TIMEOUT);
    }

    /** The server's keys as this sign-in pins them; newer ones that follow are kept with it. */
    public PinnedKeys pinnedKeys() throws IOException {
        StoredLogin login = file.require();
        LicenseApi open = new LicenseApi(login.server(), http, AccessTokens.fixed(""), LicenseApi.DEFAULT_TIMEOUT);
        return new PinnedKeys(login.pinnedKeys(), open::keys, keys -> {
            SignedJson newer = SignedJson.of(keys);
            file.update(kept -> kept.withKeys(newer));
        });
    }

    /** The sign-in as it is kept. */
    public StoredLogin stored() throws IOException {
        return file.require();
    }
}
