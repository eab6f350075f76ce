package sealswarm.overlay.store;

import java.io.IOException;
import java.util.Optional;
import sealswarm.overlay.merkle.MerkleLayer;

/** What is stored of a track, read in order to find out how much of it is right. Its calls may block. */
public interface StoredBytes {
    /** Exactly {@code lengthBytes} bytes; empty if the file is shorter. */
    Optional<byte[]> read(long offset, int lengthBytes) throws IOException;

    /** Leaves from the sidecar; empty if there is none or it is too short. They are unchecked. */
    Optional<MerkleLayer> readLeaves(long first, int count) throws IOException;

    /** Writes checked leaves to the sidecar. */
    void writeLeaves(long first, MerkleLayer leaves) throws IOException;
}
