package sealswarm.license.server.http;

import java.util.Locale;
import java.util.Optional;

/** A realm role of a person. Services have none: they are known by their client id. */
public enum Role {
    BUYER,
    STUDIO,
    ACCOUNTANT,
    OPERATOR;

    /** The role's name in the realm and in tokens. */
    public String realmName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The role of this realm name; empty for a name that is none of ours, which tokens may carry. */
    public static Optional<Role> named(String realmName) {
        for (Role role : values()) {
            if (role.realmName().equals(realmName)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }
}
