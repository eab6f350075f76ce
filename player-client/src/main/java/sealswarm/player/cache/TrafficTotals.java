package sealswarm.player.cache;

import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sealswarm.format.disk.PrivateFile;
import sealswarm.format.problem.FormatException;
import sealswarm.license.wire.WireJson;

/**
 * The bytes of all runs of one home. A damaged file is begun anew: it is for the eye only. Safe for any thread; {@link #save} blocks
 * on the disk.
 */
public final class TrafficTotals {
    private static final Logger LOG = LoggerFactory.getLogger(TrafficTotals.class);
    private static final int MAX_BYTES = 4_096;

    /**
     * Bytes by way.
     *
     * @param toPeers given to peers
     * @param fromPeers fetched from peers
     * @param fromEdge fetched from edges
     * @param fromCache needed and not fetched, because an earlier run had
     */
    public record Amounts(long toPeers, long fromPeers, long fromEdge, long fromCache) {
        /** Nothing yet. */
        public static final Amounts NONE = new Amounts(0, 0, 0, 0);

        public Amounts {
            if (toPeers < 0 || fromPeers < 0 || fromEdge < 0 || fromCache < 0) {
                throw new IllegalArgumentException("amounts are not negative");
            }
        }

        /** Both together. */
        public Amounts plus(Amounts other) {
            return new Amounts(
                    toPeers + other.toPeers,
                    fromPeers + other.fromPeers,
                    fromEdge + other.fromEdge,
                    fromCache + other.fromCache);
        }
    }

    private final PrivateFile file;
    private Amounts all;
    private boolean changed;

    private TrafficTotals(PrivateFile file, Amounts all) {
        this.file = file;
        this.all = all;
    }

    public static TrafficTotals open(PrivateFile file) throws IOException {
        Optional<byte[]> bytes = file.read();
        Amounts all = Amounts.NONE;
        if (bytes.isPresent()) {
            try {
                all = WireJson.readAnswer(bytes.get(), Amounts.class, MAX_BYTES);
            } catch (FormatException e) {
                LOG.warn("traffic totals are damaged and begun anew: {}", e.getMessage());
            }
        }
        return new TrafficTotals(file, all);
    }

    /** Counts until {@link #save}. */
    public synchronized void add(Amounts more) {
        if (!more.equals(Amounts.NONE)) {
            all = all.plus(more);
            changed = true;
        }
    }

    /** All runs, this one included. */
    public synchronized Amounts all() {
        return all;
    }

    /** Writes what has changed; on disk when this returns. */
    public synchronized void save() throws IOException {
        if (changed) {
            file.write(WireJson.write(all));
            changed = false;
        }
    }
}
