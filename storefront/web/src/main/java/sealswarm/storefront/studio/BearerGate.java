package sealswarm.storefront.studio;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import sealswarm.license.problem.ProblemType;
import sealswarm.storefront.account.Issuer;
import sealswarm.storefront.web.PageRefusal;
import sealswarm.storefront.web.Role;

/** Who calls a route of {@code /api}: a bearer token for audience {@code storefront} from the packager, role studio. */
final class BearerGate {
    private static final String AUDIENCE = "storefront";
    private static final Set<String> PARTIES = Set.of("packager");
    private static final String SCHEME = "Bearer ";

    private final Issuer issuer;

    BearerGate(Issuer issuer) {
        this.issuer = issuer;
    }

    /** The studio account behind a request; fails with {@code unauthenticated} or {@code role-missing}. */
    Future<StudioCaller> studio(RoutingContext context) {
        String header = context.request().getHeader("Authorization");
        if (header == null || !header.startsWith(SCHEME)) {
            return Future.failedFuture(new PageRefusal(ProblemType.UNAUTHENTICATED));
        }
        String token = header.substring(SCHEME.length());
        return issuer.bearerClaims(token, AUDIENCE, PARTIES)
                .compose(claims -> holdsRole(claims)
                        ? Future.succeededFuture(new StudioCaller(claims.getString("sub"), token))
                        : Future.failedFuture(new PageRefusal(ProblemType.ROLE_MISSING, Role.STUDIO.realmName())));
    }

    private static boolean holdsRole(JsonObject claims) {
        return claims.getValue("realm_access") instanceof JsonObject access
                && access.getValue("roles") instanceof JsonArray roles
                && roles.contains(Role.STUDIO.realmName());
    }

    /**
     * A studio account and its token.
     *
     * @param subject the account
     * @param token for what the shop asks in its name; never printed
     */
    record StudioCaller(String subject, String token) {
        @Override
        public String toString() {
            return "StudioCaller[hidden, subject=" + subject + "]";
        }
    }
}
