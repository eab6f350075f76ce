package sealswarm.overlay.edge;

/**
 * Where a started edge listens.
 *
 * @param httpPort the port of tracker, web seed and origin
 * @param peerPort the port peers connect to
 * @param publicUrl where clients reach the HTTP port, without a slash at the end
 */
public record EdgeAddresses(int httpPort, int peerPort, String publicUrl) {}
