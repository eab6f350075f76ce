package sealswarm.embedded.keycloak;

import java.nio.file.Path;

/**
 * Where the child process comes from and where it lives.
 *
 * @param distribution the zip of Keycloak's distribution
 * @param cache where the unpacked, built distribution is kept, one per version, shared by all instances of a user
 * @param data this instance's accounts, log, process id and administrator's password; made closed to others
 * @param httpPort the loopback port of sign-in and administration, 0 for any free one
 * @param managementPort the loopback port of health, 0 for any free one
 */
public record KeycloakSettings(Path distribution, Path cache, Path data, int httpPort, int managementPort) {
    private static final int LAST_PORT = 65_535;

    /** Checks the ports. */
    public KeycloakSettings {
        distribution = distribution.toAbsolutePath();
        cache = cache.toAbsolutePath();
        data = data.toAbsolutePath();
        if (httpPort < 0 || httpPort > LAST_PORT || managementPort < 0 || managementPort > LAST_PORT) {
            throw new IllegalArgumentException("ports are 0 to 65535: " + httpPort + ", " + managementPort);
        }
    }
}
