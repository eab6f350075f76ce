package sealswarm.player.quality;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sealswarm.format.key.TrackId;
import sealswarm.license.receipt.PlayEntry.ByteSources;
import sealswarm.player.validation.MonotonicMillis;

/** The qualities of a title's plays, and their reports to its edges. What no edge takes is forgotten. Safe for any thread. */
public final class QualityReports {
    private static final Logger LOG = LoggerFactory.getLogger(QualityReports.class);
    private static final String ANNOUNCE = "/announce/";

    private final ReportSink sink;
    private final MonotonicMillis clock;
    private final Function<TrackId, List<URI>> announces;
    private final Map<TrackId, TrackQuality> plays = new ConcurrentHashMap<>();

    /**
     * Reports of one title.
     *
     * @param announces announce addresses of a track, the first first; the token in one opens the reports of its edge
     */
    public QualityReports(ReportSink sink, MonotonicMillis clock, Function<TrackId, List<URI>> announces) {
        this.sink = sink;
        this.clock = clock;
        this.announces = announces;
    }

    /** Media of a track is asked for. */
    public void asked(TrackId track) {
        plays.computeIfAbsent(track, fresh -> new TrackQuality(clock.now()));
    }

    /** Media bytes of it left. */
    public void sent(TrackId track) {
        with(track, play -> play.sent(clock.now()));
    }

    /** A request for it ended without the bytes. */
    public void failed(TrackId track) {
        with(track, TrackQuality::failed);
    }

    /** The page told what was played and how often that stood still. */
    public void played(TrackId track, long playedMillis, long stalls, long stalledMillis) {
        with(track, play -> {
            play.played(playedMillis);
            play.stalled(stalls, stalledMillis);
        });
    }

    private void with(TrackId track, Consumer<TrackQuality> change) {
        TrackQuality play = plays.get(track);
        if (play != null) {
            change.accept(play);
        }
    }

    /** Reports of a track if that is due. */
    public Future<Void> tick(TrackId track, ByteSources total) {
        TrackQuality play = plays.get(track);
        return play != null && play.isDue(clock.now()) ? report(track, play, total) : Future.succeededFuture();
    }

    /** Reports of a track for the last time. Never fails. */
    public Future<Void> end(TrackId track, ByteSources total) {
        TrackQuality play = plays.remove(track);
        return play == null ? Future.succeededFuture() : report(track, play, total);
    }

    private Future<Void> report(TrackId track, TrackQuality play, ByteSources total) {
        return play.take(clock.now(), total)
                .map(span -> toFirst(announces.apply(track), json(span)))
                .orElseGet(Future::succeededFuture);
    }

    /** To the edge the swarm meets at, else to the next. */
    private Future<Void> toFirst(List<URI> edges, JsonObject report) {
        Future<Void> sent = Future.failedFuture("no edge is known");
        for (URI announce : edges) {
            URI address = URI.create(announce.toString().replaceFirst(ANNOUNCE, "/report/"));
            sent = sent.recover(failure -> sink.send(address, report));
        }
        return sent.onFailure(failure -> LOG.debug("a report was not taken: {}", failure.getMessage()))
                .otherwiseEmpty();
    }

    private static JsonObject json(TrackQuality.Span span) {
        return new JsonObject()
                .put("spanMillis", span.spanMillis())
                .put("edgeBytes", span.bytes().edge())
                .put("peerBytes", span.bytes().peers())
                .put("cacheBytes", span.bytes().cache())
                .put("playedMillis", span.playedMillis())
                .put("stalls", span.stalls())
                .put("stalledMillis", span.stalledMillis())
                .put("failures", span.failures())
                .put("startUpMillis", span.startUpMillis().orElse(-1));
    }
}
