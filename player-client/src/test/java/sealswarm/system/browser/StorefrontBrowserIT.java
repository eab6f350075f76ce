package sealswarm.system.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sealswarm.console.settings.SecretText;
import sealswarm.embedded.keycloak.KeycloakSettings;
import sealswarm.embedded.keycloak.SharedKeycloak;
import sealswarm.license.server.http.Role;
import sealswarm.license.server.identity.KeycloakDirectory;
import sealswarm.onebox.serve.Shop;
import sealswarm.onebox.serve.ShopPlan;
import sealswarm.onebox.serve.ShopPorts;

/** The shop's pages in a real Chromium, before a real Keycloak: accessible in both themes, and no policy is violated. */
class StorefrontBrowserIT {
    private static final String PASSWORD = "a-good-password";

    @TempDir
    static Path data;

    private static Chromium chromium;
    private static Shop shop;

    @BeforeAll
    static void openTheShop() {
        chromium = Chromium.start();
        KeycloakSettings keycloak = SharedKeycloak.settings(data);
        shop = Shop.start(
                new ShopPlan(
                        data,
                        ShopPorts.ANY.reserve(new SecureRandom()),
                        new ShopPlan.OwnKeycloak(keycloak.distribution(), keycloak.cache(), keycloak.startLimit()),
                        Optional.empty(),
                        InstantSource.system()),
                line -> {});
        try (KeycloakDirectory accounts = shop.accounts()) {
            accounts.ensure(
                    new KeycloakDirectory.Person("anna", "anna@example.org", "Anna", "A", Set.of(Role.BUYER)),
                    SecretText.of(PASSWORD));
            accounts.ensure(
                    new KeycloakDirectory.Person("carl", "carl@example.org", "Carl", "C", Set.of(Role.ACCOUNTANT)),
                    SecretText.of(PASSWORD));
        }
    }

    @AfterAll
    static void close() {
        if (shop != null) {
            shop.close();
        }
        if (chromium != null) {
            chromium.close();
        }
    }

    @Test
    void pagesOfABuyerAreAccessibleInBothThemes() {
        for (ColorScheme theme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            try (BrowserContext context = chromium.context(new Browser.NewContextOptions().setColorScheme(theme))) {
                List<String> complaints = new ArrayList<>();
                Page page = open(context, complaints);
                page.navigate(shop.storefront().toString());
                assertAccessible(page);
                signIn(page, "anna", "/library");
                for (String path : List.of("/library", "/orders", "/devices", "/")) {
                    page.navigate(at(path));
                    assertAccessible(page);
                }
                page.navigate(at("/titles/no-such-title"));
                assertAccessible(page);
                assertEquals(List.of(), complaints, "the browser's console");
            }
        }
    }

    @Test
    void aBuyerSeesNoAccountantsPage() {
        try (BrowserContext context = chromium.context(new Browser.NewContextOptions())) {
            Page page = context.newPage();
            signIn(page, "anna", "/library");
            assertEquals(403, page.navigate(at("/accounts")).status());
        }
    }

    @Test
    void anAccountantSeesTheBooksAtPhoneWidthWithoutScrollingSideways() {
        try (BrowserContext context = chromium.context(new Browser.NewContextOptions().setViewportSize(320, 640))) {
            Page page = context.newPage();
            signIn(page, "carl", "/accounts");
            assertAccessible(page);
            assertTrue((Boolean) page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"));
        }
    }

    private static Page open(BrowserContext context, List<String> complaints) {
        Page page = context.newPage();
        page.onConsoleMessage(message -> {
            boolean refusedPage = message.text().contains("status of 404");
            if (message.type().equals("error") && !refusedPage) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        return page;
    }

    private static void signIn(Page page, String person, String to) {
        page.navigate(at("/sign-in?return=" + to));
        page.fill("#username", person);
        page.fill("#password", PASSWORD);
        page.click("#kc-login");
        page.waitForURL(at(to));
    }

    private static void assertAccessible(Page page) {
        List<String> violations = new AxeBuilder(page)
                .analyze().getViolations().stream()
                        .map(rule -> page.url() + " " + rule.getId() + ": " + rule.getHelp() + " "
                                + rule.getNodes().get(0).getHtml())
                        .toList();
        assertEquals(List.of(), violations);
    }

    private static String at(String path) {
        return URI.create(shop.storefront().toString()).resolve(path).toString();
    }
}
