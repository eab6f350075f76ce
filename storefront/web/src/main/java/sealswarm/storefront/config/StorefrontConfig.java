package sealswarm.storefront.config;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import sealswarm.console.settings.SecretText;
import sealswarm.console.settings.Setting;

/**
 * Settings of a storefront, section {@code storefront} of the settings file.
 *
 * @param httpHost address to bind; loopback unless told otherwise, because the shop speaks plain HTTP behind a proxy
 * @param httpPort port to bind, 0 for any free one
 * @param publicUrl where visitors reach the shop, or null for {@code http://} and the bound address
 * @param mongoUri connection string of the store; it carries the store's credentials
 * @param database name of the shop's own database
 * @param keycloakUrl address of the identity server as browsers and tokens name it
 * @param keycloakRealm the realm; with the address it makes the issuer
 * @param clientSecret secret of the shop's client {@value #CLIENT_ID}
 * @param server address of the license server
 */
public record StorefrontConfig(
        @Setting(help = "address the pages are served on", fallback = "127.0.0.1")
        String httpHost,

        @Setting(help = "port the pages are served on; 0 = any free one", fallback = "8080")
        int httpPort,

        @Setting(help = "where visitors reach the shop, such as https://shop.example (default: address and port)")
        @Nullable
        URI publicUrl,

        @Setting(help = "file with the connection string of MongoDB", shared = true)
        SecretText mongoUri,

        @Setting(help = "name of the shop's database", fallback = "sealswarm-storefront")
        String database,

        @Setting(help = "address of Keycloak", fallback = "http://127.0.0.1:8180", shared = true)
        URI keycloakUrl,

        @Setting(help = "realm in Keycloak", fallback = "sealswarm", shared = true)
        String keycloakRealm,

        @Setting(help = "file with the secret of the client storefront")
        SecretText clientSecret,

        @Setting(help = "address of the license server", fallback = "http://127.0.0.1:8081", shared = true)
        URI server) {
    /** The shop's client at the issuer. */
    public static final String CLIENT_ID = "storefront";

    private static final int MAX_PORT = 65_535;

    /** Refuses what cannot be served. */
    public StorefrontConfig {
        if (httpPort < 0 || httpPort > MAX_PORT) {
            throw new IllegalArgumentException("http-port must be 0.." + MAX_PORT + ", not " + httpPort);
        }
        boolean loopback = httpHost.equals("127.0.0.1") || httpHost.equals("localhost") || httpHost.equals("::1");
        if (!loopback && (publicUrl == null || !"https".equals(publicUrl.getScheme()))) {
            throw new IllegalArgumentException("http-host must be a loopback address, not " + httpHost
                    + ", unless public-url is the https address of the proxy before it");
        }
        if (publicUrl != null && !isOrigin(publicUrl)) {
            throw new IllegalArgumentException("public-url must be scheme, host and port only, not " + publicUrl);
        }
        requireWeb("keycloak-url", keycloakUrl);
        requireWeb("server", server);
        if (!keycloakRealm.matches("[a-z0-9][a-z0-9-]{0,62}")) {
            throw new IllegalArgumentException("keycloak-realm must be [a-z0-9-], at most 63 characters");
        }
        if (!database.matches("[A-Za-z0-9_-]{1,38}")) {
            throw new IllegalArgumentException("database must be [A-Za-z0-9_-], at most 38 characters");
        }
    }

    /** A shop on this machine only, with the defaults of everything that is not given. */
    public static StorefrontConfig onLoopback(
            int httpPort, SecretText mongoUri, URI keycloakUrl, String realm, SecretText clientSecret, URI server) {
        return new StorefrontConfig(
                "127.0.0.1",
                httpPort,
                null,
                mongoUri,
                "sealswarm-storefront",
                keycloakUrl,
                realm,
                clientSecret,
                server);
    }

    /** The issuer as it stands in every token. */
    public URI issuer() {
        String base = keycloakUrl.toString().replaceAll("/+$", "");
        return URI.create(base + "/realms/" + keycloakRealm);
    }

    private static void requireWeb(String key, URI uri) {
        boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        if (!web || uri.getHost() == null || uri.getRawQuery() != null || uri.getRawUserInfo() != null) {
            throw new IllegalArgumentException(key + " must be an http or https address, not " + uri);
        }
    }

    private static boolean isOrigin(URI uri) {
        boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        boolean bare = uri.getRawPath() == null || uri.getRawPath().isEmpty();
        return web && bare && uri.getHost() != null && uri.getRawQuery() == null && uri.getRawUserInfo() == null;
    }
}
