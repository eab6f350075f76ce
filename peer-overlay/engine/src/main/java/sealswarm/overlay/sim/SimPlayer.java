package sealswarm.overlay.sim;

import java.util.OptionalLong;
import sealswarm.overlay.swarm.Swarm;
import sealswarm.overlay.swarm.SwarmReader;
import sealswarm.overlay.wire.BlockData;

/** Plays a track from its first byte as it comes: how long until it begins, and how often it has to stop. */
final class SimPlayer implements SwarmReader.Sink {
    /** Seconds of media that must be there before play begins. */
    static final int START_SECONDS = 1;

    /** Seconds of media that are read ahead. */
    static final int AHEAD_SECONDS = 30;

    private final SimClock clock;
    private final SwarmReader reader;
    private final long bytesPerSecond;
    private final long startBytes;
    private final long openedMicros;
    private OptionalLong beganMicros = OptionalLong.empty();
    private long delayMicros;
    private int stalls;

    SimPlayer(SimClock clock, Swarm swarm, long bytesPerSecond) {
        long length = swarm.layout().lengthBytes();
        this.clock = clock;
        this.bytesPerSecond = bytesPerSecond;
        this.startBytes = Math.min(length, START_SECONDS * bytesPerSecond);
        this.openedMicros = clock.micros();
        this.reader = swarm.read(0, length, bytesPerSecond);
        reader.next(this);
    }

    @Override
    public void chunk(long offset, BlockData data) {
        long now = clock.micros();
        long end = offset + data.length();
        if (beganMicros.isEmpty() && end >= startBytes) {
            beganMicros = OptionalLong.of(now);
        } else if (beganMicros.isPresent() && now > dueMicros(offset)) {
            stalls++;
            delayMicros += now - dueMicros(offset);
        }
        clock.at(
                beganMicros.isEmpty() ? now : dueMicros(end) - AHEAD_SECONDS * SimClock.SECOND,
                () -> reader.next(this));
    }

    private long dueMicros(long offset) {
        return beganMicros.orElseThrow() + delayMicros + offset * SimClock.SECOND / bytesPerSecond;
    }

    @Override
    public void end() {
        reader.close();
    }

    @Override
    public void failed(String reason) {
        throw new IllegalStateException("a simulated disk can always be read: " + reason);
    }

    /** Time from opening to play, once it has begun. */
    OptionalLong startUpMicros() {
        return beganMicros.isPresent() ? OptionalLong.of(beganMicros.getAsLong() - openedMicros) : OptionalLong.empty();
    }

    int stalls() {
        return stalls;
    }
}
