package sealswarm.storefront.config;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import sealswarm.storefront.account.IssuerSettings;
import sealswarm.storefront.web.Origin;

/**
 * What a storefront needs to run.
 *
 * @param httpHost address to bind; loopback unless told otherwise, because the shop speaks plain HTTP behind a proxy
 * @param httpPort port to bind, 0 for any free one
 * @param publicOriginOrNull where visitors reach the shop, or null for {@code http://} and the bound address
 * @param mongoUri connection string of the store
 * @param database name of the shop's own database
 * @param issuer where people sign in, and the shop's client there
 * @param licenseServer base URL of the license server
 */
public record StorefrontConfig(
        String httpHost,
        int httpPort,
        @Nullable Origin publicOriginOrNull,
        String mongoUri,
        String database,
        IssuerSettings issuer,
        URI licenseServer) {
    /** Default address. */
    public static final String DEFAULT_HOST = "127.0.0.1";
    /** Default port. */
    public static final int DEFAULT_PORT = 8080;
    /** Default database. */
    public static final String DEFAULT_DATABASE = "sealswarm-storefront";
    /** The shop's client at the issuer. */
    public static final String CLIENT_ID = "storefront";

    private static final int MAX_PORT = 65_535;

    /** Refuses ports out of range. */
    public StorefrontConfig {
        if (httpPort < 0 || httpPort > MAX_PORT) {
            throw new IllegalArgumentException("http-port must be 0.." + MAX_PORT + ", not " + httpPort);
        }
    }

    /** Leaves out the connection string, which carries the store's credentials. */
    @Override
    public String toString() {
        return "StorefrontConfig[" + httpHost + ":" + httpPort + ", database=" + database + ", issuer="
                + issuer.issuer() + ", licenseServer=" + licenseServer + "]";
    }
}
