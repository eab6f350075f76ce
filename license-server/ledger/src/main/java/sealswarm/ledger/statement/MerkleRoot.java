package sealswarm.ledger.statement;

import java.nio.charset.StandardCharsets;
import java.util.List;
import sealswarm.ledger.journal.Sha256;

/** The root of an RFC 6962 tree over hashes that are leaf hashes already. */
public final class MerkleRoot {
    private MerkleRoot() {}

    /** The root of {@code leaves} in order; of no leaves the hash of nothing. */
    public static Sha256 of(List<Sha256> leaves) {
        if (leaves.isEmpty()) {
            return Sha256.of("".getBytes(StandardCharsets.US_ASCII));
        }
        if (leaves.size() == 1) {
            return leaves.get(0);
        }
        // RFC 6962, 2.1: the left part is the largest power of two below the size.
        int left = Integer.highestOneBit(leaves.size() - 1);
        return Sha256.ofNode(of(leaves.subList(0, left)), of(leaves.subList(left, leaves.size())));
    }
}
