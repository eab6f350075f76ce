package sealswarm.overlay.swarm;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import sealswarm.overlay.merkle.MerkleLayer;
import sealswarm.overlay.wire.BlockData;

/**
 * The disk as a swarm uses it: positional reads and writes of one track and of its {@code .leaves} sidecar, in the background.
 * Calls are made and completions arrive on the swarm's event loop.
 */
public interface BlockDisk {
    /** The longest read into lent memory. */
    int MAX_LENT_BYTES = 256 << 10;

    /** Reads exactly {@code lengthBytes} bytes; empty if they cannot be read. */
    void read(long offset, int lengthBytes, Consumer<Optional<BlockData>> done);

    /**
     * As {@link #read}, into memory that is lent: who gets it releases it. At most {@link #MAX_LENT_BYTES} bytes.
     */
    void lend(long offset, int lengthBytes, Consumer<Optional<BlockData>> done);

    /** Writes consecutive blocks from {@code offset}; nothing is known to be on the platter before {@link #flush}. */
    void write(long offset, List<BlockData> blocks, Consumer<WriteResult> done);

    /** Reads leaves from the sidecar; empty if there is none or it is too short. They are unchecked. */
    void readLeaves(long first, int count, Consumer<Optional<MerkleLayer>> done);

    /** Writes checked leaves to the sidecar; best effort. */
    void writeLeaves(long first, MerkleLayer leaves);

    /** Waits for the platter, then records what is held, so that a later start need not check it. */
    void flush(HeldBlocks held);

    /** False from the cap of queued bytes until three quarters of it. */
    boolean hasRoom();

    /** How a write ended. */
    enum WriteResult {
        /** Handed to the file system. */
        WRITTEN,
        /** The disk is full or failing; trying again later may help. */
        FAILED
    }
}
