package sealswarm.license.server.identity;

import java.net.URI;
import java.util.List;
import sealswarm.console.settings.SecretText;

/**
 * What the realm must hold. Everything else in it (users, themes, further clients) is left as it is.
 *
 * @param realm the realm's name
 * @param publicUrl the identity server's address as browsers and tokens name it; it fixes the issuer
 * @param storefrontUrls addresses of the storefront, without a path; sign-in returns to {@code <url>/sign-in/callback} only
 * @param storefrontSecret secret of the client {@code storefront}
 * @param serverSecret secret of the client {@code license-server}
 */
public record RealmPlan(
        String realm, URI publicUrl, List<URI> storefrontUrls, SecretText storefrontSecret, SecretText serverSecret) {
    /** Where the storefront takes the answer of a sign-in. */
    public static final String CALLBACK = "/sign-in/callback";

    public RealmPlan {
        storefrontUrls = List.copyOf(storefrontUrls);
        if (!realm.matches("[a-z0-9][a-z0-9-]{0,62}")) {
            throw new IllegalArgumentException("realm must be [a-z0-9-], at most 63 characters: " + realm);
        }
    }

    /** The {@code iss} of this realm's tokens. */
    public String issuer() {
        return publicUrl + "/realms/" + realm;
    }
}
