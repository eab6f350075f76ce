package sealswarm.license.server.charging;

import java.util.List;
import java.util.Optional;

/** Collection {@code charges}. Blocking; thread-safe; what returns is durable. */
public interface ChargeStore {
    /** Stores a charge unless its order has one; returns what is there afterwards. */
    PlacedCharge insert(PlacedCharge charge);

    Optional<PlacedCharge> find(String orderId);

    /** Moves a charge from one state to another; nothing happens if it is in another one. */
    void advance(String orderId, PlacedCharge.State from, PlacedCharge.State to);

    /** At most {@code limit} charges in {@code state} with an order id after {@code afterOrderId}, by order id. */
    List<PlacedCharge> inState(PlacedCharge.State state, String afterOrderId, int limit);
}
