package sealswarm.overlay.swarm;

import java.util.ArrayList;
import java.util.List;
import sealswarm.overlay.picker.Block;
import sealswarm.overlay.picker.PiecePicker;
import sealswarm.overlay.picker.TrackLayout;
import sealswarm.overlay.wire.BlockData;

/** Everyone who reads verified bytes in order, and the windows that follow from where they are. */
final class Readers {
    private final TrackLayout layout;
    private final PiecePicker picker;
    private final BlockIntake intake;
    private final BlockDisk disk;
    private final Requester requester;
    private final List<SwarmReader> readers = new ArrayList<>();

    Readers(TrackLayout layout, PiecePicker picker, BlockIntake intake, BlockDisk disk, Requester requester) {
        this.layout = layout;
        this.picker = picker;
        this.intake = intake;
        this.disk = disk;
        this.requester = requester;
    }

    SwarmReader open(long from, long end, long bytesPerSecond) {
        if (from < 0 || end < from || from >= layout.lengthBytes()) {
            throw new IllegalArgumentException("range " + from + ".." + end + " of " + layout.lengthBytes());
        }
        SwarmReader reader = new SwarmReader(this, layout, from, end, bytesPerSecond);
        readers.add(reader);
        moved();
        requester.askAll();
        return reader;
    }

    /** A reader is elsewhere. */
    void moved() {
        picker.setWindows(readers.stream().map(SwarmReader::window).toList());
    }

    void closed(SwarmReader reader) {
        readers.remove(reader);
        moved();
        if (!readers.isEmpty()) {
            requester.cancelFarAway();
        }
    }

    /** Readers whose next bytes are not there. */
    int waitingCount() {
        return (int) readers.stream().filter(SwarmReader::isWaiting).count();
    }

    /** Something was verified. */
    void wake() {
        List.copyOf(readers).forEach(SwarmReader::proceed);
    }

    void closeAll() {
        List.copyOf(readers).forEach(SwarmReader::close);
    }

    /** Hands over verified bytes from {@code from} if they are there; true if they are or a disk read for them has begun. */
    boolean readVerified(long from, long end, SwarmReader.Sink sink) {
        Block block = layout.blockAt(from);
        boolean whole = picker.has(block.piece());
        if (!whole) {
            BlockData held = intake.verifiedInMemory(block);
            if (held != null) {
                sink.chunk(from, held.unlent());
                return true;
            }
            if (!intake.isOnDisk(block)) {
                return false;
            }
        }
        long pieceEnd = layout.pieceOffset(block.piece()) + layout.pieceLength(block.piece());
        long wanted = whole ? Math.min(Uploader.MAX_READ_BYTES, roundUp(end) - from) : layout.blockLength(block);
        int length = (int) Math.min(wanted, pieceEnd - from);
        disk.read(from, length, read -> {
            if (read.isPresent()) {
                sink.chunk(from, read.get());
            } else {
                sink.failed("cannot read " + length + " bytes at " + from + " of the stored track");
            }
        });
        return true;
    }

    private static long roundUp(long offset) {
        return (offset + TrackLayout.BLOCK - 1) / TrackLayout.BLOCK * TrackLayout.BLOCK;
    }
}
