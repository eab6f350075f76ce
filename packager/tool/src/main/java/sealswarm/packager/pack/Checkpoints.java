package sealswarm.packager.pack;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import sealswarm.format.disk.DiskFile;

/**
 * Keeps a record that is at most so far behind the work: data first, then the record that names it. One worker at a time does it, the others
 * go on.
 */
final class Checkpoints {
    private final Packing.Setup setup;
    private final Path file;
    private final Supplier<Snapshot> snapshots;
    private final ReentrantLock lock = new ReentrantLock();
    private Instant last;

    Checkpoints(Packing.Setup setup, Path file, Supplier<Snapshot> snapshots) {
        this.setup = setup;
        this.file = file;
        this.snapshots = snapshots;
        this.last = setup.clock().instant();
    }

    /** What was finished when it was taken. */
    interface Snapshot {
        byte[] bytes();
    }

    /** After each range. */
    void sealed(DiskFile cipher, DiskFile leaves) throws IOException {
        if (!lock.tryLock()) {
            return;
        }
        try {
            if (setup.clock().instant().isBefore(last.plus(setup.recordEvery()))) {
                return;
            }
            Snapshot snapshot = snapshots.get();
            cipher.force();
            leaves.force();
            setup.disk().replace(file, snapshot.bytes());
            last = setup.clock().instant();
        } finally {
            lock.unlock();
        }
    }
}
