package sealswarm.overlay.edge;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import sealswarm.console.settings.SecretText;
import sealswarm.overlay.config.EdgeConfig;
import sealswarm.overlay.origin.ForwardingDisk;
import sealswarm.overlay.origin.OriginDisk;
import sealswarm.trial.crash.Checkpoints;

/** An edge in a process of its own, to be killed: {@code main DATA [KEY SIBLINGS KEYS]} says {@code edge URL} when it serves. */
public final class EdgeChildMain {
    /** Where an upload can be killed. */
    public enum Step {
        /** Bytes are durable, the offset that vouches for them is not. */
        BYTES_FORCED,
        /** The last offset is durable, the track is not yet in its place. */
        BEFORE_MOVE,
        /** The track is in its place, with what only an arriving one has. */
        AFTER_MOVE
    }

    private EdgeChildMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        OriginDisk disk = new ParkingDisk(Checkpoints.parking(Step.class));
        try (TrialEdge edge = TrialEdge.start(
                Path.of(arguments[0]), config(arguments), TrialEdge.platform(InstantSource.system(), disk))) {
            System.out.println("edge " + edge.url());
            new CountDownLatch(1).await();
        }
    }

    private static EdgeConfig config(String[] arguments) {
        return arguments.length == 1
                ? TrialEdge.config(0, 0)
                : EdgeConfig.ofLoopback(0, 0, SecretText.of(arguments[1]))
                        .withSiblings(List.of(arguments[2]), SecretText.of(arguments[3]));
    }

    /** The machine's disk with checkpoints. */
    private static final class ParkingDisk extends ForwardingDisk {
        private final Consumer<Step> reached;

        ParkingDisk(Consumer<Step> reached) {
            this.reached = reached;
        }

        @Override
        public Appender append(Path file, long offset) throws IOException {
            Appender real = super.append(file, offset);
            boolean isData = !String.valueOf(file.getFileName()).contains(".");
            return new Appender() {
                @Override
                public void write(byte[] bytes, int from, int length) throws IOException {
                    real.write(bytes, from, length);
                }

                @Override
                public void force() throws IOException {
                    real.force();
                    if (isData) {
                        reached.accept(Step.BYTES_FORCED);
                    }
                }

                @Override
                public void close() throws IOException {
                    real.close();
                }
            };
        }

        @Override
        public void move(Path from, Path to) throws IOException {
            boolean isTrack = String.valueOf(to.getParent()).endsWith("tracks");
            if (isTrack) {
                reached.accept(Step.BEFORE_MOVE);
            }
            super.move(from, to);
            if (isTrack) {
                reached.accept(Step.AFTER_MOVE);
            }
        }
    }
}
