package sealswarm.packager.config;

import org.jspecify.annotations.Nullable;
import sealswarm.console.settings.SecretText;
import sealswarm.console.settings.Setting;

/**
 * What the studio's commands need to know, besides their own options.
 *
 * @param studio the studio's id in the store; without it one that follows from the signing key
 * @param keystore PKCS#12 file with signing and escrow key
 * @param keystorePassword its passphrase; without one a random one is kept in a file of mode 0600 beside the keystore
 * @param serverKey file with the license server's sealing key; without it the one that the studio's sign-in stored
 * @param server address of the license server
 * @param jobs ranges worked on at once; 0 for one per processor
 */
public record PackagerSettings(
        @Setting(help = "the studio's id in the store") @Nullable
        String studio,

        @Setting(help = "keystore with the studio's keys (made on first use)") @Nullable
        String keystore,

        @Setting(help = "passphrase of the keystore") @Nullable
        SecretText keystorePassword,

        @Setting(help = "file with the license server's sealing key") @Nullable
        String serverKey,

        @Setting(help = "address of the license server", shared = true) @Nullable
        String server,

        @Setting(help = "ranges worked on at once; 0 for one per processor", fallback = "0")
        int jobs) {
    private static final int MAX_JOBS = 64;

    public PackagerSettings {
        if (jobs < 0 || jobs > MAX_JOBS) {
            throw new IllegalArgumentException("jobs must be 0.." + MAX_JOBS);
        }
    }
}
