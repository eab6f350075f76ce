package sealswarm.console.progress;

import java.io.PrintStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import sealswarm.console.result.ResultWriter;

/** Makes the progress displays of one command, all of one kind. Thread-safe. */
public final class ProgressDisplay {
    /** How progress is shown. */
    public enum Kind {
        /** Not at all ({@code --quiet}, {@code --json}). */
        NONE,
        /** Lines on stderr: no terminal. */
        LINES,
        /** A bar on stderr: a terminal. */
        BAR,
        /** Events on stdout ({@code --json-lines}). */
        EVENTS
    }

    private static final int BAR_WIDTH = 78;
    private static final int BAR_UPDATE_MILLIS = 250;

    private final Kind kind;
    private final PrintStream err;
    private final ResultWriter events;
    private final InstantSource clock;

    public ProgressDisplay(Kind kind, PrintStream err, ResultWriter events, InstantSource clock) {
        this.kind = kind;
        this.err = err;
        this.events = events;
        this.clock = clock;
    }

    /** Starts showing one task of {@code total} units, 0 where the total is not known. */
    public Progress start(String task, long total, ProgressUnit unit) {
        return switch (kind) {
            case NONE -> new SilentProgress();
            case LINES -> lines(task, total, unit);
            case BAR -> bar(task, total, unit);
            case EVENTS ->
                new PacedProgress(total, clock, done -> events.event("progress", members(task, total, unit, done)));
        };
    }

    private Progress lines(String task, long total, ProgressUnit unit) {
        ProgressLine line = new ProgressLine(task, unit, total, clock.instant());
        return new PacedProgress(total, clock, done -> {
            Instant now = clock.instant();
            err.println(line.at(done, now));
            err.flush();
        });
    }

    private static Map<String, Object> members(String task, long total, ProgressUnit unit, long done) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("task", task);
        members.put("done", done);
        members.put("total", total);
        members.put("unit", unit.name().toLowerCase(java.util.Locale.ROOT));
        return members;
    }

    private Progress bar(String task, long total, ProgressUnit unit) {
        ProgressBar bar = new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(total > 0 ? total : -1)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(BAR_UPDATE_MILLIS)
                .setConsumer(new ConsoleProgressBarConsumer(err, BAR_WIDTH))
                .setUnit(unit == ProgressUnit.BYTES ? " MiB" : "", unit == ProgressUnit.BYTES ? 1 << 20 : 1)
                .showSpeed()
                .build();
        return new BarProgress(bar);
    }

    private record SilentProgress() implements Progress {
        @Override
        public void advance(long amount) {
            // Nothing is shown.
        }

        @Override
        public void close() {
            // Nothing was shown.
        }
    }

    private record BarProgress(ProgressBar bar) implements Progress {
        @Override
        public void advance(long amount) {
            bar.stepBy(amount);
        }

        @Override
        public void close() {
            bar.close();
        }
    }
}
