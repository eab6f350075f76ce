package sealswarm.storefront;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import sealswarm.format.key.Kid;
import sealswarm.format.key.StudioId;
import sealswarm.format.key.TitleId;
import sealswarm.license.device.DeviceId;
import sealswarm.license.message.Accounts.OpsToken;
import sealswarm.license.message.Accounts.OpsTokens;
import sealswarm.license.message.Accounts.Period;
import sealswarm.license.message.Accounts.PeriodClosed;
import sealswarm.license.message.Accounts.PeriodState;
import sealswarm.license.message.Accounts.Periods;
import sealswarm.license.message.Charges.Charge;
import sealswarm.license.message.Charges.ChargeRequest;
import sealswarm.license.message.Charges.ChargeState;
import sealswarm.license.message.Charges.ChargedLine;
import sealswarm.license.message.Charges.VoucherBatch;
import sealswarm.license.message.Charges.VoucherBatchRequest;
import sealswarm.license.message.Charges.VoucherCredit;
import sealswarm.license.message.Charges.VoucherRedemption;
import sealswarm.license.message.Charges.Wallet;
import sealswarm.license.message.Devices.Device;
import sealswarm.license.message.Devices.DeviceList;
import sealswarm.license.message.Devices.DeviceState;
import sealswarm.license.message.Devices.Slots;
import sealswarm.license.message.Grants;
import sealswarm.license.message.Grants.Grant;
import sealswarm.license.message.Grants.GrantPage;
import sealswarm.license.message.Grants.GrantState;
import sealswarm.license.message.Offer;
import sealswarm.license.message.Operations.Reason;
import sealswarm.license.message.Operations.Revoked;
import sealswarm.license.message.Operations.RevokedKind;
import sealswarm.license.message.Operations.StudioPage;
import sealswarm.license.message.Titles.StudioKeyState;
import sealswarm.license.message.Titles.StudioKeyView;
import sealswarm.license.message.Titles.StudioKeys;
import sealswarm.license.money.Money;
import sealswarm.license.problem.ProblemType;
import sealswarm.license.wire.WireJson;

/**
 * A fake of the license server, for pages alone: it answers in the shapes of its interface, built from the shared
 * records, and keeps a wallet and grants in memory. It proves nothing about the real one; the whole-system tests do.
 */
final class RecordedLicenseServer {
    static final String DEVICE = "0a".repeat(16);

    final Map<String, Money> wallets = new ConcurrentHashMap<>();
    final Map<String, Charge> charges = new ConcurrentHashMap<>();
    final Map<String, Offer> offers = new ConcurrentHashMap<>();
    final Map<String, byte[]> manifests = new ConcurrentHashMap<>();
    final Map<String, String> manifestOwners = new ConcurrentHashMap<>();
    final List<Grant> grants = new CopyOnWriteArrayList<>();
    final List<String> grantOwners = new CopyOnWriteArrayList<>();
    final List<String> removedDevices = new CopyOnWriteArrayList<>();
    final List<String> callers = new CopyOnWriteArrayList<>();
    final AtomicInteger chargeCalls = new AtomicInteger();
    private static final JsonObject SWARM = new JsonObject()
            .put("swarmId", "01".repeat(20))
            .put("sizeBytes", 40_000)
            .put("seeds", 2)
            .put("leechers", 1)
            .put("deliveredBytes", 80_000);
    volatile boolean edgeAnswers = true;
    volatile boolean answering = true;
    volatile boolean losingReplies;
    volatile boolean delayingGrants;
    volatile String exportTotal = "839";
    volatile int exportRows = 1;
    final Map<String, StudioKeyState> keyStates = new ConcurrentHashMap<>();
    /** Who did something to a studio's key, and why. */
    final List<String> reasons = new CopyOnWriteArrayList<>();
    /** Rows of the studio's charges, as JSON: row_type, title_id, title, quantity, currency, gross, tax, net. */
    final List<String> sales = new CopyOnWriteArrayList<>();

    private volatile URI base = URI.create("http://127.0.0.1:1");

