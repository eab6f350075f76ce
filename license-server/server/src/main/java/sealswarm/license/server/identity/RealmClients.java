package sealswarm.license.server.identity;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.keycloak.representations.idm.ClientRepresentation;
import org.keycloak.representations.idm.ProtocolMapperRepresentation;
import org.keycloak.representations.idm.RealmRepresentation;

/** The realm's settings and its four clients, as the admin API wants them. */
final class RealmClients {
    static final String SERVER = "license-server";
    static final String STOREFRONT = "storefront";

    /** Rights of the services over the realm's users. */
    static final Set<String> USER_RIGHTS = Set.of("manage-users", "view-users", "query-users", "view-realm");

    private static final int ACCESS_TOKEN_SECONDS = 300;
    private static final long EVENT_LIFE_SECONDS = 30L * 24 * 3600;

    private RealmClients() {}

    /** Sets what the plan decides and leaves the rest of the realm as it is. */
    static RealmRepresentation apply(RealmPlan plan, RealmRepresentation realm) {
        realm.setRealm(plan.realm());
        realm.setDisplayName("Sealswarm");
        realm.setEnabled(true);
        realm.setRegistrationAllowed(true);
        realm.setBruteForceProtected(true);
        realm.setAccessTokenLifespan(ACCESS_TOKEN_SECONDS);
        realm.setRevokeRefreshToken(true);
        realm.setRefreshTokenMaxReuse(0);
        realm.setEventsEnabled(true);
        realm.setEventsExpiration(EVENT_LIFE_SECONDS);
        realm.setAdminEventsEnabled(true);
        // Fixes the issuer whatever Host a request names.
        Map<String, String> attributes = new HashMap<>(realm.getAttributesOrEmpty());
        attributes.put("frontendUrl", plan.publicUrl().toString());
        realm.setAttributes(attributes);
        return realm;
    }

    static List<ClientRepresentation> of(RealmPlan plan) {
        return List.of(server(plan), device("player"), packager(), storefront(plan));
    }

    /** The audience of all our tokens; its own service account ends sessions. */
    private static ClientRepresentation server(RealmPlan plan) {
        ClientRepresentation client = client(SERVER);
        client.setSecret(plan.serverSecret().revealSecret());
        client.setServiceAccountsEnabled(true);
        client.setProtocolMappers(List.of());
        return client;
    }

    private static ClientRepresentation packager() {
        ClientRepresentation client = device("packager");
        List<ProtocolMapperRepresentation> mappers = new ArrayList<>(client.getProtocolMappers());
        mappers.add(audience(STOREFRONT));
        client.setProtocolMappers(mappers);
        return client;
    }

    /** A program on a person's machine: no secret, sign-in by device code with PKCE. */
    private static ClientRepresentation device(String clientId) {
        ClientRepresentation client = client(clientId);
        client.setPublicClient(true);
        client.getAttributes().put("oauth2.device.authorization.grant.enabled", "true");
        client.getAttributes().put("pkce.code.challenge.method", "S256");
        return client;
    }

    private static ClientRepresentation storefront(RealmPlan plan) {
        ClientRepresentation client = client(STOREFRONT);
        client.setSecret(plan.storefrontSecret().revealSecret());
        client.setServiceAccountsEnabled(true);
        client.setStandardFlowEnabled(true);
        client.setRedirectUris(plan.storefrontUrls().stream()
                .map(url -> url + RealmPlan.CALLBACK)
                .toList());
        client.getAttributes().put("pkce.code.challenge.method", "S256");
        client.getAttributes()
                .put(
                        "post.logout.redirect.uris",
                        String.join(
                                "##",
                                plan.storefrontUrls().stream()
                                        .map(url -> url + "/")
                                        .toList()));
        return client;
    }

    private static ClientRepresentation client(String clientId) {
        ClientRepresentation client = new ClientRepresentation();
        client.setClientId(clientId);
        client.setName("Sealswarm " + clientId);
        client.setEnabled(true);
        client.setProtocol("openid-connect");
        client.setPublicClient(false);
        client.setStandardFlowEnabled(false);
        client.setImplicitFlowEnabled(false);
        client.setDirectAccessGrantsEnabled(false);
        client.setServiceAccountsEnabled(false);
        client.setFullScopeAllowed(true);
        client.setAttributes(new HashMap<>());
        client.setProtocolMappers(List.of(audience(SERVER)));
        return client;
    }

    private static ProtocolMapperRepresentation audience(String clientId) {
        ProtocolMapperRepresentation mapper = new ProtocolMapperRepresentation();
        mapper.setName("audience-" + clientId);
        mapper.setProtocol("openid-connect");
        mapper.setProtocolMapper("oidc-audience-mapper");
        mapper.setConfig(
                Map.of("included.client.audience", clientId, "access.token.claim", "true", "id.token.claim", "false"));
        return mapper;
    }
}
