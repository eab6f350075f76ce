package sealswarm.player.playback;

import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sealswarm.license.LicenseDocument;
import sealswarm.license.LicenseDocument.Moment;
import sealswarm.license.LicenseRefusal;
import sealswarm.license.receipt.PlayEntry.ByteSources;
import sealswarm.license.receipt.PlayEntry.MediaRange;
import sealswarm.license.receipt.PlayEntry.Reason;
import sealswarm.license.rights.Action;
import sealswarm.player.receipt.PlayRecorder;
import sealswarm.player.validation.Validator;

/**
 * One play of one track. {@link #enter} stands before every byte that leaves: the first time it writes the start entry to disk,
 * every time it asks the license. A refusal is a value, because the page shows it while the media request is held. Safe for any
 * thread.
 */
public final class PlaySession {
    private static final Logger LOG = LoggerFactory.getLogger(PlaySession.class);

    /** Whether plaintext may leave now. */
    public sealed interface Gate {
        /** It may. */
        record Open() implements Gate {}

        /** It may not; the request is held and the reason shown. */
        record Shut(String code, String message) implements Gate {}
    }

    private static final Gate OPEN = new Gate.Open();

    /** The open track, and where the bytes of those before it came from. */
    private record Source(PlainTrack track, ByteSources before) {}

    private final AtomicReference<Source> source;
    private final Validator validator;
    private final PlayRecorder recorder;
    private final AtomicReference<LicenseDocument> license;
    private final WorkerExecutor workers;

    public PlaySession(
            PlainTrack track,
            Validator validator,
            PlayRecorder recorder,
            LicenseDocument license,
            WorkerExecutor workers) {
        this.source = new AtomicReference<>(new Source(track, ByteSources.NONE));
        this.validator = validator;
        this.recorder = recorder;
        this.license = new AtomicReference<>(license);
        this.workers = workers;
    }

    public PlainTrack track() {
        return source().track();
    }

    private Source source() {
        return Objects.requireNonNull(source.get(), "a session always has a source");
    }

    /**
     * The track was opened anew, in another swarm or in none; the play goes on.
     *
     * @param last what the old one had fetched, as its swarm counts
     */
    public void moveTo(PlainTrack reopened, ByteSources last) {
        source.set(new Source(reopened, sum(source().before(), last)));
    }

    /** The license in force. */
    public LicenseDocument license() {
        LicenseDocument now = license.get();
        if (now == null) {
            throw new IllegalStateException("a session always has a license");
        }
        return now;
    }

    /** A renewed license takes the place of the old one. */
    public void renewed(LicenseDocument next) {
        license.set(next);
    }

    private static ByteSources sum(ByteSources a, ByteSources b) {
        return new ByteSources(a.edge() + b.edge(), a.peers() + b.peers(), a.cache() + b.cache());
    }

    /** Asks for one more response. Only when the future says {@link Gate.Open} may plaintext leave. */
    public Future<Gate> enter() {
        return workers.executeBlocking(this::judge, true);
    }

    private Gate judge() {
        try {
            if (recorder.isStarted()) {
                validator.check(license(), Action.PLAY, track().track().id(), Moment.RUNNING);
            } else {
                validator.check(license(), Action.PLAY, track().track().id(), Moment.START);
                validator.started(license());
                recorder.start(license(), validator.moment());
            }
            return OPEN;
        } catch (LicenseRefusal refusal) {
            return new Gate.Shut(
                    refusal.problem().code(),
                    Optional.ofNullable(refusal.getMessage()).orElse(""));
        } catch (IOException e) {
            LOG.warn("the play cannot be recorded", e);
            return new Gate.Shut("disk-full", "the play cannot be recorded on disk, so it does not start");
        }
    }

    /** Media time that the page says was played. */
    public void played(MediaRange range) {
        recorder.played(range);
    }

    /** Media time that another player was given. */
    public void given(MediaRange range) {
        recorder.given(range);
    }

    /** Writes an interval entry if one is due, with the bytes as the swarm counts them. */
    public Future<Void> tick(ByteSources total) {
        return workers.executeBlocking(
                () -> {
                    recorder.bytes(sum(source().before(), total));
                    recorder.tick(license(), validator.moment());
                    return null;
                },
                true);
    }

    /** Writes the last entry. */
    public Future<Void> end(Reason reason, ByteSources total) {
        return workers.executeBlocking(
                () -> {
                    recorder.bytes(sum(source().before(), total));
                    recorder.end(license(), validator.moment(), reason);
                    return null;
                },
                true);
    }
}
