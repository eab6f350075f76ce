package sealswarm.embedded.keycloak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FormTest {
    private static final URI PAGE = URI.create("http://127.0.0.1:8180/realms/shop/login?x=1");

    @Test
    void readsActionMethodAndFieldsAsABrowserWould() {
        Page page = new Page(PAGE, 200, """
                <form id="a" action="/realms/shop/do?code=1&amp;tab=2" method='POST'>
                <input name="username" value="" type=text><INPUT name=password type="password">
                <input type="hidden" name="csrf" value="a&quot;b&#39;"><input type="checkbox" name="rememberMe">
                <input type="checkbox" name="share" value="on" checked><input type="submit" name="login" value="Go">
                <select name="country"><option value="AT"><option value="DE" selected></select>
                <textarea name="note" rows="2">1 &lt; 2</textarea><input name="off" value="x" disabled></form>
                <form><input name="q" value="film"></form>
                """);
        List<Form> forms = page.forms();
        assertEquals(2, forms.size());
        assertEquals(
                URI.create("http://127.0.0.1:8180/realms/shop/do?code=1&tab=2"),
                forms.get(0).action());
        assertEquals(Form.Method.POST, forms.get(0).method());
        assertEquals(
                Map.of(
                        "username",
                        "",
                        "password",
                        "",
                        "csrf",
                        "a\"b'",
                        "share",
                        "on",
                        "country",
                        "DE",
                        "note",
                        "1 < 2"),
                forms.get(0).fields());
        assertEquals(PAGE, forms.get(1).action());
        assertEquals(Form.Method.GET, forms.get(1).method());
        assertTrue(forms.get(1).has("q"));
        assertFalse(forms.get(1).has("username"));
    }

    @Test
    void saysOnWhichPageAFormIsMissing() {
        HeadlessBrowser.BrowserException missing = assertThrows(
                HeadlessBrowser.BrowserException.class, () -> new Page(PAGE, 404, "<p>nothing").form(form -> true));
        assertTrue(String.valueOf(missing.getMessage()).contains(PAGE.toString()));
    }

    @Test
    void keepsCookiesByHostAndPathOverAllPortsUntilTheyExpire() {
        CookieJar jar = new CookieJar();
        jar.accept(PAGE, "KC_RESTART=abc=; Version=1; Path=/realms/shop/; Secure; HttpOnly");
        jar.accept(PAGE, "__Host-shop=1; Path=/; Secure");
        assertEquals(Optional.of("KC_RESTART=abc=; __Host-shop=1"), jar.header(PAGE));
        assertEquals(Optional.of("__Host-shop=1"), jar.header(URI.create("http://127.0.0.1:8080/realms/shopping/")));
        assertEquals(Optional.empty(), jar.header(URI.create("http://localhost:8180/realms/shop/login")));
        jar.accept(PAGE, "KC_RESTART=; Max-Age=0; Path=/realms/shop/");
        jar.accept(PAGE, "__Host-shop=; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Path=/");
        assertEquals(Optional.empty(), jar.header(PAGE));
    }
}
