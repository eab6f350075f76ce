package sealswarm.storefront.web;

import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import sealswarm.license.problem.ProblemType;

/**
 * Puts the security headers on every answer and refuses a {@code Host} that is not ours (421), which ends DNS
 * rebinding and poisoned links. {@code localhost} is sent to the shop's own name, so that one visitor has one cookie.
 */
final class HeadGuard implements Handler<RoutingContext> {
    private final Origin origin;
    private final String contentSecurityPolicy;

    HeadGuard(Origin origin, Origin issuer) {
        this.origin = origin;
        this.contentSecurityPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
                + "media-src 'self'; connect-src 'self'; form-action 'self' " + issuer
                + "; frame-ancestors 'none'; base-uri 'none'";
    }

    @Override
    public void handle(RoutingContext context) {
        MultiMap headers = context.response().headers();
        headers.set("Content-Security-Policy", contentSecurityPolicy)
                .set("X-Content-Type-Options", "nosniff")
                // Not 'no-referrer': with it browsers send "Origin: null" with our own forms, which no guard can tell
                // from a stranger's.
                .set("Referrer-Policy", "same-origin")
                .set("Cross-Origin-Opener-Policy", "same-origin")
                .set("Cross-Origin-Resource-Policy", "same-origin");
        if (!isAsset(context.request().path())) {
            headers.set("Cache-Control", "private, no-cache");
        }
        if (origin.isEncrypted()) {
            headers.set("Strict-Transport-Security", "max-age=31536000");
        }
        String host = authority(context);
        if (host.equals(origin.authority())) {
            context.next();
        } else if (host.equals(origin.authority().replace("127.0.0.1", "localhost"))) {
            context.response().putHeader("Location", origin + "/");
            context.response().setStatusCode(303).end();
        } else {
            context.fail(new PageRefusal(ProblemType.UNKNOWN_HOST));
        }
    }

    private static boolean isAsset(String path) {
        return path.startsWith("/webjars/") || path.startsWith(Shell.ASSETS);
    }

    private static String authority(RoutingContext context) {
        HostAndPort authority = context.request().authority();
        return authority == null ? "" : authority.toString();
    }
}
