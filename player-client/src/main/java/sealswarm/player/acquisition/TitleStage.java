package sealswarm.player.acquisition;

import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import sealswarm.console.progress.ProgressUnit;
import sealswarm.format.key.TrackId;
import sealswarm.format.manifest.LanguageTag;
import sealswarm.format.manifest.Track;
import sealswarm.license.LicenseDocument;
import sealswarm.license.message.Licenses.SwarmAccess;
import sealswarm.license.receipt.PlayEntry.ByteSources;
import sealswarm.license.receipt.PlayEntry.MediaRange;
import sealswarm.license.receipt.PlayEntry.PlayId;
import sealswarm.license.receipt.PlayEntry.Reason;
import sealswarm.license.rights.Until;
import sealswarm.overlay.TrackProgress;
import sealswarm.player.cache.Positions;
import sealswarm.player.playback.PeerChoice;
import sealswarm.player.playback.PlainReader;
import sealswarm.player.playback.PlainTrack;
import sealswarm.player.playback.PlaySession;
import sealswarm.player.playback.Stage;
import sealswarm.player.playback.TrafficRules;
import sealswarm.player.quality.QualityReports;
import sealswarm.player.quality.ReportSink;
import sealswarm.player.receipt.PlayLog;
import sealswarm.player.receipt.PlayRecorder;
import sealswarm.player.validation.Validator;

/** One licensed title on the local page: its plays, what they wait for, its swarms. Event loop; files on the workers. */
public final class TitleStage implements Stage {
    /** Largest text track. */
    public static final int MAX_TEXT_BYTES = 2 << 20;

    /** The choice that was not made yet, as the page knows it. */
    private static final String ASK = "ask";

    private static final int HEX_BYTES = 256;
    private static final int HEX_LINE = 16;

    private final LicensedTitle title;
    private final TrackDesk desk;
    private final TrafficDesk traffic;
    private final Validator validator;
    private final PlayLog log;
    private final Positions positions;
    private final WorkerExecutor workers;
    private final SecureRandom random;
    private final QualityReports quality;
    private final AtomicReference<LicenseDocument> license;
    private final Map<TrackId, Future<PlaySession>> sessions = new HashMap<>();
    private final Map<TrackId, JsonObject> holds = new ConcurrentHashMap<>();
    private final Map<TrackId, String> failures = new ConcurrentHashMap<>();
    private final Map<TrackId, Long> sentBytes = new ConcurrentHashMap<>();
    private Optional<PeerChoice> asked;
    private volatile boolean renewalLate;
    private volatile TrackId current;

    /** What a stage works with, apart from title and desk. */
    public record Tools(
            Validator validator,
            PlayLog log,
            Positions positions,
            WorkerExecutor workers,
            SecureRandom random,
            ReportSink reports,
            TrafficDesk traffic) {}

    /**
     * @param asked the buyer's answer about peers, if there is one
     * @throws NoSuchElementException if the license holds nothing to play
     */
    public TitleStage(LicensedTitle title, TrackDesk desk, Tools tools, Optional<PeerChoice> asked) {
        this.title = title;
        this.desk = desk;
        this.validator = tools.validator();
        this.log = tools.log();
        this.positions = tools.positions();
        this.workers = tools.workers();
        this.traffic = tools.traffic();
        this.random = tools.random();
        this.quality = new QualityReports(tools.reports(), validator::monotonicMillis, track -> title.access(track)
                .map(SwarmAccess::announce)
                .orElse(List.of()));
        this.license = new AtomicReference<>(title.license());
        this.asked = asked;
        this.current = title.media().stream()
                .findFirst()
                .map(Track::id)
                .orElseThrow(() -> new NoSuchElementException("the license holds no track that can be played"));
    }

