package sealswarm.onebox.config;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import sealswarm.console.settings.SecretText;
import sealswarm.console.settings.Setting;

/**
 * Settings of the whole shop on one machine, section {@code serve} of the settings file.
 *
 * @param data directory of everything the shop keeps
 * @param storefrontPort of the shop's pages
 * @param licenseServerPort of the license server
 * @param edgeHttpPort of tracker, web seed and origin
 * @param edgePeerPort of the edge as a peer
 * @param keycloakPort of sign-in
 * @param keycloakManagementPort of the identity server's health
 * @param keycloakZip the identity server's distribution; the launcher sets it
 * @param mongoUri a MongoDB to use instead of the embedded store
 * @param keycloakUrl a running Keycloak to use instead of our own
 * @param keycloakAdmin that Keycloak's administrator
 * @param keycloakAdminPassword the administrator's password
 */
public record ServeConfig(
        @Setting(
                help = "directory of everything the shop keeps (default: $XDG_DATA_HOME/sealswarm/serve)",
                shared = true)
        @Nullable
        Path data,

        @Setting(help = "port of the shop's pages; 0 = any free one", fallback = "8080")
        int storefrontPort,

        @Setting(help = "port of the license server; 0 = any free one", fallback = "8081")
        int licenseServerPort,

        @Setting(help = "port of tracker, web seed and origin; 0 = any free one", fallback = "8082")
        int edgeHttpPort,

        @Setting(help = "port of the edge as a peer; 0 = any free one", fallback = "6881")
        int edgePeerPort,

        @Setting(help = "port of sign-in; 0 = any free one", fallback = "8180")
        int keycloakPort,

        @Setting(help = "port of the identity server's health; 0 = any free one", fallback = "9000")
        int keycloakManagementPort,

        @Setting(help = "zip of Keycloak's distribution (set by the launcher)", shared = true) @Nullable
        Path keycloakZip,

        @Setting(help = "MongoDB to use instead of the embedded store", shared = true) @Nullable
        String mongoUri,

        @Setting(help = "running Keycloak to use instead of an own one", shared = true) @Nullable
        URI keycloakUrl,

        @Setting(help = "administrator of that Keycloak", fallback = "admin")
        String keycloakAdmin,

        @Setting(help = "file with the password of that administrator") @Nullable
        SecretText keycloakAdminPassword) {
    private static final int LAST_PORT = 65_535;

    /** Checks ports, and that an external Keycloak comes with its password. */
    public ServeConfig {
        requirePort("storefront-port", storefrontPort);
        requirePort("license-server-port", licenseServerPort);
        requirePort("edge-http-port", edgeHttpPort);
        requirePort("edge-peer-port", edgePeerPort);
        requirePort("keycloak-port", keycloakPort);
        requirePort("keycloak-management-port", keycloakManagementPort);
        if (keycloakUrl != null && keycloakAdminPassword == null) {
            throw new IllegalArgumentException("keycloak-url needs keycloak-admin-password-file as well");
        }
        if (keycloakUrl == null && keycloakZip == null) {
            throw new IllegalArgumentException(
                    "keycloak-zip is missing: start by the launcher ./sealswarm, or set SEALSWARM_KEYCLOAK_ZIP");
        }
    }

    private static void requirePort(String key, int port) {
        if (port < 0 || port > LAST_PORT) {
            throw new IllegalArgumentException(key + " must be 0 to 65535, not " + port);
        }
    }
}
