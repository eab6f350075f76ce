package sealswarm.license.server.identity;

import java.net.URI;
import sealswarm.console.settings.SecretText;

/**
 * How to reach the identity server's admin API.
 *
 * @param baseUrl without a realm, such as {@code http://127.0.0.1:8180}
 * @param realm where the account is: {@code master} for an administrator
 * @param name user name of an administrator, or id of a client
 * @param secret password or client secret
 * @param kind what the name is
 */
public record AdminAccess(URI baseUrl, String realm, String name, SecretText secret, Kind kind) {
    /** Whose credentials these are. */
    public enum Kind {
        ADMINISTRATOR,
        CLIENT
    }

    /** An administrator of the whole identity server, as needed to provision a realm. */
    public static AdminAccess administrator(URI baseUrl, String userName, SecretText password) {
        return new AdminAccess(baseUrl, "master", userName, password, Kind.ADMINISTRATOR);
    }

    /** A confidential client of the realm itself, with rights over its users. */
    public static AdminAccess client(URI baseUrl, String realm, String clientId, SecretText secret) {
        return new AdminAccess(baseUrl, realm, clientId, secret, Kind.CLIENT);
    }

    org.keycloak.admin.client.Keycloak open() {
        org.keycloak.admin.client.KeycloakBuilder builder = org.keycloak.admin.client.KeycloakBuilder.builder()
                .serverUrl(baseUrl.toString())
                .realm(realm);
        return switch (kind) {
            case ADMINISTRATOR ->
                builder.clientId("admin-cli")
                        .username(name)
                        .password(secret.revealSecret())
                        .build();
            case CLIENT ->
                builder.clientId(name)
                        .clientSecret(secret.revealSecret())
                        .grantType("client_credentials")
                        .build();
        };
    }
}
