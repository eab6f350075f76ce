package sealswarm.license.server.revocation;

import java.time.Instant;

/**
 * One thing taken back for good.
 *
 * @param target licenseId, deviceId, kid or packageId
 * @param reason for the audit trail
 * @param by subject who did it
 */
public record Revocation(Kind kind, String target, String reason, String by, Instant at) {
    /** What is taken back. */
    public enum Kind {
        LICENSE,
        DEVICE,
        STUDIO_KEY,
        PACKAGE
    }
}
