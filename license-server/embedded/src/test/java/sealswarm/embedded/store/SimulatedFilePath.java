package sealswarm.embedded.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.util.List;
import org.h2.store.fs.FileBaseDefault;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/** H2's view of the {@link SimulatedDisk}: scheme {@code simulated:}. Public only because H2 makes it by reflection. */
public final class SimulatedFilePath extends FilePath {
    private static SimulatedDisk disk = new SimulatedDisk();

    /** For H2. */
    public SimulatedFilePath() {}

    /** All simulated files are on this disk from now on. */
    static void insert(SimulatedDisk inserted) {
        disk = inserted;
        FilePath.register(new SimulatedFilePath());
        FilePath.register(new OftenSynced());
    }

    /** The redo log with a checkpoint after every few records, so that short traces see many. */
    public static final class OftenSynced extends FilePathWrapper {
        private static final long CHECKPOINT_BYTES = 64 << 10;

        /** For H2. */
        public OftenSynced() {}

        @Override
        public FileChannel open(String mode) throws IOException {
            return RedoChannel.open(
                    unwrap().open(mode), FilePath.get(unwrap() + ".log").open(mode), CHECKPOINT_BYTES);
        }

        @Override
        public String getScheme() {
            return "oftensynced";
        }
    }

    @Override
    public FileChannel open(String mode) {
        disk.create(name);
        return new Channel(name);
    }

    private static final class Channel extends FileBaseDefault {
        private final String name;

        Channel(String name) {
            this.name = name;
        }

        @Override
        public long size() {
            return disk.size(name);
        }

        @Override
        public synchronized int read(ByteBuffer target, long position) {
            return disk.read(name, target, position);
        }

        @Override
        public synchronized int write(ByteBuffer source, long position) throws IOException {
            return disk.write(name, source, position);
        }

        @Override
        protected void implTruncate(long size) throws IOException {
            disk.truncate(name, size);
        }

        @Override
        public void force(boolean metaData) throws IOException {
            disk.sync(name);
        }

        @Override
        public FileLock tryLock(long position, long size, boolean shared) {
            return new FileLock(this, position, size, shared) {
                @Override
                public boolean isValid() {
                    return true;
                }

                @Override
                public void release() {}
            };
        }
    }

    @Override
    public long size() {
        return disk.size(name);
    }

    @Override
    public boolean exists() {
        return disk.exists(name);
    }

    @Override
    public boolean canWrite() {
        return true;
    }

    @Override
    public String getScheme() {
        return "simulated";
    }

    @Override
    public FilePath getPath(String path) {
        SimulatedFilePath result = new SimulatedFilePath();
        result.name = path;
        return result;
    }

    @Override
    @SuppressWarnings("NullAway") // H2's contract: no parent is null
    public FilePath getParent() {
        return null;
    }

    @Override
    public boolean isRegularFile() {
        return true;
    }

    @Override
    public boolean isDirectory() {
        return false;
    }

    @Override
    public boolean isAbsolute() {
        return true;
    }

    @Override
    public FilePath toRealPath() {
        return this;
    }

    @Override
    public long lastModified() {
        return 0;
    }

    @Override
    public void moveTo(FilePath newName, boolean atomicReplace) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean createFile() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void delete() {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<FilePath> newDirectoryStream() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void createDirectory() {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean setReadOnly() {
        throw new UnsupportedOperationException();
    }
}
