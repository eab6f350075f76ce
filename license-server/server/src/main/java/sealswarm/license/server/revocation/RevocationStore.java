package sealswarm.license.server.revocation;

import java.util.List;

/** Collection {@code revocations}, one document per epoch, without holes. Blocking; thread-safe. */
public interface RevocationStore {
    /** A revocation and its epoch, from 1. */
    record Entry(long epoch, Revocation revocation) {}

    /** The newest epoch, 0 for none. */
    long epoch();

    /** Appends a revocation under the next epoch, unless its kind and target are there; returns the epoch it has. Durable. */
    long append(Revocation revocation);

    /** Revocations after an epoch, oldest first, at most {@code limit}. */
    List<Entry> after(long epoch, int limit);
}
