package sealswarm.embedded.keycloak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class HeadlessSignInIT {
    private static final String REALM = "headless";
    private static final String VERIFIER = "a-verifier-that-is-long-enough-for-pkce-0123456789";
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @BeforeAll
    static void makeARealm() throws Exception {
        KeycloakProcess keycloak = SharedKeycloak.instance();
        String token = member(
                "access_token",
                post(
                                "/realms/master/protocol/openid-connect/token",
                                "application/x-www-form-urlencoded",
                                "grant_type=password&client_id=admin-cli&username=" + keycloak.adminUser()
                                        + "&password=" + keycloak.adminPassword(),
                                "")
                        .body());
        String realm = """
                {"realm":"%s","enabled":true,
                 "clients":[{"clientId":"player","publicClient":true,"redirectUris":["%s/*"],
                   "attributes":{"oauth2.device.authorization.grant.enabled":"true",
                                 "pkce.code.challenge.method":"S256"}}],
                 "users":[{"username":"buyer","enabled":true,"email":"buyer@example.org","firstName":"B","lastName":"B",
                   "credentials":[{"type":"password","value":"right"}]}]}
                """.formatted(REALM, keycloak.baseUrl());
        assertEquals(
                201, post("/admin/realms", "application/json", realm, token).statusCode());
    }

    @Test
    void grantsADeviceItsRequest() throws Exception {
        String device = askForADevice();
        new HeadlessSignIn(new HeadlessBrowser(), "buyer", "right")
                .approveDevice(URI.create(member("verification_uri_complete", device)));
        HttpResponse<String> token = token(
                "grant_type=urn:ietf:params:oauth:grant-type:device_code&device_code=" + member("device_code", device));
        assertEquals(200, token.statusCode(), token.body());
        assertTrue(token.body().contains("access_token"));
    }

    @Test
    void doesNotGrantADeviceToAWrongPassword() throws Exception {
        String device = askForADevice();
        HeadlessSignIn wrong = new HeadlessSignIn(new HeadlessBrowser(), "buyer", "wrong");
        assertThrows(
                HeadlessBrowser.BrowserException.class,
                () -> wrong.approveDevice(URI.create(member("verification_uri_complete", device))));
        HttpResponse<String> token = token(
                "grant_type=urn:ietf:params:oauth:grant-type:device_code&device_code=" + member("device_code", device));
        assertEquals(400, token.statusCode());
    }

    @Test
    void comesBackFromACodeFlowWithACode() throws Exception {
        URI address = SharedKeycloak.instance().baseUrl();
        Page back = new HeadlessSignIn(new HeadlessBrowser(), "buyer", "right")
                .open(URI.create(address + "/realms/" + REALM
                        + "/protocol/openid-connect/auth?response_type=code&client_id=player&scope=openid&redirect_uri="
                        + address + "/back&code_challenge_method=S256&code_challenge=" + challenge()));
        assertEquals("/back", back.address().getPath());
        assertTrue(back.address().getQuery().contains("code="), back.address().toString());
    }

    private static String askForADevice() throws Exception {
        HttpResponse<String> device = post(
                "/realms/" + REALM + "/protocol/openid-connect/auth/device",
                "application/x-www-form-urlencoded",
                "client_id=player&code_challenge_method=S256&code_challenge=" + challenge(),
                "");
        assertEquals(200, device.statusCode(), device.body());
        return device.body();
    }

    private static HttpResponse<String> token(String form) throws Exception {
        return post(
                "/realms/" + REALM + "/protocol/openid-connect/token",
                "application/x-www-form-urlencoded",
                form + "&client_id=player&code_verifier=" + VERIFIER,
                "");
    }

    private static String challenge() throws Exception {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(VERIFIER.getBytes(StandardCharsets.US_ASCII));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    }

    private static HttpResponse<String> post(String path, String type, String body, String token) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(SharedKeycloak.instance().baseUrl() + path))
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String member(String name, String json) {
        Matcher matcher = Pattern.compile("\"" + name + "\":\"([^\"]*)\"").matcher(json);
        assertTrue(matcher.find(), json);
        return matcher.group(1);
    }
}
