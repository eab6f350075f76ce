package sealswarm.storefront.account;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import sealswarm.license.problem.ProblemType;
import sealswarm.storefront.web.PageRefusal;
import sealswarm.storefront.web.Pages;
import sealswarm.storefront.web.Role;
import sealswarm.storefront.web.Visit;

/**
 * Lets only a role pass. A visitor who opens a page is sent to sign in and comes back; one who sends a form is refused
 * (401); a person without the role is refused (403).
 */
public final class Gate implements Handler<RoutingContext> {
    private static final Set<HttpMethod> READS = Set.of(HttpMethod.GET, HttpMethod.HEAD);
    private final Role role;

    private Gate(Role role) {
        this.role = role;
    }

    /** A gate for one role. */
    public static Gate of(Role role) {
        return new Gate(role);
    }

    @Override
    public void handle(RoutingContext context) {
        var viewer = Visit.of(context).viewer();
        if (viewer.isPresent() && viewer.get().is(role)) {
            context.next();
        } else if (viewer.isPresent()) {
            context.fail(new PageRefusal(ProblemType.ROLE_MISSING, role.realmName()));
        } else if (READS.contains(context.request().method())) {
            Pages.sendOn(
                    context,
                    SignInRoutes.SIGN_IN + "?return="
                            + BoundedHttp.encode(context.request().uri()));
        } else {
            context.fail(new PageRefusal(ProblemType.UNAUTHENTICATED));
        }
    }
}
