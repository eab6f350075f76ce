package sealswarm.embedded.keycloak;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Where the child process comes from and where it lives.
 *
 * @param distribution the zip of Keycloak's distribution
 * @param cache where the unpacked, built distribution is kept, one per version, shared by all instances of a user
 * @param data this instance's accounts, log, process id and administrator's password; made closed to others
 * @param httpPort the loopback port of sign-in and administration, 0 for any free one
 * @param managementPort the loopback port of health, 0 for any free one
 * @param startLimit how long a start may take until it counts as failed
 */
public record KeycloakSettings(
        Path distribution, Path cache, Path data, int httpPort, int managementPort, Duration startLimit) {
    /** Six times what a first start takes on two free cores: a busy machine is no failure. */
    public static final Duration START_LIMIT = Duration.ofSeconds(90);

    private static final int LAST_PORT = 65_535;

    /** Settings with the ordinary limit for a start. */
    public KeycloakSettings(Path distribution, Path cache, Path data, int httpPort, int managementPort) {
        this(distribution, cache, data, httpPort, managementPort, START_LIMIT);
    }

    /** The same with another limit. */
    public KeycloakSettings withStartLimit(Duration limit) {
        return new KeycloakSettings(distribution, cache, data, httpPort, managementPort, limit);
    }

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