    Future<HttpServer> listen(Vertx vertx) {
        Router router = Router.router(vertx);
        router.route().handler(BodyHandler.create(false)).handler(this::begin);
        router.put("/v1/charges/:id").handler(this::charge);
        router.get("/v1/wallets/:subject").handler(this::wallet);
        router.post("/v1/vouchers/redeem").handler(this::redeem);
        router.post("/v1/vouchers").handler(this::vouchers);
        router.get("/v1/grants").handler(this::grants);
        router.put("/v1/offers/:id/versions/:n").handler(this::offer);
        router.get("/v1/titles/:id/manifest").handler(this::manifest);
        router.get("/v1/devices").handler(this::devices);
        router.delete("/v1/devices/:id").handler(this::removeDevice);
        router.get("/v1/periods").handler(this::periods);
        router.post("/v1/periods/:period/close").handler(this::close);
        router.get("/v1/statements/:id").handler(RecordedLicenseServer::statement);
        router.get("/v1/exports/:kind").handler(this::export);
        router.get("/v1/exports/:kind/manifest").handler(this::exportManifest);
        router.post("/v1/ops/tokens").handler(this::opsTokens);
        router.get("/v1/studios").handler(this::studios);
        router.put("/v1/studios/:id/keys/:kid/approval").handler(context -> keyState(context, StudioKeyState.TRUSTED));
        router.put("/v1/studios/:id/keys/:kid/revocation")
                .handler(context -> keyState(context, StudioKeyState.REVOKED));
        router.get("/v1/keys").handler(context -> context.response()
                .end("{\"payload\":\"e30\",\"sigs\":[{\"kid\":\"" + "00".repeat(16)
                        + "\",\"alg\":\"EdDSA\",\"value\":\"" + "A".repeat(86) + "\"}]}"));
        router.get("/ops/swarms")
                .handler(context -> edge(context, new JsonObject().put("swarms", new JsonArray().add(SWARM))));
        router.get("/ops/swarms/:id").handler(context -> edge(context, SWARM));
        return vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .onSuccess(server -> base = URI.create("http://127.0.0.1:" + server.actualPort()));
    }

    URI base() {
        return base;
    }

    private void opsTokens(RoutingContext context) {
        answer(
                context,
                new OpsTokens(
                        List.of(new OpsToken(base, "ops-token", Instant.now().plusSeconds(60)))));
    }

    private void edge(RoutingContext context, JsonObject body) {
        boolean entitled = "Bearer ops-token".equals(context.request().getHeader("Authorization"));
        if (edgeAnswers && entitled) {
            context.json(body);
        } else {
            context.response().setStatusCode(403).end();
        }
    }

    private void begin(RoutingContext context) {
        if (!answering) {
            context.request().connection().close();
            return;
        }
        callers.add(caller(context));
        context.next();
    }

    /** Subject of the bearer token; this fake believes what it reads. */
    private static String caller(RoutingContext context) {
        String[] parts =
                String.valueOf(context.request().getHeader("Authorization")).split("\\.", -1);
        return parts.length < 3
                ? ""
                : new JsonObject(Buffer.buffer(Base64.getUrlDecoder().decode(parts[1]))).getString("sub", "");
    }

    private void charge(RoutingContext context) {
        chargeCalls.incrementAndGet();
        String orderId = context.pathParam("id");
        ChargeRequest request = WireJson.readRequest(body(context), ChargeRequest.class, WireJson.MAX_REQUEST_BYTES);
        Charge known = charges.get(orderId);
        if (known == null) {
            Money price = request.lines().get(0).expected();
            Offer offer = offers.get(request.lines().get(0).offerId() + ":"
                    + request.lines().get(0).offerVersion());
            if (offer == null || !offer.price().equals(price)) {
                problem(context, ProblemType.OFFER_CHANGED);
                return;
            }
            Money credit = wallets.getOrDefault(request.subject(), Money.zero("EUR"));
            if (credit.minus(price).negative()) {
                problem(context, ProblemType.INSUFFICIENT_CREDIT);
                return;
            }
            wallets.put(request.subject(), credit.minus(price));
            known = charge(orderId, request, offer, price);
            charges.put(orderId, known);
        }
        if (losingReplies) {
            context.request().connection().close();
            return;
        }
        answer(context, delayingGrants ? withoutGrants(known) : known);
    }

    private Charge charge(String orderId, ChargeRequest request, Offer offer, Money price) {
        String grantId = Grants.grantId(orderId, 0);
        TitleId title = offer.titles().get(0).titleId();
        Instant at = Instant.parse("2026-11-20T09:00:00Z");
        grants.add(new Grant(
                grantId,
                title,
                "Title of " + title,
                offer.kind(),
                GrantState.ACTIVE,
                offer.rights(title, at),
                orderId,
                offer.offerId(),
                request.territory(),
                at,
                null,
                List.of(),
                new Grants.PlayCount(0, 0)));
        grantOwners.add(request.subject());
        Money tax = Money.of(price.currency(), 160);
        return new Charge(
                orderId,
                ChargeState.FULFILLED,
                "main/chg:" + orderId,
                charges.size() + 1L,
                at,
                price,
                price.minus(tax),
                tax,
                List.of(new ChargedLine(
                        offer.offerId(),
                        offer.version(),
                        price,
                        price.minus(tax),
                        tax,
                        "DE",
                        "19%",
                        List.of(grantId))));
    }

