package sealswarm.overlay.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Map;
import sealswarm.overlay.picker.TrackLayout;
import sealswarm.overlay.swarm.HeldBlocks;

/** The record of a track that somebody else has written: what an engine would have left had it fetched it. */
public final class RecordedTrack {
    private RecordedTrack() {}

    /** Records that every piece of {@code file}, whose root is {@code root}, is there. */
    public static void complete(Path file, byte[] root, TrackLayout layout) throws IOException {
        BitSet all = new BitSet();
        all.set(0, layout.pieceCount());
        new ResumeFile(file.resolveSibling(file.getFileName() + ResumeFile.SUFFIX), root, layout)
                .write(new HeldBlocks(all, Map.of()), ResumeFile.Stamp.of(file));
    }
}
