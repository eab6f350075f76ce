package sealswarm.storefront.studio;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import sealswarm.format.envelope.Envelope;
import sealswarm.format.key.TitleId;
import sealswarm.format.manifest.Manifest;
import sealswarm.format.problem.FormatException;
import sealswarm.license.problem.ProblemType;
import sealswarm.storefront.account.Issuer;
import sealswarm.storefront.catalog.ShopFile;
import sealswarm.storefront.catalog.ShopFileStore;
import sealswarm.storefront.license.LicenseDesk;
import sealswarm.storefront.studio.BearerGate.StudioCaller;
import sealswarm.storefront.web.Origin;
import sealswarm.storefront.web.PageRefusal;

/**
 * What {@code publish} speaks to (docs/spec/drafts-v1.md). A draft is taken only if the license server shows the same
 * manifest to the same token, so its signature, owner and registration are settled there and only once.
 *
 * <pre>
 * PUT  /api/v1/drafts/{titleId}                 manifest envelope, offer: the draft, its gaps and wanted files
 * PUT  /api/v1/drafts/{titleId}/files/{sha256}  bytes of a public file
 * POST /api/v1/drafts/{titleId}/live            goes live, or 409 draft-incomplete with the gaps
 * </pre>
 */
public final class DraftRoutes {
    private static final Pattern TITLE_ID = Pattern.compile("[a-z0-9][a-z0-9-]{1,63}");
    /** Going live needs no body; what a client sends along is ignored up to this. */
    private static final int MAX_IGNORED_BYTES = 1024;

    private static final String JSON = "application/json";

    private final BearerGate gate;
    private final DraftStore drafts;
    private final ShopFileStore files;
    private final Showroom showroom;
    private final LicenseDesk license;
    private final InstantSource clock;
    private final Origin origin;

    /** Routes of a shop at an origin. */
    public DraftRoutes(
            Issuer issuer,
            DraftStore drafts,
            ShopFileStore files,
            Showroom showroom,
            LicenseDesk license,
            InstantSource clock,
            Origin origin) {
        this.gate = new BearerGate(issuer);
        this.drafts = drafts;
        this.files = files;
        this.showroom = showroom;
        this.license = license;
        this.clock = clock;
        this.origin = origin;
    }

    /** Adds the routes; they read their own bodies and need no form token, as no browser sends a bearer token by itself. */
    public void addTo(Router router) {
        router.put("/api/v1/drafts/:titleId")
                .handler(BodyHandler.create(false).setBodyLimit(DraftIntake.MAX_BYTES))
                .handler(context -> answer(context, gate.studio(context).compose(studio -> take(context, studio))));
        router.put("/api/v1/drafts/:titleId/files/:sha256")
                .handler(BodyHandler.create(false).setBodyLimit(ShopFile.MAX_BYTES))
                .handler(context -> answer(context, gate.studio(context).compose(studio -> file(context, studio))));
        router.post("/api/v1/drafts/:titleId/live")
                .handler(BodyHandler.create(false).setBodyLimit(MAX_IGNORED_BYTES))
                .handler(context -> answer(context, gate.studio(context).compose(studio -> live(context, studio))));
    }

    private Future<JsonObject> take(RoutingContext context, StudioCaller studio) {
        String titleId = titleId(context);
        if (!JSON.equals(context.request().getHeader("Content-Type"))) {
            throw new PageRefusal(ProblemType.UNSUPPORTED_MEDIA_TYPE);
        }
        DraftIntake intake = read(context.body().buffer());
        if (!intake.manifest().titleId().text().equals(titleId)) {
            throw PageRefusal.malformed("manifest.titleId");
        }
        Draft draft =
                Draft.of(intake.manifest(), intake.packageId(), studio.subject(), intake.terms(), clock.instant());
        return registered(studio, draft).compose(same -> drafts.find(titleId)).compose(found -> keep(draft, found));
    }

