package sealswarm.overlay.swarm;

/** Keeps peers out of a swarm by the numeric address they come from. Asked on the swarm's loop; must be quick. */
@FunctionalInterface
public interface PeerFilter {
    /** Lets in whoever knows the swarm's id. */
    PeerFilter NONE = host -> true;

    /** True if a peer at {@code host} may be here now. */
    boolean admits(String host);
}