    private static Charge withoutGrants(Charge charge) {
        ChargedLine line = charge.lines().get(0);
        ChargedLine bare = new ChargedLine(
                line.offerId(),
                line.offerVersion(),
                line.gross(),
                line.net(),
                line.tax(),
                line.taxCountry(),
                line.taxRate(),
                List.of());
        return new Charge(
                charge.orderId(),
                ChargeState.CAPTURED,
                charge.entryId(),
                charge.seq(),
                charge.at(),
                charge.gross(),
                charge.net(),
                charge.tax(),
                List.of(bare));
    }

    private void wallet(RoutingContext context) {
        String subject = context.pathParam("subject");
        Money credit = wallets.get(subject);
        answer(context, new Wallet(subject, credit == null ? List.of() : List.of(credit)));
    }

    private void redeem(RoutingContext context) {
        VoucherRedemption request =
                WireJson.readRequest(body(context), VoucherRedemption.class, WireJson.MAX_REQUEST_BYTES);
        if (request.code().equals("USED")) {
            problem(context, ProblemType.VOUCHER_USED);
            return;
        }
        Money amount = Money.of("EUR", 2000);
        Money balance =
                wallets.getOrDefault(request.subject(), Money.zero("EUR")).plus(amount);
        wallets.put(request.subject(), balance);
        answer(context, new VoucherCredit(amount, balance, "main/vch:1"));
    }

    private void vouchers(RoutingContext context) {
        VoucherBatchRequest request =
                WireJson.readRequest(body(context), VoucherBatchRequest.class, WireJson.MAX_REQUEST_BYTES);
        List<String> codes = new ArrayList<>();
        for (int i = 0; i < request.count(); i++) {
            codes.add("CODE-" + i);
        }
        answer(context, new VoucherBatch(request.batch(), request.amount(), codes));
    }

    private void grants(RoutingContext context) {
        String subject = context.request().getParam("sub");
        List<Grant> own = new ArrayList<>();
        for (int i = 0; i < grants.size(); i++) {
            if (grantOwners.get(i).equals(subject)) {
                own.add(grants.get(i));
            }
        }
        answer(context, new GrantPage(own, null));
    }

    private void offer(RoutingContext context) {
        Offer offer = WireJson.readRequest(body(context), Offer.class, WireJson.MAX_REQUEST_BYTES);
        Offer known = offers.putIfAbsent(offer.offerId() + ":" + offer.version(), offer);
        if (known != null && !known.equals(offer)) {
            problem(context, ProblemType.OFFER_CHANGED);
        } else {
            answer(context, offer);
        }
    }

    private void manifest(RoutingContext context) {
        String titleId = context.pathParam("id");
        byte @Nullable [] manifest = manifests.get(titleId);
        if (manifest == null || !caller(context).equals(manifestOwners.get(titleId))) {
            problem(context, ProblemType.NOT_FOUND);
        } else {
            context.response().end(Buffer.buffer(manifest));
        }
    }

    private void devices(RoutingContext context) {
        boolean removed = removedDevices.contains(DEVICE);
        Instant at = Instant.parse("2026-11-19T12:00:00Z");
        List<Device> devices = removed
                ? List.of()
                : List.of(new Device(new DeviceId(DEVICE), "Anna's <laptop>", "linux", DeviceState.ACTIVE, at, at));
        answer(context, new DeviceList(devices, new Slots(devices.size(), 10, 4)));
    }

    private void removeDevice(RoutingContext context) {
        if (!context.pathParam("id").equals(DEVICE)) {
            problem(context, ProblemType.NOT_FOUND);
            return;
        }
        removedDevices.add(DEVICE);
        context.response().setStatusCode(204).end();
    }

    private void periods(RoutingContext context) {
        answer(
                context,
                new Periods(List.of(
                        new Period("2026-09", PeriodState.CLOSED, 41L, null),
                        new Period("2026-10", PeriodState.OPEN, null, null))));
    }

