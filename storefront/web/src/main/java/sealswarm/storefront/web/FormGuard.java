package sealswarm.storefront.web;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import sealswarm.license.problem.ProblemType;

/**
 * Refuses unsafe requests that another site could have caused: a foreign {@code Origin}, a cross-site {@code
 * Sec-Fetch-Site}, or a missing or wrong form token. Runs after the body was read.
 */
final class FormGuard implements Handler<RoutingContext> {
    /** Form field of the token. */
    static final String FIELD = "formToken";
    /** Header of the token, as htmx sends it. */
    static final String HEADER = "X-Form-Token";

    private static final Set<HttpMethod> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
    private final Origin origin;

    FormGuard(Origin origin) {
        this.origin = origin;
    }

    @Override
    public void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (SAFE.contains(request.method()) || isAsked(context)) {
            context.next();
        } else {
            context.fail(new PageRefusal(ProblemType.FORM_TOKEN));
        }
    }

    private boolean isAsked(RoutingContext context) {
        HttpServerRequest request = context.request();
        String from = request.getHeader("Origin");
        if (from != null && !from.equals(origin.text())) {
            return false;
        }
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null && !site.equals("same-origin")) {
            return false;
        }
        String token = request.getHeader(HEADER);
        if (token == null) {
            token = request.getFormAttribute(FIELD);
        }
        return token != null && RandomText.same(token, Visit.of(context).formToken());
    }
}
