package sealswarm.license.server.grant;

import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;
import sealswarm.format.key.TitleId;
import sealswarm.license.message.Grants;
import sealswarm.license.message.Grants.GrantState;
import sealswarm.license.message.Offer;
import sealswarm.license.problem.ProblemType;
import sealswarm.license.server.http.ProblemException;

/**
 * Writes and changes grants: the door for charging (a sale), for the shop (gifts, screeners) and for refunds. Every grant has an
 * id that follows from order and line, so any of this may be repeated. Blocking: for a worker.
 */
public final class GrantDesk {
    private static final int TRIES = 32;

    /** The account pseudonym of a subject: asked of the device room. */
    @FunctionalInterface
    public interface Buyers {
        String pseudonym(String subject);
    }

    private final GrantStore store;
    private final Buyers buyers;

    public GrantDesk(GrantStore store, Buyers buyers) {
        this.store = store;
        this.buyers = buyers;
    }

    /**
     * Grants one title of an offer version.
     *
     * @param sale order, line, offer and territory
     * @param soldAt from when the rights run
     * @return the grant, new or from before
     * @throws ProblemException idempotency-mismatch if order and line were used for another sale
     */
    public StoredGrant give(String subject, Offer offer, TitleId title, StoredGrant.Sale sale, Instant soldAt) {
        Instant at = soldAt.truncatedTo(java.time.temporal.ChronoUnit.SECONDS);
        StoredGrant wanted = StoredGrant.fresh(
                Grants.grantId(sale.orderId(), sale.line()),
                subject,
                buyers.pseudonym(subject),
                title,
                offer.kind(),
                offer.rights(title, at),
                sale,
                at);
        StoredGrant stored = store.insert(wanted);
        if (!stored.isSameSale(wanted)) {
            throw ProblemException.of(
                    ProblemType.IDEMPOTENCY_MISMATCH, "this order line was granted to another sale before");
        }
        return stored;
    }

    /** Takes a grant back: a refund, a chargeback. Nothing happens if it is revoked already or was never given. */
    public Optional<StoredGrant> revoke(String grantId) {
        return store.find(grantId)
                .map(grant -> grant.state() == GrantState.REVOKED ? grant : change(grantId, StoredGrant::revoked));
    }

    /** Applies a change to the newest version of a grant, again if another writer was faster. */
    public StoredGrant change(String grantId, UnaryOperator<StoredGrant> change) {
        for (int i = 0; i < TRIES; i++) {
            StoredGrant known =
                    store.find(grantId).orElseThrow(() -> ProblemException.of(ProblemType.NO_GRANT, "no such grant"));
            StoredGrant changed = change.apply(known);
            if (changed.equals(known)) {
                return known;
            }
            StoredGrant next = changed.next();
            if (store.replace(next)) {
                return next;
            }
        }
        throw ProblemException.of(ProblemType.OVERLOADED, "the grant is being changed; try again");
    }
}
