package sealswarm.license.server.config;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sealswarm.console.settings.SecretText;
import sealswarm.console.settings.Setting;
import sealswarm.license.server.edge.Edges.Edge;

/**
 * What a license server needs to run.
 *
 * @param httpHost a loopback address unless there is a certificate
 * @param httpPort 0 for any free one
 * @param publicUrl how clients reach it, without a slash at the end; also its name in documents
 * @param mongoUri connection string of the store
 * @param keycloakAdmin account that provisions the realm; without one it is left as it is
 */
public record LicenseServerConfig(
        @Setting(help = "address to listen on", fallback = "127.0.0.1")
        String httpHost,

        @Setting(help = "port to listen on; 0 = any free one", fallback = "8081")
        int httpPort,

        @Setting(help = "how clients reach this server (default: address and port it listens on)") @Nullable
        String publicUrl,

        @Setting(help = "MongoDB connection string: a replica set or mongos", shared = true)
        SecretText mongoUri,

        @Setting(help = "name of the database", fallback = "sealswarm-license")
        String database,

        @Setting(help = "connections to the store, and threads that use them", fallback = "64")
        int storeConnections,

        @Setting(
                help = "Keycloak's address as browsers and tokens name it",
                fallback = "http://127.0.0.1:8180",
                shared = true)
        String keycloakUrl,

        @Setting(help = "Keycloak realm", fallback = "sealswarm", shared = true)
        String keycloakRealm,

        @Setting(help = "administrator that provisions the realm at each start") @Nullable
        String keycloakAdmin,

        @Setting(help = "file with that administrator's password") @Nullable
        SecretText keycloakPassword,

        @Setting(help = "file with the secret of the client 'license-server'") @Nullable
        SecretText clientSecret,

        @Setting(help = "file with the secret of the client 'storefront', to provision it") @Nullable
        SecretText storefrontSecret,

        @Setting(help = "where people buy", fallback = "http://127.0.0.1:8080", shared = true)
        String storefrontUrl,

        @Setting(help = "file with the key-encryption keys; without one the server starts sealed") @Nullable
        Path kekFile,

        @Setting(help = "the same keys as text: for the environment, where there are no files") @Nullable
        SecretText kekText,

        @Setting(help = "edges as name=http://host:port[#generation]")
        List<String> edges,

        @Setting(help = "directory to write the edges' key files to at the start") @Nullable
        Path edgeKeys,

        @Setting(help = "addresses that may read health and metrics beside loopback")
        List<String> statusAllow,

        @Setting(help = "PEM certificate chain; needed to listen beyond loopback") @Nullable
        Path tlsCertificate,

        @Setting(help = "PEM private key of the certificate") @Nullable
        Path tlsKey) {
    /** Most edges of a shop. */
    public static final int MAX_EDGES = 64;

    /** Most connections to the store. */
    public static final int MAX_CONNECTIONS = 256;

    private static final int MAX_PORT = 65_535;
    private static final String ORIGIN = "https?://[A-Za-z0-9._:\\[\\]-]+";

    public LicenseServerConfig {
        edges = List.copyOf(edges);
        statusAllow = List.copyOf(statusAllow);
        if (httpPort < 0 || httpPort > MAX_PORT) {
            throw new IllegalArgumentException("http-port must be 0 to " + MAX_PORT + ", not " + httpPort);
        }
        if (storeConnections < 1 || storeConnections > MAX_CONNECTIONS) {
            throw new IllegalArgumentException("store-connections must be 1 to " + MAX_CONNECTIONS);
        }
        if (!database.matches("[A-Za-z0-9_-]{1,38}")) {
            throw new IllegalArgumentException("database must be 1 to 38 of A-Z a-z 0-9 _ -");
        }
        if (!keycloakRealm.matches("[a-z0-9][a-z0-9-]{0,62}")) {
            throw new IllegalArgumentException("keycloak-realm must be 1 to 63 of a-z 0-9 -");
        }
        requireOrigin("public-url", publicUrl);
        requireOrigin("keycloak-url", keycloakUrl);
        requireOrigin("storefront-url", storefrontUrl);
        if (edges.size() > MAX_EDGES) {
            throw new IllegalArgumentException("edges must be at most " + MAX_EDGES);
        }
        if (edges.stream().map(EdgeAddress::parse).map(Edge::name).distinct().count() != edges.size()) {
            throw new IllegalArgumentException("edges must have different names");
        }
        statusAllow.forEach(address -> requireAddress("status-allow", address));
        if ((tlsCertificate == null) != (tlsKey == null)) {
            throw new IllegalArgumentException("tls-certificate and tls-key go together");
        }
        if (!requireAddress("http-host", httpHost).isLoopbackAddress() && tlsCertificate == null) {
            throw new IllegalArgumentException(
                    "http-host " + httpHost + " is not loopback: plain HTTP stays on loopback, set tls-certificate");
        }
        if (kekFile != null && kekText != null) {
            throw new IllegalArgumentException("kek-file and kek-text exclude each other");
        }
        if ((keycloakAdmin == null) != (keycloakPassword == null)) {
            throw new IllegalArgumentException("keycloak-admin and keycloak-password-file go together");
        }
        if (keycloakAdmin != null && (clientSecret == null || storefrontSecret == null)) {
            throw new IllegalArgumentException(
                    "keycloak-admin provisions the realm: set client-secret-file and storefront-secret-file too");
        }
    }

    /** The edges, parsed. */
    public List<Edge> edgeList() {
        return edges.stream().map(EdgeAddress::parse).toList();
    }

    /** The realm's issuer, as tokens name it. */
    public String issuer() {
        return keycloakUrl + "/realms/" + keycloakRealm;
    }

    /** Where the realm publishes its keys. */
    public URI issuerKeys() {
        return URI.create(issuer() + "/protocol/openid-connect/certs");
    }

    private static void requireOrigin(String key, @Nullable String url) {
        if (url != null && !url.matches(ORIGIN)) {
            throw new IllegalArgumentException(key + " must be http://HOST:PORT or https://HOST:PORT, without a path");
        }
    }

    private static InetAddress requireAddress(String key, String address) {
        if (!address.matches("[0-9.]+|[0-9a-fA-F:]+|localhost")) {
            throw new IllegalArgumentException(key + " must be a numeric address, not '" + address + "'");
        }
        try {
            return InetAddress.getByName(address);
        } catch (UnknownHostException unknown) {
            throw new IllegalArgumentException(key + " must be a numeric address, not '" + address + "'", unknown);
        }
    }
}
