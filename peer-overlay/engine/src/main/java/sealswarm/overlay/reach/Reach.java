package sealswarm.overlay.reach;

/**
 * What a peer has found out about its own UDP port.
 *
 * @param nat what lies in between
 * @param seen how the port looks from outside
 */
public record Reach(NatClass nat, Observed seen) {}
