package sealswarm.console.progress;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** One line of progress as text: task, share, amount, rate and time left. Pure. */
record ProgressLine(String task, ProgressUnit unit, long total, Instant startedAt) {
    private static final double MILLIS_PER_SECOND = 1000.0;
    private static final int PERCENT = 100;

    String at(long done, Instant now) {
        StringBuilder line = new StringBuilder(task).append(": ");
        if (total > 0) {
            line.append((long) ((double) Math.min(done, total) / total * PERCENT))
                    .append(" % (")
                    .append(unit.show(done))
                    .append(" of ")
                    .append(unit.show(total))
                    .append(')');
        } else {
            line.append(unit.show(done));
        }
        double seconds = Duration.between(startedAt, now).toMillis() / MILLIS_PER_SECOND;
        if (seconds > 0 && done > 0) {
            double rate = done / seconds;
            line.append(", ").append(unit.show((long) rate)).append("/s");
            if (total > done) {
                line.append(String.format(Locale.ROOT, ", %.0f s left", (total - done) / rate));
            }
        }
        return line.toString();
    }
}