    @Override
    public JsonObject description() {
        JsonArray tracks = new JsonArray();
        title.media().forEach(track -> {
            Positions.Position at = positions.of(title.manifest().titleId(), track.id());
            tracks.add(described(track).put("positionMs", at.atMillis()).put("done", at.isDone()));
        });
        JsonArray texts = new JsonArray();
        title.texts().forEach(track -> texts.add(described(track)));
        return new JsonObject()
                .put("titleId", title.manifest().titleId().text())
                .put("title", title.manifest().publicPart().title())
                .put("first", current.text())
                .put("peers", asked.map(PeerChoice::text).orElse(ASK))
                .put("traffic", TrafficPanel.rules(traffic.rules()))
                .put("tracks", tracks)
                .put("texts", texts);
    }

    private static JsonObject described(Track track) {
        return new JsonObject()
                .put("id", track.id().text())
                .put("label", track.label())
                .put("role", track.role().text())
                .put("mediaType", track.mediaType().text())
                .put("lang", track.lang().map(LanguageTag::text).orElse(""))
                .put("sizeBytes", track.sizeBytes());
    }

    @Override
    public synchronized Future<PlaySession> session(TrackId track) {
        traffic.asked();
        Future<PlaySession> known = sessions.get(track);
        if (known != null && !known.failed()) {
            return known;
        }
        if (title.media().stream().noneMatch(each -> each.id().equals(track))) {
            return Future.failedFuture(new NoSuchElementException("no track " + track));
        }
        current = track;
        quality.asked(track);
        PlayRecorder recorder = new PlayRecorder(log, track, PlayId.random(random));
        Future<PlaySession> session =
                desk.open(track).map(plain -> new PlaySession(plain, validator, recorder, inForce(), workers));
        sessions.put(track, session);
        return session;
    }

    private LicenseDocument inForce() {
        LicenseDocument now = license.get();
        return now == null ? title.license() : now;
    }

    @Override
    public Future<Buffer> text(TrackId id) {
        Optional<Track> track =
                title.texts().stream().filter(each -> each.id().equals(id)).findFirst();
        if (track.isEmpty() || track.get().sizeBytes() > MAX_TEXT_BYTES) {
            return Future.failedFuture(new NoSuchElementException("no text track " + id));
        }
        traffic.asked();
        return desk.open(id).compose(plain -> plain.read(0, plain.track().sizeBytes())
                .compose(reader -> collect(reader, Buffer.buffer()).eventually(() -> {
                    reader.close();
                    return Future.succeededFuture();
                })));
    }

    private static Future<Buffer> collect(PlainReader reader, Buffer into) {
        return reader.next()
                .compose(next ->
                        next.isEmpty() ? Future.succeededFuture(into) : collect(reader, into.appendBuffer(next.get())));
    }

    @Override
    public void position(Position position) {
        positions.set(
                title.manifest().titleId(),
                position.track(),
                new Positions.Position(position.atMillis(), position.isDone()));
        if (!position.played().isEmpty()) {
            traffic.playing();
        }
        long playedMillis = position.played().stream()
                .mapToLong(range -> range.toMs() - range.fromMs())
                .sum();
        quality.played(
                position.track(),
                playedMillis,
                position.stalls().times(),
                position.stalls().millis());
        Future<PlaySession> session = known(position.track());
        if (session.succeeded()) {
            position.played().forEach(session.result()::played);
        }
    }

    private synchronized Future<PlaySession> known(TrackId track) {
        return sessions.getOrDefault(track, Future.failedFuture("not playing"));
    }

    @Override
    public Future<Void> consent(PeerChoice choice) {
        List<PlaySession> open = sessions();
        List<Future<ByteSources>> last =
                open.stream().map(session -> sources(session.track())).toList();
        return Future.join(last)
                .compose(known -> traffic.count())
                .compose(counted -> desk.choose(choice))
                .compose(chosen -> {
                    asked = Optional.of(choice);
                    traffic.apply();
                    return reopen(open, last);
                })
                .compose(reopened -> workers.executeBlocking(
                        () -> {
                            positions.consent(choice.text());
                            return null;
                        },
                        true));
    }

    @Override
    public void follow(TrafficRules rules) {
        traffic.follow(rules);
    }