    /** Fails unless the license server holds this manifest for this caller. */
    private Future<Void> registered(StudioCaller studio, Draft draft) {
        return license.withBearer(studio.token(), api -> api.manifest(new TitleId(draft.titleId())))
                .compose(bytes ->
                        Envelope.parse(bytes, Manifest.TYPE).payloadSha256().equals(draft.packageId())
                                ? Future.succeededFuture()
                                : Future.failedFuture(new PageRefusal(ProblemType.BAD_SIGNATURE)));
    }

    private Future<JsonObject> keep(Draft draft, Optional<Draft> found) {
        Draft next = found.map(draft::after).orElse(draft);
        if (found.isPresent() && found.get().revision() > draft.revision()) {
            return Future.failedFuture(new PageRefusal(ProblemType.REVISION_NOT_NEWER));
        }
        return drafts.put(next)
                .compose(kept -> kept ? report(next) : Future.failedFuture(new PageRefusal(ProblemType.IN_PROGRESS)));
    }

    private Future<JsonObject> file(RoutingContext context, StudioCaller studio) {
        String sha256 = context.pathParam("sha256");
        Buffer bytes = context.body().buffer();
        return showroom.draft(titleId(context), studio.subject()).compose(draft -> {
            DraftFile file = draft.wanted().stream()
                    .filter(wanted -> wanted.sha256().equals(sha256))
                    .findFirst()
                    .orElseThrow(PageRefusal::notFound);
            if (bytes == null || !digest(bytes).equals(sha256)) {
                throw PageRefusal.malformed("sha256");
            }
            return files.put(new ShopFile(sha256, file.mediaType(), bytes)).compose(stored -> report(draft));
        });
    }

    private Future<JsonObject> live(RoutingContext context, StudioCaller studio) {
        return showroom.draft(titleId(context), studio.subject())
                .compose(showroom::goLive)
                .map(listing -> new JsonObject()
                        .put("titleId", listing.titleId())
                        .put("state", "LIVE")
                        .put("offerId", listing.offerId())
                        .put("offerVersion", listing.offerVersion())
                        .put("page", origin + "/titles/" + listing.titleId()));
    }

    private Future<JsonObject> report(Draft draft) {
        return showroom.filesHere(draft).map(here -> {
            JsonArray gaps = new JsonArray();
            Checklist.of(draft, here).gaps().forEach(gap -> gaps.add(gap.code()));
            return new JsonObject()
                    .put("titleId", draft.titleId())
                    .put("revision", draft.revision())
                    .put("page", origin + "/studio/titles/" + draft.titleId())
                    .put("gaps", gaps)
                    .put("uploads", uploads(draft, here));
        });
    }

    private JsonArray uploads(Draft draft, Set<String> here) {
        JsonArray uploads = new JsonArray();
        draft.wanted().stream()
                .filter(file -> !here.contains(file.sha256()))
                .forEach(file -> uploads.add(new JsonObject()
                        .put("path", file.path())
                        .put("sha256", file.sha256())
                        .put("url", origin + "/api/v1/drafts/" + draft.titleId() + "/files/" + file.sha256())));
        return uploads;
    }

    private static void answer(RoutingContext context, Future<JsonObject> answer) {
        answer.compose(body ->
                        context.response().putHeader("Content-Type", JSON).end(body.toBuffer()))
                .onFailure(context::fail);
    }

    private static DraftIntake read(@Nullable Buffer body) {
        try {
            return DraftIntake.read(body == null ? new byte[0] : body.getBytes());
        } catch (FormatException e) {
            throw new PageRefusal(problem(e), e.getMessage());
        }
    }

    /** The shop's problem for a format's, which go by the same codes. */
    private static ProblemType problem(FormatException e) {
        return ProblemType.ofUri("urn:sealswarm:problem:" + e.problem().code())
                .filter(type -> type.status() != 0)
                .orElse(ProblemType.BAD_SIGNATURE);
    }

    private static String titleId(RoutingContext context) {
        String titleId = context.pathParam("titleId");
        if (!TITLE_ID.matcher(titleId).matches()) {
            throw PageRefusal.notFound();
        }
        return titleId;
    }

    private static String digest(Buffer bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.getBytes()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
