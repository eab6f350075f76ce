package sealswarm.player.page;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.net.URI;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import sealswarm.format.key.TrackId;
import sealswarm.format.problem.FormatException;
import sealswarm.license.receipt.PlayEntry.MediaRange;
import sealswarm.player.playback.PeerChoice;
import sealswarm.player.playback.Stage;
import sealswarm.player.validation.MonotonicMillis;

/**
 * The player's server on 127.0.0.1: the page, its events, and media as bounded or whole ranges. Every path but the one-time code
 * carries the run's token. Belongs to one event loop; {@link #close} frees the port.
 */
public final class PlayerServer {
    /** Most events streams at once; a further one ends the oldest. */
    static final int MAX_STREAMS = 4;

    /** Most connections at once; a further one is closed. */
    static final int MAX_CONNECTIONS = 64;

    /** A connection on which nothing moves for this long is closed; longer than a request is held. */
    private static final int IDLE_SECONDS = 90;

    private static final int MAX_BODY_BYTES = 64 * 1024;
    private static final int MAX_RANGES = 100;
    private static final String JSON = "application/json";
    private static final String PICO = "META-INF/resources/webjars/picocss__pico/2.1.1/css/pico.min.css";

    private final Vertx vertx;
    private final Context loop;
    private final Stage stage;
    private final OneTimeCodes codes;
    private final EventStreams events;
    private final OpenAnswers answers = new OpenAnswers();
    private final AtomicInteger connections = new AtomicInteger();
    private final LongSupplier holdMillis;
    private volatile Optional<HttpServer> server = Optional.empty();

    /** To be made on {@code loop}, where the server and its timers live. */
    private PlayerServer(Vertx vertx, Context loop, Stage stage, OneTimeCodes codes, LongSupplier holdMillis) {
        this.vertx = vertx;
        this.loop = loop;
        this.stage = stage;
        this.codes = codes;
        this.events = new EventStreams(vertx, loop, stage, MAX_STREAMS);
        this.holdMillis = holdMillis;
    }

    /**
     * Starts listening on 127.0.0.1.
     *
     * @param port 0 for any
     * @return fails with BindException if the port is taken
     */
    public static Future<PlayerServer> start(
            Vertx vertx, int port, Stage stage, SecureRandom random, MonotonicMillis clock) {
        return start(vertx, port, stage, new OneTimeCodes(random, clock), () -> MediaRoute.HOLD_MILLIS);
    }

    static Future<PlayerServer> start(Vertx vertx, int port, Stage stage, OneTimeCodes codes, LongSupplier holdMillis) {
        Promise<PlayerServer> started = Promise.promise();
        Context loop = vertx.getOrCreateContext();
        loop.runOnContext(ignored -> new PlayerServer(vertx, loop, stage, codes, holdMillis)
                .listen(port)
                .onComplete(started));
        return started.future();
    }

    private Future<PlayerServer> listen(int port) {
        HttpServerOptions options = new HttpServerOptions()
                .setHost("127.0.0.1")
                .setPort(port)
                .setMaxInitialLineLength(4096)
                .setMaxHeaderSize(8192)
                .setIdleTimeout(IDLE_SECONDS)
                // Closing a held request closes its connection: it must be the only one on it.
                .setHttp2ClearTextEnabled(false);
        return vertx.createHttpServer(options)
                .requestHandler(router())
                .connectionHandler(this::admit)
                .listen()
                .map(listening -> {
                    server = Optional.of(listening);
                    return this;
                })
                .onFailure(failure -> events.close());
    }

    private void admit(HttpConnection connection) {
        connection.closeHandler(closed -> connections.decrementAndGet());
        if (connections.incrementAndGet() > MAX_CONNECTIONS) {
            connection.close();
        }
    }

    public int port() {
        return server.map(HttpServer::actualPort).orElse(0);
    }

    /** Where a browser is sent: works once, for a minute. */
    public URI oneTimeAddress() {
        return URI.create("http://127.0.0.1:" + port() + "/open/" + codes.newCode());
    }

    /** The page itself; whoever knows it may watch. */
    public URI pageAddress() {
        return URI.create("http://127.0.0.1:" + port() + "/t/" + codes.token() + "/");
    }

    /** A track for other media players: whole ranges. */
    public URI externalAddress(TrackId track) {
        return pageAddress().resolve("external/" + track.text());
    }

    /** Media answers under way, for tests. */
    int openAnswers() {
        return answers.count();
    }

    /** Connections there are, for tests. */
    int openConnections() {
        return connections.get();
    }

    public Future<Void> close() {
        loop.runOnContext(ignored -> events.close());
        return server.map(HttpServer::close).orElseGet(Future::succeededFuture);
    }

    /** All routes. */
    private Router router() {
        Router router = Router.router(vertx);
        router.route().handler(context -> LocalGuard.check(context, port()));
        router.get("/open/:code").handler(this::open);
        router.route("/t/:token/*").handler(this::requireToken);
        router.get("/t/:token/").handler(context -> resource(context, "page/player.html", "text/html; charset=utf-8"));
        router.get("/t/:token/player.js").handler(context -> resource(context, "page/player.js", "text/javascript"));
        router.get("/t/:token/player.css").handler(context -> resource(context, "page/player.css", "text/css"));
        router.get("/t/:token/pico.css").handler(context -> resource(context, PICO, "text/css"));
        router.get("/t/:token/title").handler(context -> json(context, stage.description()));
        router.get("/t/:token/status").handler(context -> stage.status()
                .onSuccess(status -> json(context, status))
                .onFailure(context::fail));
        router.get("/t/:token/events").handler(context -> events.open(context.response()));
        for (HttpMethod method : List.of(HttpMethod.GET, HttpMethod.HEAD)) {
            router.route(method, "/t/:token/media/:track").handler(context -> media(context, MediaRoute.Form.BOUNDED));
            router.route(method, "/t/:token/external/:track").handler(context -> media(context, MediaRoute.Form.WHOLE));
        }
        router.get("/t/:token/text/:track").handler(this::text);
        router.post("/t/:token/position").handler(body()).handler(this::position);
        router.post("/t/:token/consent").handler(body()).handler(this::consent);
        router.post("/t/:token/traffic").handler(body()).handler(this::traffic);
        router.route().failureHandler(PlayerServer::failed);
        return router;
    }

