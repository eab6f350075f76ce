package sealswarm.overlay.swarm;

import sealswarm.overlay.picker.Block;
import sealswarm.overlay.picker.PiecePicker;
import sealswarm.overlay.picker.TrackLayout;

/** Says whether anything may be asked for now, and how much: memory, disk and the download limit decide. */
final class DownloadGate {
    private final TrackLayout layout;
    private final PiecePicker picker;
    private final BlockIntake intake;
    private final BlockDisk disk;
    private final MonotonicClock clock;
    private final TokenBucket limit;
    private final long maxHeldBytes;
    private boolean closed;

    DownloadGate(
            TrackLayout layout, PiecePicker picker, BlockIntake intake, Swarm.Ports ports, SwarmSettings settings) {
        this.layout = layout;
        this.picker = picker;
        this.intake = intake;
        this.disk = ports.disk();
        this.clock = ports.clock();
        this.limit = ports.limits().download().part(settings.downloadLimit(), clock.millis());
        this.maxHeldBytes = settings.maxHeldBytes();
    }

    /** Nothing is asked for any more. */
    void close() {
        closed = true;
    }

    boolean isOpen() {
        return !closed
                && !picker.isComplete()
                && !intake.isDiskFailing()
                && intake.heldBytes() < maxHeldBytes
                && disk.hasRoom()
                && limit.isOpen(clock.millis());
    }

    /** Blocks that the limit lets us ask for now, at least one while it is open. */
    int affordableBlocks() {
        long available = limit.available(clock.millis());
        return available <= 0 ? 0 : (int) Math.min(Integer.MAX_VALUE, Math.max(1, available / TrackLayout.BLOCK));
    }

    /** A block is asked for. */
    void spend(Block block) {
        limit.spend(layout.blockLength(block));
    }

    /** True while more has arrived than memory or disk can take: sockets should not be read. */
    boolean isFlooded() {
        return !disk.hasRoom() || intake.heldBytes() >= 2 * maxHeldBytes;
    }

    /** Pieces that may be open at a time, so that what they hold fits. */
    int maxOpenPieces(int sources) {
        return (int) Math.min(Integer.MAX_VALUE, Math.max(2L * sources, maxHeldBytes / 2 / layout.pieceLengthBytes()));
    }
}