    /** The plays go on in tracks that were opened anew. */
    private Future<Void> reopen(List<PlaySession> open, List<Future<ByteSources>> last) {
        List<Future<PlainTrack>> reopened = new ArrayList<>();
        for (int i = 0; i < open.size(); i++) {
            PlaySession session = open.get(i);
            ByteSources before = last.get(i).result();
            PlainTrack old = session.track();
            reopened.add(desk.open(old.track().id()).onSuccess(fresh -> {
                if (fresh != old) {
                    session.moveTo(fresh, before);
                }
            }));
        }
        return Future.join(reopened).mapEmpty();
    }

    @Override
    public void sent(TrackId track, Reader reader, long from, int length) {
        sentBytes.merge(track, (long) length, Long::sum);
        quality.sent(track);
        traffic.playing();
        Future<PlaySession> session = known(track);
        if (reader == Reader.OTHER && session.succeeded()) {
            mediaTime(session.result().track().track(), from, length).ifPresent(session.result()::given);
        }
    }

    /** The media time of bytes, at the track's average rate. */
    private static Optional<MediaRange> mediaTime(Track track, long from, int length) {
        long durationMs = track.durationMs().orElse(0);
        long fromMs = (long) ((double) from / track.sizeBytes() * durationMs);
        long toMs = (long) ((double) (from + length) / track.sizeBytes() * durationMs);
        return toMs > fromMs ? Optional.of(new MediaRange(fromMs, toMs)) : Optional.empty();
    }

    @Override
    public void held(TrackId track, String code, String message) {
        holds.put(track, new JsonObject().put("code", code).put("message", message));
    }

    @Override
    public void failing(TrackId track, String message) {
        failures.put(track, message);
        quality.failed(track);
    }

    @Override
    public void released(TrackId track) {
        holds.remove(track);
        failures.remove(track);
    }

    /** A renewed license is in force from now on; what waited for it may ask again. */
    public void renewed(LicenseDocument next) {
        license.set(next);
        holds.clear();
        renewalLate = false;
        sessions().forEach(session -> session.renewed(next));
    }

    /** A renewal failed; the page says so. */
    public void renewalFailed() {
        renewalLate = true;
    }

    private synchronized List<PlaySession> sessions() {
        return sessions.values().stream()
                .filter(Future::succeeded)
                .map(Future::result)
                .toList();
    }

    /** Writes interval entries where they are due, and pauses sharing where nothing plays. */
    public Future<Void> tick() {
        traffic.tick();
        return Future.join(sessions().stream()
                        .map(session -> sources(session.track()).compose(total -> {
                            quality.tick(session.track().track().id(), total);
                            return session.tick(total);
                        }))
                        .toList())
                .eventually(traffic::keep)
                .mapEmpty();
    }

    /** Ends all plays; their last entries are on disk when the future completes. */
    public Future<Void> endSessions(Reason reason) {
        List<PlaySession> ending = sessions();
        synchronized (this) {
            sessions.clear();
        }
        return Future.join(ending.stream()
                        .map(session -> sources(session.track())
                                .compose(total -> Future.join(
                                        session.end(reason, total),
                                        quality.end(session.track().track().id(), total))))
                        .toList())
                .eventually(traffic::keep)
                .mapEmpty();
    }

    /** Where the bytes of a track came from so far. */
    public Future<ByteSources> sources(PlainTrack track) {
        return track.swarm().progress().map(progress -> {
            long fetched = progress.totals().fromPeers() + progress.totals().fromSources();
            return new ByteSources(
                    progress.totals().fromSources(),
                    progress.totals().fromPeers(),
                    Math.max(0, progress.heldBytes() - fetched));
        });
    }

