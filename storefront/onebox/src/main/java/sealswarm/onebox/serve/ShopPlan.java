package sealswarm.onebox.serve;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import sealswarm.console.settings.SecretText;

/**
 * What a shop is made of.
 *
 * @param data directory of everything it keeps
 * @param ports where it listens; 0 for any free one
 * @param identity where people sign in
 * @param mongoUri a MongoDB to use instead of the embedded store
 * @param accountingClock decides which month is over; leases and tokens always keep real time
 */
public record ShopPlan(
        Path data, ShopPorts ports, Identity identity, Optional<String> mongoUri, InstantSource accountingClock) {
    /** Where people sign in. */
    public sealed interface Identity permits OwnKeycloak, ExternalKeycloak {}

    /**
     * A Keycloak of the shop's own, as a child process.
     *
     * @param zip its distribution
     * @param cache where the built distribution is kept
     * @param startLimit how long its start may take
     */
    public record OwnKeycloak(Path zip, Path cache, Duration startLimit) implements Identity {}

    /**
     * A Keycloak that somebody else runs.
     *
     * @param url its address without a realm
     * @param administrator of its master realm
     * @param password that administrator's
     */
    public record ExternalKeycloak(URI url, String administrator, SecretText password) implements Identity {}
}
