package sealswarm.storefront.account;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sealswarm.storefront.web.Role;

/**
 * What the claims of a token whose signature holds must say (RFC 9068, OpenID Connect Core 3.1.3.7). Pure: claims and
 * the time in, a reason or nothing out.
 *
 * @param issuer exact {@code iss}
 * @param typ exact {@code typ}: {@code Bearer} for access tokens, {@code ID} for id tokens
 * @param audienceOrNull required member of {@code aud}, or null for a token that is only relayed
 * @param parties allowed {@code azp}
 */
record TokenClaims(String issuer, String typ, @Nullable String audienceOrNull, Set<String> parties) {
    /** Seconds our clock and the issuer's may differ. */
    static final long SKEW_SECONDS = 30;

    /** The first rule the claims break, in words, or nothing. */
    Optional<String> broken(JsonObject claims, Instant now) {
        if (!issuer.equals(claims.getValue("iss"))) {
            return Optional.of("iss is not " + issuer);
        }
        if (!typ.equals(claims.getValue("typ"))) {
            return Optional.of("typ is not " + typ);
        }
        if (audienceOrNull != null && !names(claims.getValue("aud"), audienceOrNull)) {
            return Optional.of("aud does not name " + audienceOrNull);
        }
        if (!(claims.getValue("azp") instanceof String party) || !parties.contains(party)) {
            return Optional.of("azp is not allowed");
        }
        if (!(claims.getValue("sub") instanceof String subject) || subject.isEmpty()) {
            return Optional.of("sub is missing");
        }
        return time(claims, now);
    }

    private static Optional<String> time(JsonObject claims, Instant now) {
        if (!(claims.getValue("exp") instanceof Number end) || now.getEpochSecond() - SKEW_SECONDS >= end.longValue()) {
            return Optional.of("exp has passed");
        }
        if (claims.getValue("nbf") instanceof Number start && now.getEpochSecond() + SKEW_SECONDS < start.longValue()) {
            return Optional.of("nbf has not come");
        }
        return Optional.empty();
    }

    private static boolean names(@Nullable Object audience, String wanted) {
        return audience instanceof JsonArray list ? list.contains(wanted) : wanted.equals(audience);
    }

    /** Our roles in {@code realm_access.roles}; others are ignored. */
    static Set<Role> roles(JsonObject claims) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        if (claims.getValue("realm_access") instanceof JsonObject access
                && access.getValue("roles") instanceof JsonArray names) {
            for (Object name : names) {
                Role.ofRealmName(String.valueOf(name)).ifPresent(roles::add);
            }
        }
        return roles;
    }
}
