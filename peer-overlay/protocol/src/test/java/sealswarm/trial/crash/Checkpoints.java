package sealswarm.trial.crash;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;

/** The checkpoints of one flow: parked at in the child, killed at by the parent. */
public final class Checkpoints {
    private static final String PARK_AT = "sealswarm.crash.at";
    private static final String REACHED = "reached ";

    private Checkpoints() {}

    /** The JVM option with which {@link #parking} parks at the {@code nth} passage of a point, counted from 1. */
    public static String option(Enum<?> point, int nth) {
        return "-D" + PARK_AT + "=" + point.name() + "#" + nth;
    }

    /** In the child: says on standard output that the chosen point is reached, then never returns from it. */
    public static <E extends Enum<E>> Consumer<E> parking(Class<E> points) {
        String chosen = System.getProperty(PARK_AT, "");
        Map<E, Integer> passed = new EnumMap<>(points);
        return point -> {
            int nth;
            synchronized (passed) {
                nth = passed.merge(point, 1, Integer::sum);
            }
            if (chosen.equals(point.name() + "#" + nth)) {
                System.out.println(REACHED + chosen);
                System.out.flush();
                while (true) {
                    LockSupport.park(passed);
                }
            }
        };
    }

    /** What the parent does with the remains of a child that was killed at a point. */
    @FunctionalInterface
    public interface Recovery<E> {
        void check(E point, ChildJvm killed) throws Exception;
    }

    /**
     * For each constant: starts a child that parks at its first passage, kills it there and runs the recovery.
     *
     * @param start starts the child with {@link #option} of the point among its JVM options
     * @throws AssertionError naming the constants that the child ended without reaching
     */
    public static <E extends Enum<E>> void killAtEach(
            Class<E> points, Function<E, ChildJvm> start, Recovery<E> recovery) throws Exception {
        EnumSet<E> missed = EnumSet.noneOf(points);
        for (E point : points.getEnumConstants()) {
            try (ChildJvm child = start.apply(point)) {
                if (child.says(REACHED + point.name() + "#1")) {
                    child.kill();
                    recovery.check(point, child);
                } else {
                    missed.add(point);
                }
            }
        }
        if (!missed.isEmpty()) {
            throw new AssertionError("checkpoints never reached: " + missed);
        }
    }
}
