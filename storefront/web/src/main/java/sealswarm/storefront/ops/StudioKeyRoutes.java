package sealswarm.storefront.ops;

import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import sealswarm.license.message.Operations;
import sealswarm.license.message.Operations.StudioPage;
import sealswarm.storefront.account.Gate;
import sealswarm.storefront.account.SignedIn;
import sealswarm.storefront.license.LicenseCall;
import sealswarm.storefront.license.LicenseDesk;
import sealswarm.storefront.web.Form;
import sealswarm.storefront.web.Notice;
import sealswarm.storefront.web.PageRefusal;
import sealswarm.storefront.web.Pages;
import sealswarm.storefront.web.Role;
import sealswarm.storefront.web.Shell;

/**
 * Which keys may sign for which studio. The license server decides and keeps the audit trail; everything goes with the operator's own token and
 * a reason.
 *
 * <pre>
 * GET  /ops/studios?after=CURSOR                      role operator: studios and their keys
 * POST /ops/studios/{studioId}/keys/{kid}/approval    reason: a pending key is trusted from now on
 * POST /ops/studios/{studioId}/keys/{kid}/revocation  reason: nothing it signed opens any more
 * </pre>
 */
public final class StudioKeyRoutes {
    private static final Pattern STUDIO = Pattern.compile("[a-z0-9][a-z0-9-]{1,63}");
    private static final Pattern KID = Pattern.compile("[0-9a-f]{32}");
    private static final int MAX_CURSOR_CHARS = 200;

    private final Pages pages;
    private final LicenseDesk license;

    /** Routes over the license server. */
    public StudioKeyRoutes(Pages pages, LicenseDesk license) {
        this.pages = pages;
        this.license = license;
    }

    /** Adds the routes. */
    public void addTo(Router router) {
        Gate operator = Gate.of(Role.OPERATOR);
        Shell.page(router, "/ops/studios", operator, this::list);
        router.post("/ops/studios/:studioId/keys/:kid/approval")
                .handler(operator)
                .handler(this::approve);
        router.post("/ops/studios/:studioId/keys/:kid/revocation")
                .handler(operator)
                .handler(this::revoke);
    }

    private void list(RoutingContext context) {
        Optional<String> after = Form.query(context).text("after", MAX_CURSOR_CHARS);
        Map<String, String> filter =
                after.map(cursor -> Map.of("cursor", cursor)).orElse(Map.of());
        license.as(SignedIn.of(context), api -> api.studios(filter))
                .compose(found ->
                        pages.show(context, "ops-studios.jte", "studios.title", Map.of("view", StudiosView.of(found))))
                .onFailure(context::fail);
    }

    private void approve(RoutingContext context) {
        String reason = reason(context);
        act(context, Notice.KEY_APPROVED, api -> api.approveStudioKey(studio(context), kid(context), reason));
    }

    private void revoke(RoutingContext context) {
        String reason = reason(context);
        act(context, Notice.KEY_REVOKED, api -> api.revokeStudioKey(studio(context), kid(context), reason));
    }

    private <T> void act(RoutingContext context, Notice done, LicenseCall<T> call) {
        String studio = studio(context);
        kid(context);
        Future<Void> answered = license.as(SignedIn.of(context), call)
                .compose(kept -> Pages.sendOn(context, done.on("/ops/studios") + "#" + studio));
        answered.onFailure(context::fail);
    }

    private static String reason(RoutingContext context) {
        return Form.of(context).required("reason", Operations.MAX_REASON);
    }

    private static String studio(RoutingContext context) {
        return checked(context.pathParam("studioId"), STUDIO);
    }

    private static String kid(RoutingContext context) {
        return checked(context.pathParam("kid"), KID);
    }

    private static String checked(String value, Pattern form) {
        if (!form.matcher(value).matches()) {
            throw PageRefusal.notFound();
        }
        return value;
    }

    /**
     * The page.
     *
     * @param studios with their keys
     * @param next where the next page begins
     */
    public record StudiosView(List<sealswarm.license.message.Titles.StudioKeys> studios, Optional<String> next) {
        /** Keeps a copy. */
        public StudiosView {
            studios = List.copyOf(studios);
        }

        static StudiosView of(StudioPage page) {
            return new StudiosView(page.studios(), Optional.ofNullable(page.next()));
        }
    }
}
