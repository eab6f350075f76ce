package sealswarm.onebox.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import sealswarm.console.settings.Setting;

/**
 * Settings of the demo, section {@code demo} of the settings file.
 *
 * @param data directory of the run, emptied when a run begins
 * @param keycloakZip the identity server's distribution; the launcher sets it
 */
public record DemoConfig(
        @Setting(
                help = "directory of the run, emptied when it begins (default: $XDG_DATA_HOME/sealswarm/demo)",
                shared = true)
        @Nullable
        Path data,

        @Setting(help = "zip of Keycloak's distribution (set by the launcher)", shared = true) @Nullable
        Path keycloakZip) {
    /** Refuses a start without the identity server. */
    public DemoConfig {
        if (keycloakZip == null) {
            throw new IllegalArgumentException(
                    "keycloak-zip is missing: start by the launcher ./sealswarm, or set SEALSWARM_KEYCLOAK_ZIP");
        }
    }
}
