package sealswarm.player.page;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;

/**
 * Who may talk to the local server: only pages of its own, on this machine. Names that other sites resolve to loopback (DNS
 * rebinding) fail the Host check, scripts of other sites the Origin and Fetch Metadata checks. Also sets the headers of every
 * answer; nothing is ever cached on disk.
 */
final class LocalGuard {
    private static final Set<String> OWN_SITES = Set.of("same-origin", "none");
    private static final String CSP = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
            + " media-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    private LocalGuard() {}

    static void check(RoutingContext context, int port) {
        HttpServerRequest request = context.request();
        headers(context.response());
        if (!isOwnHost(request, port)) {
            context.response().setStatusCode(421).end("unknown-host\n");
        } else if (!isOwnOrigin(request, port)) {
            context.response().setStatusCode(403).end("foreign origin\n");
        } else {
            context.next();
        }
    }

    private static boolean isOwnHost(HttpServerRequest request, int port) {
        HostAndPort host = request.authority();
        return host != null
                && host.port() == port
                && (host.host().equals("127.0.0.1") || host.host().equals("localhost"));
    }

    private static boolean isOwnOrigin(HttpServerRequest request, int port) {
        String origin = request.getHeader("Origin");
        if (origin != null
                && !origin.equals("http://127.0.0.1:" + port)
                && !origin.equals("http://localhost:" + port)) {
            return false;
        }
        String site = request.getHeader("Sec-Fetch-Site");
        return site == null || OWN_SITES.contains(site);
    }

    private static void headers(HttpServerResponse response) {
        response.putHeader("Cache-Control", "no-store")
                .putHeader("Content-Security-Policy", CSP)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Cross-Origin-Opener-Policy", "same-origin")
                .putHeader("Cross-Origin-Resource-Policy", "same-origin");
    }
}
