package sealswarm.license.server.issuing;

import sealswarm.license.LicenseId;
import sealswarm.license.server.grant.Holder;
import sealswarm.license.server.grant.StoredGrant;

/** Money reserved for what a license may use: the door to the charging room. Blocking. */
@FunctionalInterface
public interface UseHolds {
    /** No grant is metered. */
    UseHolds NONE = (grant, license, holder) -> {};

    /**
     * Reserves the money for a metered license before its keys leave. Called for grants charged per play or per minute only;
     * idempotent by (license, {@code holder.revision()}); returns at once if it was done.
     *
     * @throws sealswarm.license.server.http.ProblemException insufficient-credit or payment-due: the license is not issued
     */
    void hold(StoredGrant grant, LicenseId license, Holder holder);
}
