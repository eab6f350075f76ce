package sealswarm.onebox.demo;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import sealswarm.console.exit.Refusal;

/** The steps of a run as they are told: each is done for real, timed, and either said to be right or the end of the run. */
final class Story {
    private final InstantSource clock;
    private final Consumer<String> say;
    private final String logs;
    private final List<Told> told = new ArrayList<>();
    private final Instant began;

    /** A step that went right. */
    record Told(int number, String name, String detail, double seconds) {
        String line() {
            return "ok %02d %s  %s (%.1f s)".formatted(number, name, detail, seconds);
        }
    }

    /** What a step does; its result says in few words what was seen. */
    @FunctionalInterface
    interface Deed {
        String run() throws Exception;
    }

    /** What was seen is not what should be. */
    static final class Mismatch extends Exception {
        private static final long serialVersionUID = 1L;

        private final String expected;
        private final String actual;

        Mismatch(String expected, String actual) {
            super("expected " + expected + ", found " + actual);
            this.expected = expected;
            this.actual = actual;
        }
    }

    Story(InstantSource clock, String logs, Consumer<String> say) {
        this.clock = clock;
        this.began = clock.instant();
        this.logs = logs;
        this.say = say;
    }

    /** Fails the running step unless both are equal. */
    static void requireEqual(String what, Object expected, Object actual) throws Mismatch {
        if (!expected.equals(actual)) {
            throw new Mismatch(what + " " + expected, String.valueOf(actual));
        }
    }

    /** Fails the running step unless the condition holds. */
    static void require(boolean condition, String expected, String actual) throws Mismatch {
        if (!condition) {
            throw new Mismatch(expected, actual);
        }
    }

    /**
     * Does a step and says how it went.
     *
     * @throws Refusal exit 1 naming the step, what was expected and found, and where the logs are
     */
    void step(String name, Deed deed) {
        Instant start = clock.instant();
        int number = told.size() + 1;
        try {
            String detail = deed.run();
            Told step = new Told(
                    number,
                    name,
                    detail,
                    Duration.between(start, clock.instant()).toMillis() / 1000.0);
            told.add(step);
            say.accept(step.line());
        } catch (Mismatch e) {
            say.accept("FAILED %02d %s".formatted(number, name));
            say.accept("  expected: " + e.expected);
            say.accept("  actual:   " + e.actual);
            throw failed(number, name, e);
        } catch (Exception e) {
            say.accept("FAILED %02d %s".formatted(number, name));
            throw failed(number, name, e);
        }
    }

    private Refusal failed(int number, String name, Exception cause) {
        return Refusal.failure(
                        "demo-step-failed",
                        "step %02d %s failed: %s".formatted(number, name, describe(cause)),
                        "the logs are in " + logs)
                .causedBy(cause);
    }

    private static String describe(Exception cause) {
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }

    /** Since the story began. */
    double elapsedSeconds() {
        return Duration.between(began, clock.instant()).toMillis() / 1000.0;
    }

    /** All steps so far. */
    List<Told> told() {
        return List.copyOf(told);
    }
}
