package sealswarm.storefront.account;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import sealswarm.storefront.web.Role;
import sealswarm.storefront.web.Viewer;

/**
 * A signed-in browser. The tokens stay on this side; a thief of the store gets neither a cookie (only its digest is
 * here) nor a use for the refresh token, which needs the client's secret.
 *
 * @param key digest of the visitor cookie
 * @param subject whose session it is
 * @param name what the person is called on screen
 * @param roles realm names of the roles of the last token
 * @param access access token
 * @param refresh refresh token
 * @param accessExpiresAt when the access token ends
 * @param expiresAt when the session ends whatever happens
 * @param refreshingUntilOrNull until when one instance is refreshing the tokens, which rotate: two at once would be
 *     taken for theft
 * @param ver rises with each change
 */
public record Session(
        String key,
        String subject,
        String name,
        List<String> roles,
        String access,
        String refresh,
        Instant accessExpiresAt,
        Instant expiresAt,
        @Nullable Instant refreshingUntilOrNull,
        long ver) {
    /** Longest life of a session. */
    public static final Duration LIFE = Duration.ofHours(12);

    private static final Duration MARGIN = Duration.ofSeconds(30);
    private static final Duration REFRESH_CLAIM = Duration.ofSeconds(15);

    /** Keeps a copy of the roles. */
    public Session {
        roles = List.copyOf(roles);
    }

    static Session begin(String key, Tokens tokens, Instant now) {
        return new Session(
                key,
                tokens.viewer().subject(),
                tokens.viewer().name(),
                names(tokens.viewer()),
                tokens.access(),
                tokens.refresh(),
                tokens.expiresAt(),
                now.plus(LIFE),
                null,
                1);
    }

    /** The session claimed for refreshing by one instance. */
    Session claimed(Instant now) {
        return new Session(
                key,
                subject,
                name,
                roles,
                access,
                refresh,
                accessExpiresAt,
                expiresAt,
                now.plus(REFRESH_CLAIM),
                ver + 1);
    }

    /** The session with new tokens. */
    Session refreshed(Tokens tokens) {
        return new Session(
                key,
                subject,
                tokens.viewer().name(),
                names(tokens.viewer()),
                tokens.access(),
                tokens.refresh(),
                tokens.expiresAt(),
                expiresAt,
                null,
                ver + 1);
    }

    boolean isOver(Instant now) {
        return !now.isBefore(expiresAt);
    }

    boolean needsRefresh(Instant now) {
        return !now.plus(MARGIN).isBefore(accessExpiresAt);
    }

    boolean isBeingRefreshed(Instant now) {
        return refreshingUntilOrNull != null && now.isBefore(refreshingUntilOrNull);
    }

    /** Who is signed in. */
    Viewer viewer() {
        return new Viewer(
                subject,
                name,
                roles.stream()
                        .map(Role::ofRealmName)
                        .flatMap(Optional::stream)
                        .collect(Collectors.toUnmodifiableSet()));
    }

    private static List<String> names(Viewer viewer) {
        return viewer.roles().stream().map(Role::realmName).sorted().toList();
    }

    @Override
    public String toString() {
        return "Session[hidden, subject=" + subject + ", ver=" + ver + "]";
    }
}
