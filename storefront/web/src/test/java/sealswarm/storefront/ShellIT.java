package sealswarm.storefront;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShellIT {
    @TempDir
    static Path directory;

    private static Shop shop;

    @BeforeAll
    static void open() {
        shop = Shop.open(directory);
    }

    @AfterAll
    static void close() {
        shop.close();
    }

    @Test
    void everyPageCarriesTheSecurityHeaders() {
        for (String path : List.of("/", "/no-such-page", "/webjars/picocss__pico/2.1.1/css/pico.min.css")) {
            HttpResponse<String> answer = shop.visitor().get(path);
            String policy = header(answer, "Content-Security-Policy");
            assertTrue(policy.startsWith("default-src 'none'; script-src 'self'; style-src 'self';"), path);
            assertTrue(policy.contains("frame-ancestors 'none'; base-uri 'none'"), path);
            assertFalse(policy.contains("unsafe"), path);
            assertEquals("nosniff", header(answer, "X-Content-Type-Options"), path);
            assertEquals("same-origin", header(answer, "Referrer-Policy"), path);
            assertEquals("same-origin", header(answer, "Cross-Origin-Opener-Policy"), path);
            assertEquals("same-origin", header(answer, "Cross-Origin-Resource-Policy"), path);
        }
    }

    @Test
    void pagesHoldNoInlineScriptOrStyle() {
        String page = shop.visitor().get("/").body();
        assertFalse(page.contains("<script>"), page);
        assertFalse(page.contains("<style"), page);
        assertFalse(page.contains(" style="), page);
        assertFalse(page.contains(" onclick="), page);
    }

    @Test
    void assetsAreImmutableAndSmallAndPagesAreNotCached() {
        int bytes = 0;
        for (String path : List.of(
                "/webjars/picocss__pico/2.1.1/css/pico.min.css",
                "/webjars/htmx.org/2.0.10/dist/htmx.min.js",
                "/assets/1/shop.css",
                "/assets/1/shop.js",
                "/assets/1/seal.svg")) {
            HttpResponse<String> answer = shop.visitor().get(path);
            assertEquals(200, answer.statusCode(), path);
            assertTrue(header(answer, "Cache-Control").contains("immutable"), path + header(answer, "Cache-Control"));
            bytes += answer.body().length();
        }
        assertTrue(bytes <= 200 * 1024, bytes + " bytes of assets");
        assertEquals("private, no-cache", header(shop.visitor().get("/"), "Cache-Control"));
    }

    @Test
    void assetsHaveNoListingAndNoWayUp() {
        for (String path : List.of("/assets/1/", "/assets/1/..%2fmessages/messages.properties", "/webjars/")) {
            assertEquals(404, shop.visitor().get(path).statusCode(), path);
        }
    }

    @Test
    void aForeignHostIsRefusedBeforeAnythingElse() throws IOException {
        assertTrue(raw("GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n")
                .startsWith("HTTP/1.1 421 "));
        String moved = raw("GET / HTTP/1.1\r\nHost: localhost:" + port() + "\r\nConnection: close\r\n\r\n");
        assertTrue(moved.startsWith("HTTP/1.1 303 "), moved);
        assertTrue(moved.contains(shop.storefront.origin().text()), moved);
    }

    @Test
    void formsNeedTheirTokenAndOurOrigin() {
        Visitor visitor = shop.visitor();
        String token = visitor.formToken();
        Map<String, String> fields = Map.of("theme", "dark", "formToken", token);
        assertEquals(403, visitor.post("/theme", Map.of("theme", "dark")).statusCode());
        assertEquals(
                403, visitor.post("/theme", Map.of("formToken", "A".repeat(43))).statusCode());
        assertEquals(
                403,
                visitor.post("/theme", fields, "Origin", "https://evil.example").statusCode());
        assertEquals(403, visitor.post("/theme", fields, "Origin", "null").statusCode());
        assertEquals(
                403,
                visitor.post("/theme", fields, "Sec-Fetch-Site", "cross-site").statusCode());
        assertEquals(
                403,
                visitor.post("/theme", fields, "Sec-Fetch-Site", "same-site").statusCode());
        assertEquals(403, shop.visitor().post("/theme", fields).statusCode(), "another visitor's token");
        assertEquals(303, visitor.post("/theme", fields).statusCode());
        assertEquals(
                303,
                visitor.post("/theme", Map.of("theme", "dark"), "X-Form-Token", token)
                        .statusCode());
    }

    @Test
    void themeIsRenderedByTheServerAndAbsentForTheSystems() {
        Visitor visitor = shop.visitor();
        assertFalse(visitor.get("/").body().contains("data-theme"));
        visitor.submit("/theme", Map.of("theme", "dark"));
        assertTrue(visitor.get("/").body().contains("data-theme=\"dark\""));
        visitor.submit("/theme", Map.of("theme", "auto"));
        assertFalse(visitor.get("/").body().contains("data-theme=\"auto\""));
    }

    @Test
    void themeDoesNotLeadOutOfTheShop() {
        HttpResponse<String> answer =
                shop.visitor().submit("/theme", Map.of("theme", "dark", "return", "//evil.example"));
        assertEquals("/", header(answer, "Location"));
    }

    @Test
    void anUnknownPageIsARealNotFoundWithItsRequest() {
        HttpResponse<String> answer = shop.visitor().get("/no-such-page", "X-Request-Id", "trace-12345");
        assertEquals(404, answer.statusCode());
        assertEquals("trace-12345", header(answer, "X-Request-Id"));
        assertTrue(answer.body().contains("trace-12345"));
        assertTrue(header(answer, "Content-Type").startsWith("text/html"));
    }

    @Test
    void aRequestIdThatCouldForgeALogLineIsReplaced() {
        String given = header(shop.visitor().get("/", "X-Request-Id", "<b>x</b> 1234"), "X-Request-Id");
        assertTrue(given.matches("[0-9a-f]{16}"), given);
    }

    @Test
    void anOversizedFormIsRefused() {
        Visitor visitor = shop.visitor();
        String token = visitor.formToken();
        String large = "x".repeat(64 * 1024);
        assertEquals(
                413,
                visitor.post("/theme", Map.of("formToken", token, "theme", large))
                        .statusCode());
    }

    @Test
    void headAnswersLikeGetWithoutABody() {
        HttpResponse<String> answer = shop.visitor().head("/");
        assertEquals(200, answer.statusCode());
        assertEquals("", answer.body());
    }

    @Test
    void noticesAreAClosedList() {
        Visitor visitor = shop.visitor();
        assertTrue(visitor.get("/?done=signed-out").body().contains("You are signed out"));
        assertFalse(visitor.get("/?done=%3Cb%3Ecall+this+number").body().contains("call this number"));
    }

    private static int port() {
        return URI.create(shop.storefront.origin().text()).getPort();
    }

    private static String raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.US_ASCII));
            out.flush();
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }
}
