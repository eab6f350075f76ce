package sealswarm.packager.pack;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import sealswarm.format.disk.Disk;
import sealswarm.format.disk.DiskFile;

/**
 * Keeps a record at most {@link #INTERVAL} behind the work: data first, then the record that names it. One worker at a time does it, the
 * others go on.
 */
final class Checkpoints {
    static final Duration INTERVAL = Duration.ofSeconds(5);

    private final Disk disk;
    private final InstantSource clock;
    private final Path file;
    private final Supplier<Snapshot> snapshots;
    private final ReentrantLock lock = new ReentrantLock();
    private Instant last;

    Checkpoints(Disk disk, InstantSource clock, Path file, Supplier<Snapshot> snapshots) {
        this.disk = disk;
        this.clock = clock;
        this.file = file;
        this.snapshots = snapshots;
        this.last = clock.instant();
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
            if (clock.instant().isBefore(last.plus(INTERVAL))) {
                return;
            }
            Snapshot snapshot = snapshots.get();
            cipher.force();
            leaves.force();
            disk.replace(file, snapshot.bytes());
            last = clock.instant();
        } finally {
            lock.unlock();
        }
    }
}
