package sealswarm.storefront.account;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import sealswarm.storefront.web.Viewer;

/**
 * What a sign-in or a refresh brought; never printed.
 *
 * @param access the access token, checked
 * @param refresh the refresh token
 * @param expiresAt when the access token ends
 * @param viewer whom the access token names
 */
record Tokens(String access, String refresh, Instant expiresAt, Viewer viewer) {
    static Tokens of(String access, String refresh, JsonObject claims) {
        String subject = claims.getString("sub");
        String name = claims.getString("name", claims.getString("preferred_username", subject));
        Viewer viewer = new Viewer(subject, name, TokenClaims.roles(claims));
        return new Tokens(access, refresh, Instant.ofEpochSecond(claims.getLong("exp")), viewer);
    }

    @Override
    public String toString() {
        return "Tokens[hidden, subject=" + viewer.subject() + "]";
    }
}
