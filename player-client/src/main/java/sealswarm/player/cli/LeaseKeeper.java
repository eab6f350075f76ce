package sealswarm.player.cli;

import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sealswarm.format.problem.FormatException;
import sealswarm.license.LicenseRefusal;
import sealswarm.license.client.ApiRefusal;
import sealswarm.player.acquisition.LicensedTitle;
import sealswarm.player.acquisition.TitleStage;

/**
 * Renews the lease while something plays, keeps the receipts coming, saves positions. A renewal that fails is tried again after 5 to
 * 60 seconds and harms nothing until the lease ends. Runs on a worker, one round at a time.
 */
final class LeaseKeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LeaseKeeper.class);
    private static final long ROUND_MILLIS = 2_000;
    private static final Duration FIRST_RETRY = Duration.ofSeconds(5);
    private static final Duration LAST_RETRY = Duration.ofMinutes(1);

    private final Vertx vertx;
    private final Theatre theatre;
    private final TitleStage stage;
    private final WorkerExecutor worker;
    private final long timer;
    private volatile LicensedTitle title;
    private Duration retry = FIRST_RETRY;
    private long nextTryMillis;
    private boolean running;

    LeaseKeeper(Vertx vertx, Theatre theatre, TitleStage stage, LicensedTitle title) {
        this.vertx = vertx;
        this.theatre = theatre;
        this.stage = stage;
        this.title = title;
        this.worker = vertx.createSharedWorkerExecutor("lease", 1);
        this.timer = vertx.setPeriodic(ROUND_MILLIS, fired -> round());
    }

    private void round() {
        if (running) {
            return;
        }
        running = true;
        stage.tick()
                .compose(ticked -> worker.executeBlocking(
                        () -> {
                            work();
                            return title;
                        },
                        true))
                .onComplete(done -> {
                    running = false;
                    if (done.failed()) {
                        LOG.warn("a round of the lease keeper failed", done.cause());
                    }
                });
    }

    private void work() throws IOException, InterruptedException {
        theatre.positions().save();
        long now = theatre.monotonic().now();
        if (now < nextTryMillis
                || !title.license().isRenewalDue(theatre.validator().time().now())) {
            return;
        }
        try {
            title = theatre.licenses().renew(title);
            stage.renewed(title.license());
            retry = FIRST_RETRY;
        } catch (IOException | ApiRefusal | LicenseRefusal | FormatException e) {
            LOG.info("the lease was not renewed: {}", e.getMessage());
            stage.renewalFailed();
            nextTryMillis = now + retry.toMillis();
            retry = retry.multipliedBy(2).compareTo(LAST_RETRY) > 0 ? LAST_RETRY : retry.multipliedBy(2);
        }
    }

    /** The title under the license in force. */
    LicensedTitle title() {
        return title;
    }

    @Override
    public void close() {
        // The worker goes with Vert.x, which the theatre closes.
        vertx.cancelTimer(timer);
    }
}
