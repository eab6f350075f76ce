package sealswarm.packager.cli;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import sealswarm.console.Console;
import sealswarm.console.progress.Progress;
import sealswarm.console.progress.ProgressUnit;
import sealswarm.packager.pack.PackReporter;

/** Shows sealing, then checking. The second display begins with the first checked bytes. */
final class ProgressReporter implements PackReporter, AutoCloseable {
    private final Console console;
    private final long total;
    private final Progress sealing;
    private final AtomicReference<@Nullable Progress> checking = new AtomicReference<>();

    ProgressReporter(Console console, long total) {
        this.console = console;
        this.total = total;
        this.sealing = console.progress("sealing", total, ProgressUnit.BYTES);
    }

    @Override
    public void remark(String line) {
        console.say(line);
    }

    @Override
    public void sealed(long bytes) {
        sealing.advance(bytes);
    }

    @Override
    public void checked(long bytes) {
        Progress shown = checking.get();
        if (shown == null) {
            shown = begun();
        }
        shown.advance(bytes);
    }

    private synchronized Progress begun() {
        Progress known = checking.get();
        if (known != null) {
            return known;
        }
        sealing.close();
        Progress fresh = console.progress("reading back", total, ProgressUnit.BYTES);
        checking.set(fresh);
        return fresh;
    }

    @Override
    public void close() {
        sealing.close();
        Progress shown = checking.get();
        if (shown != null) {
            shown.close();
        }
    }
}
