package sealswarm.overlay.host;

import java.net.URI;
import java.nio.file.Path;

/**
 * What the owner of a host decides.
 *
 * @param server the edge
 * @param directory where everything is kept
 * @param budgetBytes what tracks may take of the disk
 * @param limits what may be moved, unless the limits file says otherwise
 */
public record HostSettings(URI server, Path directory, long budgetBytes, HostLimits limits) {
    public HostSettings {
        if (budgetBytes < 1) {
            throw new IllegalArgumentException("a host lends at least one byte");
        }
    }
}