    private void close(RoutingContext context) {
        String period = context.pathParam("period");
        if (period.equals("2026-10")) {
            answer(context, new PeriodClosed(new Period(period, PeriodState.CLOSED, 77L, null), List.of("s-1")));
        } else {
            problem(context, ProblemType.PERIOD_NOT_OPEN);
        }
    }

    private static void statement(RoutingContext context) {
        context.response()
                .end("{\"partyId\":\"p-1\",\"payable\":{\"c\":\"EUR\",\"m\":\"587\"},\"v\":1,"
                        + "\"lines\":[{\"titleId\":\"film\",\"amount\":{\"c\":\"EUR\",\"m\":\"587\"}}]}");
    }

    private void export(RoutingContext context) {
        String recipient = context.request().getParam("recipient");
        if (recipient != null) {
            sales(context, recipient);
        } else if ("json".equals(context.request().getParam("format"))) {
            context.response()
                    .end("{\"v\":1,\"columns\":[\"row_id\",\"title\"],\"rows\":[[\"1\",\"<script>\"]"
                            + ",[\"2\",\"Another row\"]".repeat(exportRows - 1)
                            + "],\"totals\":{\"EUR\":{\"net\":\"" + exportTotal + "\"}}}");
        } else {
            context.response()
                    .putHeader("Content-Type", "text/csv")
                    .end("row_id,amount\r\n" + "1,8.39\r\n".repeat(exportRows));
        }
    }

    /** A studio's rows, for a caller who drafted a title of it. */
    private void sales(RoutingContext context, String studio) {
        boolean member = manifestOwners.containsValue(caller(context)) && studio.equals("north-light");
        if (!member) {
            problem(context, ProblemType.ROLE_MISSING);
        } else {
            context.response()
                    .end("{\"v\":1,\"kind\":\"charges\",\"columns\":[\"row_type\",\"title_id\",\"title\","
                            + "\"quantity\",\"currency\",\"gross\",\"tax\",\"net\"],\"rows\":["
                            + String.join(",", sales) + "],\"totals\":{}}");
        }
    }

    private void studios(RoutingContext context) {
        answer(context, new StudioPage(List.of(new StudioKeys(new StudioId("north-light"), studioKeys())), null));
    }

    private List<StudioKeyView> studioKeys() {
        Instant since = Instant.parse("2026-11-19T12:00:00Z");
        return keyStates.entrySet().stream()
                .map(key -> new StudioKeyView(new Kid(key.getKey()), "A".repeat(43), key.getValue(), since))
                .toList();
    }

    private void keyState(RoutingContext context, StudioKeyState state) {
        String kid = context.pathParam("kid");
        Reason why = WireJson.readRequest(body(context), Reason.class, WireJson.MAX_REQUEST_BYTES);
        if (!keyStates.containsKey(kid)) {
            problem(context, ProblemType.NOT_FOUND);
            return;
        }
        keyStates.put(kid, state);
        reasons.add(caller(context) + ": " + why.reason());
        answer(
                context,
                state == StudioKeyState.TRUSTED
                        ? new StudioKeys(new StudioId("north-light"), studioKeys())
                        : new Revoked(
                                RevokedKind.STUDIO_KEY,
                                kid,
                                7,
                                why.reason(),
                                caller(context),
                                Instant.parse("2026-11-20T12:00:00Z")));
    }

    private void exportManifest(RoutingContext context) {
        String payload = "{\"status\":\"OPEN\",\"rows\":" + exportRows + ",\"totals\":{\"EUR\":{\"net\":\"839\"}}}";
        String encoded =
                Base64.getUrlEncoder().withoutPadding().encodeToString(payload.getBytes(StandardCharsets.UTF_8));
        context.response().end("{\"payload\":\"" + encoded + "\",\"sigs\":[]}");
    }

    private static byte[] body(RoutingContext context) {
        Buffer body = context.body().buffer();
        return body == null ? new byte[0] : body.getBytes();
    }

    private static void answer(RoutingContext context, Object message) {
        context.response().putHeader("Content-Type", "application/json").end(Buffer.buffer(WireJson.write(message)));
    }

    private static void problem(RoutingContext context, ProblemType type) {
        JsonObject body = new JsonObject()
                .put("type", type.uri())
                .put("title", type.title())
                .put("status", type.status())
                .put("detail", "recorded refusal")
                .put("hint", "none")
                .put("requestId", "recorded")
                .put("errors", new JsonArray());
        context.response()
                .setStatusCode(type.status())
                .putHeader("Content-Type", "application/problem+json")
                .end(body.encode(), StandardCharsets.UTF_8.name());
    }
}