    @Override
    public Future<JsonObject> status() {
        Future<PlaySession> session = known(current);
        JsonObject status = new JsonObject().put("track", current.text());
        lease(status);
        status.put("traffic", TrafficPanel.now(traffic.traffic(), traffic.totals()));
        JsonObject hold = holds.get(current);
        if (hold != null) {
            status.put("shut", hold.getString("code"))
                    .put("wait", hold.getString("message") + " (" + hold.getString("code") + ")");
        }
        String failure = failures.get(current);
        if (hold == null && failure != null) {
            status.put("wait", "trying again: " + failure);
        }
        if (!session.succeeded()) {
            return Future.succeededFuture(status.containsKey("wait") ? status : status.put("wait", "finding peers"));
        }
        PlainTrack track = session.result().track();
        return track.swarm().progress().compose(progress -> {
            swarm(status, progress);
            return hex(track, progress).map(hex -> status.put("hex", hex));
        });
    }

    private void lease(JsonObject status) {
        Until end = inForce().terms().lease().expiresAt();
        Instant now = validator.time().now();
        String left = end.end()
                .map(at ->
                        now.isBefore(at) ? "lease: " + Duration.between(now, at).toSeconds() + " s left" : "lease over")
                .orElse("no lease end");
        status.put("lease", renewalLate ? left + ", renewal failed, trying again" : left)
                .put("leaseLate", renewalLate);
    }

    private void swarm(JsonObject status, TrackProgress progress) {
        long edge = progress.totals().fromSources();
        long peers = progress.totals().fromPeers();
        status.put("held", (double) progress.heldBytes() / progress.lengthBytes())
                .put("bytes", new JsonObject().put("edge", edge).put("peers", peers))
                .put("peers", progress.peers())
                .put("complete", progress.isComplete());
        if (!status.containsKey("wait") && !progress.isComplete() && sentBytes.isEmpty()) {
            status.put("wait", waiting(progress));
        }
        if (progress.diskFailing()) {
            status.put("wait", "disk full");
        }
        status.put(
                "swarm",
                new JsonArray()
                        .add(row("from peers", ProgressUnit.BYTES.show(peers)))
                        .add(row("from the edge", ProgressUnit.BYTES.show(edge)))
                        .add(row(
                                "given to peers",
                                ProgressUnit.BYTES.show(progress.totals().uploaded())))
                        .add(row(
                                "here",
                                ProgressUnit.BYTES.show(progress.heldBytes()) + " of "
                                        + ProgressUnit.BYTES.show(progress.lengthBytes())))
                        .add(row("peers", Integer.toString(progress.peers())))
                        .add(row(
                                "failed checks", Long.toString(progress.totals().hashFailures())))
                        .add(row("banned", Long.toString(progress.totals().bans()))));
    }

    private String waiting(TrackProgress progress) {
        if (asked.isEmpty() || !desk.choice().usesPeers()) {
            return asked.isEmpty() ? "edge only: no consent to peers" : "fetching from the edge";
        }
        return progress.peers() == 0 ? "finding peers" : "fetching from " + progress.peers() + " peers";
    }

    private static JsonArray row(String what, String now) {
        return new JsonArray().add(what).add(now);
    }

    /** The first bytes as peers hold them: sealed. */
    private Future<String> hex(PlainTrack track, TrackProgress progress) {
        long end = Math.min(HEX_BYTES, progress.lengthBytes());
        if (!progress.isComplete()) {
            return Future.succeededFuture("");
        }
        return track.swarm().stream(0, end, track.bytesPerSecond()).compose(reader -> reader.next()
                .map(chunk -> chunk.map(found -> dump(found.data().slice(0, (int) end)))
                        .orElse(""))
                .eventually(() -> {
                    reader.close();
                    return Future.succeededFuture();
                }));
    }

    private static String dump(sealswarm.overlay.wire.BlockData data) {
        byte[] bytes = new byte[data.length()];
        data.copyTo(bytes, 0);
        StringBuilder dump = new StringBuilder();
        for (int i = 0; i < bytes.length; i++) {
            dump.append(java.util.HexFormat.of().toHexDigits(bytes[i])).append((i + 1) % HEX_LINE == 0 ? "\n" : " ");
        }
        return dump.toString();
    }
}
