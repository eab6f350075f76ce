package sealswarm.license.server.issuing;

import java.time.Instant;
import sealswarm.license.LicenseId;
import sealswarm.license.server.grant.Holder;
import sealswarm.license.server.grant.StoredGrant;
import sealswarm.license.server.http.ProblemException;

/** Whether a device gets a license now. */
sealed interface IssueDecision {
    /**
     * It does.
     *
     * @param grant as it must be stored for this license to exist
     * @param holder the device's hold in it
     * @param supersedes hash of the terms before, or {@code none}
     * @param leaseUntil end of the lease; {@link Instant#MAX} for none
     * @param renewAfter from when to renew; {@link Instant#MAX} for never
     */
    record Granted(
            StoredGrant grant,
            Holder holder,
            LicenseId license,
            String supersedes,
            Instant leaseUntil,
            Instant renewAfter)
            implements IssueDecision {
        /** With the hash of the license's terms in the hold, and as the grant's next version: what is stored. */
        Granted withTerms(String termsHash) {
            Holder known = holder.withTerms(termsHash);
            return new Granted(grant.with(known).next(), known, license, supersedes, leaseUntil, renewAfter);
        }

        /** The grant with this license's lease ended and its plays and stream free: the keys stay here. */
        StoredGrant unused() {
            return grant.stopped(holder.device()).with(holder.unused());
        }
    }

    /** It does not, and why. */
    record Denied(ProblemException problem) implements IssueDecision {}
}
