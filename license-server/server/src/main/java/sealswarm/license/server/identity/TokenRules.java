package sealswarm.license.server.identity;

import java.time.Duration;
import java.util.Set;

/**
 * What an access token must say to be accepted.
 *
 * @param issuer exact {@code iss}
 * @param audience must be one of {@code aud}
 * @param clients allowed {@code azp}
 * @param algorithms allowed {@code alg}; never {@code none}, never an HMAC
 */
public record TokenRules(String issuer, String audience, Set<String> clients, Set<String> algorithms) {
    /** Clock difference allowed for {@code exp}, {@code nbf} and {@code iat}. */
    public static final Duration SKEW = Duration.ofSeconds(30);

    /** Longest token looked at, in characters. */
    public static final int MAX_LENGTH = 8 * 1024;

    /** Audience of this server's tokens. */
    public static final String AUDIENCE = "license-server";

    private static final Set<String> SAFE = Set.of("RS256", "RS384", "RS512", "ES256", "ES384", "ES512");

    public TokenRules {
        clients = Set.copyOf(clients);
        algorithms = Set.copyOf(algorithms);
        if (issuer.isEmpty() || audience.isEmpty() || clients.isEmpty() || algorithms.isEmpty()) {
            throw new IllegalArgumentException("token rules name an issuer, an audience, clients and algorithms");
        }
        if (!SAFE.containsAll(algorithms)) {
            throw new IllegalArgumentException("only public-key signature algorithms are allowed: " + SAFE);
        }
    }

    /** The rules of a realm provisioned by {@link RealmProvisioner}. */
    public static TokenRules ofRealm(String issuer) {
        return new TokenRules(issuer, AUDIENCE, Set.of("player", "packager", "storefront"), Set.of("RS256", "ES256"));
    }
}
