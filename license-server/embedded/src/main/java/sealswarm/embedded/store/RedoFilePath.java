package sealswarm.embedded.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/** H2's file scheme {@code redo:FILE}: FILE written through the log {@code FILE.log}, see {@link RedoChannel}. Public only because H2 makes it by
 * reflection. */
public final class RedoFilePath extends FilePathWrapper {
    static final String SCHEME = "redo";
    private static final String LOG_SUFFIX = ".log";
    private static final long CHECKPOINT_BYTES = 32L << 20;

    /** For H2. */
    public RedoFilePath() {}

    /** Makes the scheme known to H2; more than once does no harm. */
    static void register() {
        FilePath.register(new RedoFilePath());
    }

    @Override
    public FileChannel open(String mode) throws IOException {
        FileChannel base = unwrap().open(mode);
        try {
            return RedoChannel.open(base, FilePath.get(unwrap() + LOG_SUFFIX).open(mode), CHECKPOINT_BYTES);
        } catch (IOException | RuntimeException e) {
            base.close();
            throw e;
        }
    }

    @Override
    public String getScheme() {
        return SCHEME;
    }
}
