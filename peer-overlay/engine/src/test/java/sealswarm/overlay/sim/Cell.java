package sealswarm.overlay.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** One cell of the scenario matrix: everything that may be different about one leech's download. */
record Cell(
        SimTrack.Form form,
        PieceSize piece,
        Liars liars,
        Sources sources,
        Files files,
        Course course,
        Distance distance) {
    /** Piece lengths around ours and at the ends. */
    enum PieceSize {
        SMALL(16 << 10),
        USUAL(64 << 10),
        LARGE(1 << 20);

        final int bytes;

        PieceSize(int bytes) {
            this.bytes = bytes;
        }
    }

    /** How many of the sources send wrong blocks. */
    enum Liars {
        NONE,
        ONE,
        ALL_BUT_ONE
    }

    /** Where the track can be had. */
    enum Sources {
        PEERS,
        PEERS_AND_WEB_SEED,
        WEB_SEEDS
    }

    /** What is in the leech's folder. */
    enum Files {
        EMPTY,
        PARTIAL,
        FULL,
        DAMAGED
    }

    /** What becomes of the leech's process half-way. */
    enum Course {
        RUN,
        STOP_AND_RESUME,
        KILL_AND_RESUME,
        POWER_CUT
    }

    /** The way between all machines. */
    enum Distance {
        LOCAL,
        FAR,
        LOSSY;

        Line line() {
            return switch (this) {
                case LOCAL -> Line.LAN;
                case FAR -> Line.LAN.far(25 * SimClock.MILLI);
                case LOSSY -> Line.LAN.far(10 * SimClock.MILLI).lossy(5_000, 5 * SimClock.MILLI);
            };
        }
    }

    private static final List<Enum<?>[]> AXES = List.of(
            SimTrack.Form.values(),
            PieceSize.values(),
            Liars.values(),
            Sources.values(),
            Files.values(),
            Course.values(),
            Distance.values());

    private static Cell of(int[] choice) {
        return new Cell(
                List.of(SimTrack.Form.values()).get(choice[0]),
                List.of(PieceSize.values()).get(choice[1]),
                List.of(Liars.values()).get(choice[2]),
                List.of(Sources.values()).get(choice[3]),
                List.of(Files.values()).get(choice[4]),
                List.of(Course.values()).get(choice[5]),
                List.of(Distance.values()).get(choice[6]));
    }

    /** Any cell. */
    static Cell draw(RandomGenerator random) {
        return of(drawn(random));
    }

    private static int[] drawn(RandomGenerator random) {
        return AXES.stream().mapToInt(axis -> random.nextInt(axis.length)).toArray();
    }

    /** The whole product. */
    static List<Cell> all() {
        List<Cell> cells = new ArrayList<>();
        int[] choice = new int[AXES.size()];
        int axis = 0;
        while (axis < choice.length) {
            cells.add(of(choice));
            for (axis = 0; axis < choice.length && ++choice[axis] == AXES.get(axis).length; axis++) {
                choice[axis] = 0;
            }
        }
        return cells;
    }

    /** Cells in which every value of one axis meets every value of every other: of random candidates always the most useful. */
    static List<Cell> pairwise(RandomGenerator random) {
        Pairs open = new Pairs(AXES.stream().mapToInt(axis -> axis.length).toArray());
        List<Cell> cells = new ArrayList<>();
        while (!open.isEmpty()) {
            int[] best = open.withOneOpen(drawn(random));
            for (int i = 0; i < 30; i++) {
                int[] candidate = open.withOneOpen(drawn(random));
                if (open.covers(candidate) > open.covers(best)) {
                    best = candidate;
                }
            }
            open.close(best);
            cells.add(of(best));
        }
        return cells;
    }
}