    private static BodyHandler body() {
        return BodyHandler.create(false).setBodyLimit(MAX_BODY_BYTES);
    }

    private void open(RoutingContext context) {
        if (codes.redeem(context.pathParam("code"))) {
            context.response()
                    .setStatusCode(303)
                    .putHeader("Location", "/t/" + codes.token() + "/")
                    .end();
        } else {
            context.response().setStatusCode(404).end("this address worked once; open the player again\n");
        }
    }

    private void requireToken(RoutingContext context) {
        if (codes.isToken(context.pathParam("token"))) {
            context.next();
        } else {
            context.response().setStatusCode(404).end("not an address of this run; open the player again\n");
        }
    }

    private void resource(RoutingContext context, String name, String mediaType) {
        vertx.fileSystem()
                .readFile(name)
                .onSuccess(bytes ->
                        context.response().putHeader("Content-Type", mediaType).end(bytes))
                .onFailure(context::fail);
    }

    private static void json(RoutingContext context, JsonObject body) {
        context.response().putHeader("Content-Type", JSON).end(body.encode());
    }

    private void media(RoutingContext context, MediaRoute.Form form) {
        TrackId track = track(context);
        Stage.Reader reader = form == MediaRoute.Form.BOUNDED ? Stage.Reader.PAGE : Stage.Reader.OTHER;
        stage.session(track)
                .onComplete(found -> loop.runOnContext(ignored -> {
                    if (found.failed()) {
                        context.fail(found.cause());
                    } else {
                        new MediaRoute(vertx, loop, found.result(), listener(track, reader), answers, holdMillis)
                                .serve(context.request(), form);
                    }
                }));
    }

    private MediaRoute.Listener listener(TrackId track, Stage.Reader reader) {
        return new MediaRoute.Listener() {
            @Override
            public void sent(long from, int length) {
                stage.sent(track, reader, from, length);
            }

            @Override
            public void held(String code, String message) {
                stage.held(track, code, message);
                events.now();
            }

            @Override
            public void failed(String message) {
                stage.failing(track, message);
                events.now();
            }

            @Override
            public void released() {
                stage.released(track);
            }
        };
    }

    private void text(RoutingContext context) {
        stage.text(track(context))
                .onSuccess(text -> context.response()
                        .putHeader("Content-Type", "text/vtt; charset=utf-8")
                        .end(text))
                .onFailure(context::fail);
    }

    private void position(RoutingContext context) {
        JsonObject body = object(context);
        List<MediaRange> played = new ArrayList<>();
        JsonArray ranges = body.getJsonArray("played", new JsonArray());
        for (int i = 0; i < Math.min(MAX_RANGES, ranges.size()); i++) {
            JsonArray range = ranges.getJsonArray(i);
            played.add(new MediaRange(range.getLong(0), range.getLong(1)));
        }
        stage.position(new Stage.Position(
                new TrackId(body.getString("track", "")),
                Math.max(0, body.getLong("atMillis", 0L)),
                body.getBoolean("done", false),
                played,
                new Stage.Stalls(body.getLong("stalls", 0L), body.getLong("stalledMillis", 0L))));
        context.response().setStatusCode(204).end();
    }

    private void consent(RoutingContext context) {
        Optional<PeerChoice> choice = PeerChoice.of(object(context).getString("peers", ""));
        if (choice.isEmpty()) {
            context.response().setStatusCode(400).end("peers must be share, always or edge-only\n");
            return;
        }
        stage.consent(choice.get())
                .onSuccess(done -> context.response().setStatusCode(204).end())
                .onFailure(context::fail);
    }

    private void traffic(RoutingContext context) {
        stage.follow(TrafficRequest.read(object(context)));
        context.response().setStatusCode(204).end();
        events.now();
    }

    private static JsonObject object(RoutingContext context) {
        JsonObject body = context.body().asJsonObject();
        if (body == null) {
            throw FormatException.malformed("a JSON object is due");
        }
        return body;
    }

    private static TrackId track(RoutingContext context) {
        return new TrackId(context.pathParam("track"));
    }

    /** Before anything plays only: unknown tracks and malformed input. */
    private static void failed(RoutingContext context) {
        HttpServerResponse response = context.response();
        if (response.headWritten() || response.ended()) {
            context.request().connection().close();
            return;
        }
        Throwable failure = context.failure();
        int status = failure instanceof NoSuchElementException
                ? 404
                : failure instanceof FormatException
                                || failure instanceof IllegalArgumentException
                                || failure instanceof ClassCastException
                                || failure instanceof io.vertx.core.json.DecodeException
                        ? 400
                        : context.statusCode() > 0 ? context.statusCode() : 500;
        response.setStatusCode(status).end(Buffer.buffer(status == 404 ? "" : status + "\n"));
    }
}
