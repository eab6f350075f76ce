package sealswarm.overlay.swarm;

import sealswarm.overlay.picker.PiecePicker;

/** Decides when what is held is written down, so that a later start need not check it. */
final class HeldRecord {
    private final PiecePicker picker;
    private final BlockIntake intake;
    private final BlockDisk disk;
    private int piecesSince;
    private long lastMillis;

    HeldRecord(PiecePicker picker, BlockIntake intake, BlockDisk disk, long nowMillis) {
        this.picker = picker;
        this.intake = intake;
        this.disk = disk;
        this.lastMillis = nowMillis;
    }

    void pieceWritten() {
        piecesSince++;
    }

    /** Once a second: records if it is time or many pieces came. */
    void tick(long nowMillis) {
        if (nowMillis - lastMillis >= Swarm.FLUSH_MILLIS || piecesSince >= Swarm.FLUSH_PIECES) {
            if (piecesSince > 0 || !picker.isComplete()) {
                write(nowMillis);
            } else {
                lastMillis = nowMillis;
            }
        }
    }

    /** Records now. */
    void write(long nowMillis) {
        lastMillis = nowMillis;
        piecesSince = 0;
        disk.flush(new HeldBlocks(picker.have(), intake.partial()));
    }
}
