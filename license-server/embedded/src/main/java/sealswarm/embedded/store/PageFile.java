package sealswarm.embedded.store;

import java.nio.file.Path;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;

/**
 * The MVStore, told to write only when the group commits: no background thread, no automatic commit, no old versions. Its file
 * lies behind {@link RedoFilePath}, which makes each group one atomic, durable step.
 */
final class PageFile implements GroupCommit.Medium, AutoCloseable {
    private static final int CACHE_MEBIBYTES = 64;

    /** Every so many commits the leader rewrites the emptiest chunks, so that the file follows its content's size. */
    private static final int COMMITS_BETWEEN_REWRITES = 256;

    private static final int TARGET_FILL_PERCENT = 60;
    private static final int REWRITE_BYTES = 4 << 20;

    private final MVStore pages;
    private int commits;

    private PageFile(MVStore pages) {
        this.pages = pages;
    }

    /** Opens or makes a file on the disk. */
    static PageFile open(Path file) {
        RedoFilePath.register();
        return open(RedoFilePath.SCHEME + ":" + file.toAbsolutePath());
    }

    /** Opens or makes a file by the name H2 knows it by, schemes included. */
    static PageFile open(String file) {
        try {
            MVStore pages = new MVStore.Builder()
                    .fileName(file)
                    .autoCommitDisabled()
                    .autoCommitBufferSize(0)
                    .cacheSize(CACHE_MEBIBYTES)
                    .open();
            pages.setVersionsToKeep(0);
            // Chunks may be reused at once: what a crash brings back never refers to older ones.
            pages.setRetentionTime(0);
            return new PageFile(pages);
        } catch (MVStoreException e) {
            throw new StoreException(
                    "cannot open the store file " + file + ": " + e.getMessage(),
                    "if it is damaged, restore the store directory from a backup",
                    e);
        }
    }

    MVStore pages() {
        return pages;
    }

    @Override
    public GroupCommit.Written commit() {
        long version = pages.commit();
        if (version < 0) {
            return GroupCommit.Written.NOTHING;
        }
        commits++;
        if (commits % COMMITS_BETWEEN_REWRITES == 0 && pages.compact(TARGET_FILL_PERCENT, REWRITE_BYTES)) {
            pages.commit();
        }
        return GroupCommit.Written.CHANGES;
    }

    @Override
    public void sync() {
        pages.sync();
    }

    @Override
    public void close() {
        pages.close();
    }
}
