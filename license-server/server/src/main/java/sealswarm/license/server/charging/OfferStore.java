package sealswarm.license.server.charging;

import java.util.Optional;
import sealswarm.license.message.Offer;

/** Collection {@code offers}: insert-only. Blocking; thread-safe; what returns is durable. */
public interface OfferStore {
    /** Stores a version unless it is there; returns what is there afterwards. */
    Offer insert(Offer offer);

    Optional<Offer> find(String offerId, int version);
}
