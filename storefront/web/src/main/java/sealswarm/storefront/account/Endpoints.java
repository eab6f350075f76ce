package sealswarm.storefront.account;

import io.vertx.core.json.JsonObject;
import java.net.URI;

/**
 * Where the issuer answers (OpenID Connect Discovery 1.0, section 3).
 *
 * @param authorization the page people sign in on
 * @param token where codes and refresh tokens are exchanged
 * @param keys the issuer's public keys
 * @param endSession where a session ends
 */
record Endpoints(URI authorization, URI token, URI keys, URI endSession) {

    /** The endpoints of a discovery document that names the issuer we asked, and no other place than its own. */
    static Endpoints of(URI issuer, JsonObject document) {
        if (!issuer.toString().equals(document.getString("issuer"))) {
            throw new IllegalArgumentException(
                    "the discovery document names issuer " + document.getString("issuer") + ", not " + issuer);
        }
        return new Endpoints(
                member(issuer, document, "authorization_endpoint"),
                member(issuer, document, "token_endpoint"),
                member(issuer, document, "jwks_uri"),
                member(issuer, document, "end_session_endpoint"));
    }

    private static URI member(URI issuer, JsonObject document, String name) {
        String text = document.getString(name);
        if (text == null) {
            throw new IllegalArgumentException("the discovery document has no " + name);
        }
        URI uri = URI.create(text);
        boolean ownPlace = issuer.getScheme().equals(uri.getScheme())
                && issuer.getAuthority().equals(uri.getAuthority());
        if (!ownPlace) {
            throw new IllegalArgumentException(name + " leads away from the issuer: " + uri);
        }
        return uri;
    }
}
