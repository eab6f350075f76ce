package sealswarm.license.server.http;

import java.util.Set;

/**
 * Who sent a request, after the token was checked.
 *
 * @param kind a person, a service signed in by client credentials, or nobody
 * @param subject the realm's subject; empty for nobody
 * @param client the client the token was issued to ({@code azp}); empty for nobody
 * @param roles realm roles; empty unless a person
 */
public record Caller(Kind kind, String subject, String client, Set<Role> roles) {
    /** The caller of a request without a token. */
    public static final Caller NOBODY = new Caller(Kind.NOBODY, "", "", Set.of());

    /** What stands behind a token. */
    public enum Kind {
        NOBODY,
        PERSON,
        SERVICE
    }

    public Caller {
        roles = Set.copyOf(roles);
        if (kind != Kind.NOBODY && (subject.isEmpty() || client.isEmpty())) {
            throw new IllegalArgumentException("a caller has a subject and a client");
        }
        if (kind != Kind.PERSON && !roles.isEmpty()) {
            throw new IllegalArgumentException("only a person has roles");
        }
    }

    /** A person with these roles, signed in through a client. */
    public static Caller person(String subject, String client, Set<Role> roles) {
        return new Caller(Kind.PERSON, subject, client, roles);
    }

    /** A service, signed in by its own credentials. */
    public static Caller service(String subject, String client) {
        return new Caller(Kind.SERVICE, subject, client, Set.of());
    }

    public boolean has(Role role) {
        return roles.contains(role);
    }

    /** Whether this is the service of that client id. */
    public boolean isService(String clientId) {
        return kind == Kind.SERVICE && client.equals(clientId);
    }
}
