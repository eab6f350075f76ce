package sealswarm.storefront.web;

import java.util.Set;

/**
 * A signed-in person, as pages and stores see one.
 *
 * @param subject the issuer's stable id of the account
 * @param name what the person is called on screen
 * @param roles the roles of the last accepted token
 */
public record Viewer(String subject, String name, Set<Role> roles) {
    /** Keeps a copy of the roles. */
    public Viewer {
        roles = Set.copyOf(roles);
    }

    /** Whether this person holds a role. */
    public boolean is(Role role) {
        return roles.contains(role);
    }
}
