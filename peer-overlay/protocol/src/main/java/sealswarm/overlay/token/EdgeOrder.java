package sealswarm.overlay.token;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * In which order a swarm's peers turn to the edges: by a rendezvous hash, so that all of a swarm meet at the same edge, edges share
 * the swarms evenly, and one edge more or less moves only the swarms that have it first. Pure.
 */
public final class EdgeOrder {
    private EdgeOrder() {}

    /** The edges in the swarm's own order, the first first. */
    public static <T> List<T> of(SwarmId swarm, List<T> edges, Function<T, EdgeName> name) {
        return edges.stream()
                .sorted(Comparator.comparing(edge -> rank(swarm, name.apply(edge))))
                .toList();
    }

    private static BigInteger rank(SwarmId swarm, EdgeName edge) {
        byte[] tuple = SignedTuple.of("sealswarm/1/edge-order")
                .field(swarm.bytes())
                .text(edge.text())
                .bytes();
        try {
            // A checksum would not do: those of two names differ by the same bits in every swarm, which favours some
            // edges.
            return new BigInteger(1, MessageDigest.getInstance("SHA-256").digest(tuple));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
