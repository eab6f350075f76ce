package sealswarm.console.settings;

import java.util.Set;

/**
 * The words a settings file may use on top: its sections, one per component, and the keys shared by several components. A
 * component reads its own section and the shared keys it declares; every other word is refused, so a misspelt section cannot
 * pass unnoticed.
 */
final class Vocabulary {
    static final Set<String> SECTIONS =
            Set.of("demo", "edge", "host", "license-server", "packager", "peer", "player", "serve", "storefront");

    static final Set<String> SHARED = Set.of(
            "data",
            "keycloak-url",
            "keycloak-realm",
            "keycloak-zip",
            "log-level",
            "mongo-uri",
            "mongo-uri-file",
            "server",
            "storefront-url");

    private Vocabulary() {}
}
