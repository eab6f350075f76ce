package sealswarm.overlay.reach;

import java.util.Optional;

/**
 * How a peer shows itself to others.
 *
 * @param nat what lies between, as far as one knows
 * @param port where it can be called
 */
public record Announced(NatClass nat, int port) {
    /**
     * What follows from all that is known. A forwarded port counts for those who see us at the address it is on: to a neighbour within
     * the home, and to everybody if there is a further NAT outside, the gateway's word says nothing.
     *
     * @param listenPort the port at which calls are taken
     * @param seen how it looks from where it is announced
     * @param forwarded the port that the gateway says it forwards, on its outside address
     */
    public static Announced of(int listenPort, Optional<Reach> seen, Optional<Observed> forwarded) {
        if (seen.isEmpty()) {
            return new Announced(NatClass.UNKNOWN, forwarded.map(Observed::port).orElse(listenPort));
        }
        Reach reach = seen.get();
        return forwarded
                .filter(outside -> outside.host().equals(reach.seen().host()))
                .map(outside -> new Announced(NatClass.OPEN, outside.port()))
                .orElseGet(() -> new Announced(
                        reach.nat(), reach.nat() == NatClass.CONE ? reach.seen().port() : listenPort));
    }
}
