package sealswarm.license.server.http;

import java.util.Set;

/**
 * Who may call a route: anybody, or persons with one of some roles and services of some clients. What a caller may do to a
 * single document (its own, its studio's) is decided by the room, inside the store's filter.
 */
public record Access(Who who, Set<Role> roles, Set<String> services) {
    /** Client id of the storefront's service account. */
    public static final String STOREFRONT = "storefront";

    /** No token needed; a token that is sent is not looked at. */
    public static final Access ANYBODY = new Access(Who.ANYBODY, Set.of(), Set.of());

    /** No token, but only from loopback and the addresses that are allowed to watch: others do not see the route. */
    public static final Access WATCHERS = new Access(Who.WATCHERS, Set.of(), Set.of());

    /** Whether a token is needed. */
    public enum Who {
        ANYBODY,
        WATCHERS,
        LISTED
    }

    public Access {
        roles = Set.copyOf(roles);
        services = Set.copyOf(services);
    }

    /** Persons with one of these roles. */
    public static Access roles(Role first, Role... more) {
        return new Access(Who.LISTED, setOf(first, more), Set.of());
    }

    /** The service of this client, and no person. */
    public static Access service(String clientId) {
        return new Access(Who.LISTED, Set.of(), Set.of(clientId));
    }

    /** This, and persons with one of these roles too. */
    public Access or(Role first, Role... more) {
        Set<Role> all = new java.util.HashSet<>(roles);
        all.addAll(setOf(first, more));
        return new Access(Who.LISTED, all, services);
    }

    /** Whether a checked caller is on the list. */
    public boolean admits(Caller caller) {
        if (who != Who.LISTED) {
            return true;
        }
        return switch (caller.kind()) {
            case NOBODY -> false;
            case PERSON -> caller.roles().stream().anyMatch(roles::contains);
            case SERVICE -> services.contains(caller.client());
        };
    }

    private static Set<Role> setOf(Role first, Role... more) {
        Set<Role> set = new java.util.HashSet<>(Set.of(more));
        set.add(first);
        return set;
    }
}
