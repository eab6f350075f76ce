package sealswarm.license.client;

import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import sealswarm.format.problem.FormatException;
import sealswarm.license.key.ServerKeys;
import sealswarm.license.wire.SignedJson;

/**
 * What a sign-in leaves behind in its token file. Holds bearer tokens: never printed.
 *
 * @param server the license server
 * @param issuer who issued the tokens
 * @param clientId as whom: {@code player} or {@code packager}
 * @param account the token's subject
 * @param accessToken bearer token
 * @param expiresAt when it ends
 * @param refreshToken for the next one; absent where the issuer gave none
 * @param serverKeys the pinned keys of the license server
 */
public record StoredLogin(
        URI server,
        URI issuer,
        String clientId,
        String account,
        String accessToken,
        Instant expiresAt,
        @Nullable String refreshToken,
        SignedJson serverKeys) {

    /**
     * The pinned keys, as signed by themselves.
     *
     * @throws FormatException if the file was tampered with
     */
    public ServerKeys pinnedKeys() {
        return ServerKeys.firstSeen(serverKeys.envelope(ServerKeys.TYPE));
    }

    /** The same login with later tokens. */
    StoredLogin with(IssuedTokens tokens) {
        String refresh = tokens.refreshToken().orElse(refreshToken);
        return new StoredLogin(
                server, issuer, clientId, account, tokens.accessToken(), tokens.expiresAt(), refresh, serverKeys);
    }

    /** The same login with newer server keys. */
    public StoredLogin withKeys(SignedJson newerKeys) {
        return new StoredLogin(server, issuer, clientId, account, accessToken, expiresAt, refreshToken, newerKeys);
    }

    @Override
    public String toString() {
        return "StoredLogin[" + clientId + " at " + server + ", redacted]";
    }
}
