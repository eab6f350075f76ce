package sealswarm.license.server.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.keycloak.admin.client.Keycloak;
import org.keycloak.representations.idm.ClientRepresentation;
import sealswarm.console.settings.SecretText;
import sealswarm.license.server.http.Caller;
import sealswarm.license.server.http.Role;

class RealmProvisionerIT {
    private static final Vertx VERTX = Vertx.vertx();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String REALM = "sealswarm-" + randomHex(4);
    private static final SecretText SHOP_SECRET = SecretText.of(randomHex(16));
    private static final SecretText SERVER_SECRET = SecretText.of(randomHex(16));
    private static RealmPlan plan;

    @BeforeAll
    static void provision() {
        plan = new RealmPlan(
                REALM,
                KeycloakUnderTest.url(),
                List.of(URI.create("http://127.0.0.1:8080")),
                SHOP_SECRET,
                SERVER_SECRET);
        RealmProvisioner.provision(KeycloakUnderTest.administrator(), plan);
        allowPasswordGrant();
    }

    @AfterAll
    static void remove() throws Exception {
        try (Keycloak admin = KeycloakUnderTest.administrator().open()) {
            admin.realm(REALM).remove();
        }
        VERTX.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @Test
    void provisioningAgainChangesNothing() {
        String before = contents();
        RealmProvisioner.provision(KeycloakUnderTest.administrator(), plan);
        String after = contents();
        allowPasswordGrant();
        assertEquals(before, after);
    }

    @Test
    void servicesAreKnownByTheirClient() throws Exception {
        Caller caller = verify(token(Map.of(
                "grant_type",
                "client_credentials",
                "client_id",
                "storefront",
                "client_secret",
                SHOP_SECRET.revealSecret())));
        assertEquals(Caller.Kind.SERVICE, caller.kind());
        assertTrue(caller.isService("storefront"));
    }

    @Test
    void tokenOfAnotherRealmOrAudienceIsRefused() {
        assertThrows(ExecutionException.class, () -> verify(masterToken()));
    }

    @Test
    void endedSessionsRefuseTheirRefreshTokens() throws Exception {
        String name = "studio-" + randomHex(3);
        String subject = makeStudio(name);
        JsonObject signedIn = post(passwordGrant(name));
        Map<String, String> refresh = Map.of(
                "grant_type",
                "refresh_token",
                "client_id",
                "packager",
                "refresh_token",
                signedIn.getString("refresh_token"));
        AdminAccess service = AdminAccess.client(KeycloakUnderTest.url(), REALM, RealmClients.SERVER, SERVER_SECRET);
        try (KeycloakDirectory directory = new KeycloakDirectory(service, REALM)) {
            directory.endSessions(subject);
            directory.endSessions("00000000-0000-0000-0000-000000000000");
        }
        assertEquals("invalid_grant", post(refresh).getString("error"));
    }

    @Test
    void personIsMadeOnceAndHasTheRolesGivenBesidesBuyer() throws Exception {
        String name = "studio-" + randomHex(3);
        assertEquals(makeStudio(name), makeStudio(name));
    }

    private static String makeStudio(String name) throws Exception {
        KeycloakDirectory.Person person =
                new KeycloakDirectory.Person(name, name + "@studio.example", "Stu", "Dio", Set.of(Role.STUDIO));
        try (KeycloakDirectory directory = new KeycloakDirectory(KeycloakUnderTest.administrator(), REALM)) {
            String subject = directory.ensure(person, SecretText.of("pw-" + name));
            Caller caller = verify(post(passwordGrant(name)).getString("access_token"));
            assertEquals(Caller.person(subject, "packager", Set.of(Role.BUYER, Role.STUDIO)), caller);
            return subject;
        }
    }

    private static Map<String, String> passwordGrant(String name) {
        return Map.of("grant_type", "password", "client_id", "packager", "username", name, "password", "pw-" + name);
    }

    /** Only in this throw-away realm: the product has no password grant. */
    private static void allowPasswordGrant() {
        try (Keycloak admin = KeycloakUnderTest.administrator().open()) {
            ClientRepresentation packager =
                    admin.realm(REALM).clients().findByClientId("packager").get(0);
            packager.setDirectAccessGrantsEnabled(true);
            admin.realm(REALM).clients().get(packager.getId()).update(packager);
        }
    }

    private static String contents() {
        try (Keycloak admin = KeycloakUnderTest.administrator().open()) {
            List<Object> clients = admin.realm(REALM).clients().findAll().stream()
                    .peek(client -> client.setDirectAccessGrantsEnabled(false))
                    .map(client -> (Object) JsonObject.mapFrom(client))
                    .toList();
            List<String> roles = admin.realm(REALM).roles().list().stream()
                    .map(role -> role.getName())
                    .toList();
            return sorted(JsonObject.mapFrom(admin.realm(REALM).toRepresentation())) + "\n" + sorted(clients) + "\n"
                    + sorted(roles);
        }
    }

    /** Text of a tree in which neither the order of members nor that of list elements counts. */
    private static String sorted(@Nullable Object tree) {
        if (tree instanceof JsonObject object) {
            return sorted(object.getMap());
        }
        if (tree instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry -> entry.getKey() + "=" + sorted(entry.getValue()))
                    .sorted()
                    .toList()
                    .toString();
        }
        if (tree instanceof Iterable<?> many) {
            return java.util.stream.StreamSupport.stream(many.spliterator(), false)
                    .map(RealmProvisionerIT::sorted)
                    .sorted()
                    .toList()
                    .toString();
        }
        return String.valueOf(tree);
    }

    private static Caller verify(String token) throws Exception {
        URI keys = URI.create(plan.issuer() + "/protocol/openid-connect/certs");
        return TokenVerifier.fetching(VERTX, TokenRules.ofRealm(plan.issuer()), keys, InstantSource.system())
                .authenticate(token)
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
    }

    private static String token(Map<String, String> form) throws Exception {
        return post(form).getString("access_token");
    }

    private static String masterToken() {
        try (Keycloak admin = KeycloakUnderTest.administrator().open()) {
            return admin.tokenManager().getAccessTokenString();
        }
    }

    private static JsonObject post(Map<String, String> form) throws Exception {
        String body = form.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        HttpResponse<String> answer = HTTP.send(
                HttpRequest.newBuilder(URI.create(plan.issuer() + "/protocol/openid-connect/token"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
        return new JsonObject(answer.body());
    }

    private static String randomHex(int bytes) {
        byte[] random = new byte[bytes];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }
}
