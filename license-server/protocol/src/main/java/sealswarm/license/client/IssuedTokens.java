package sealswarm.license.client;

import java.time.Instant;
import java.util.Optional;

/** What a token endpoint gave. Never printed. */
public final class IssuedTokens {
    private final String accessToken;
    private final Instant expiresAt;
    private final String refreshToken;

    IssuedTokens(String accessToken, Instant expiresAt, String refreshToken) {
        this.accessToken = accessToken;
        this.expiresAt = expiresAt;
        this.refreshToken = refreshToken;
    }

    public String accessToken() {
        return accessToken;
    }

    public Instant expiresAt() {
        return expiresAt;
    }

    public Optional<String> refreshToken() {
        return refreshToken.isEmpty() ? Optional.empty() : Optional.of(refreshToken);
    }

    /**
     * The account's subject, read from the token without checking it: the issuer was asked directly, and servers check it.
     *
     * @throws java.io.IOException if the token is no JWT with a subject
     */
    public String unverifiedSubject() throws java.io.IOException {
        String[] parts = accessToken.split("\\.", -1);
        try {
            if (parts.length == 3) {
                byte[] claims = java.util.Base64.getUrlDecoder().decode(parts[1]);
                String subject = new com.fasterxml.jackson.databind.ObjectMapper()
                        .readTree(claims)
                        .path("sub")
                        .asText();
                if (!subject.isEmpty()) {
                    return subject;
                }
            }
        } catch (IllegalArgumentException e) {
            throw new java.io.IOException("the issuer's access token is no JWT", e);
        }
        throw new java.io.IOException("the issuer's access token names no subject");
    }

    @Override
    public String toString() {
        return "IssuedTokens[redacted]";
    }
}
