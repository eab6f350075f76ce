package sealswarm.console.progress;

/**
 * How far one task has come. Safe for use by many threads; showing never blocks for long and never throws. Closing it says that
 * the task is over, finished or not.
 */
public interface Progress extends AutoCloseable {
    /** Adds {@code amount} (&gt;= 0) units of work done. */
    void advance(long amount);

    /** Ends the display; the last state stays visible. Closing twice does nothing. */
    @Override
    void close();
}
