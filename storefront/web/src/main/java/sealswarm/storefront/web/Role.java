package sealswarm.storefront.web;

import java.util.Locale;
import java.util.Optional;

/** What a signed-in person may do; the names are the realm's roles in upper case. */
public enum Role {
    /** Buys and plays. */
    BUYER,
    /** Publishes titles and sets their offers. */
    STUDIO,
    /** Closes periods, issues vouchers and reads the books. */
    ACCOUNTANT,
    /** Runs the shop and onboards studios; posts no money. */
    OPERATOR;

    /** The role of a realm role's name, if it is one of ours. */
    public static Optional<Role> ofRealmName(String name) {
        for (Role role : values()) {
            if (role.realmName().equals(name)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }

    /** The name in the realm. */
    public String realmName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
