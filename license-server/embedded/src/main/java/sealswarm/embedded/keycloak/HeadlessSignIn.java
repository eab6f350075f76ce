package sealswarm.embedded.keycloak;

import java.net.URI;
import java.util.Map;

/** Signs a person in on Keycloak's own pages, posting its forms as a browser would. */
public final class HeadlessSignIn {
    private final HeadlessBrowser browser;
    private final String user;
    private final String password;

    /** One person at one browser. */
    public HeadlessSignIn(HeadlessBrowser browser, String user, String password) {
        this.browser = browser;
        this.user = user;
        this.password = password;
    }

    /**
     * Opens a page that leads to the sign-in form, such as a shop's {@code /login}, signs in and follows back.
     *
     * @return the page after signing in; the page itself if nobody asked for a password
     * @throws HeadlessBrowser.BrowserException if user or password are refused
     */
    public Page open(URI address) {
        return answer(browser.open(address));
    }

    /**
     * Grants a device's request (RFC 8628): opens the complete verification address, signs in, consents.
     *
     * @throws HeadlessBrowser.BrowserException if user, password or code are refused
     */
    public void approveDevice(URI verification) {
        Page page = answer(browser.open(verification));
        if (page.forms().stream().anyMatch(HeadlessSignIn::asksForConsent)) {
            page = browser.submit(page.form(HeadlessSignIn::asksForConsent), Map.of("accept", "Yes"));
        }
        if (page.status() != 200 || !page.address().getPath().contains("/device/status")) {
            throw new HeadlessBrowser.BrowserException(
                    "the device was not approved: " + page.address() + " says " + page.status());
        }
    }

    private Page answer(Page page) {
        if (page.forms().stream().noneMatch(HeadlessSignIn::asksForPassword)) {
            return page;
        }
        Page next = browser.submit(
                page.form(HeadlessSignIn::asksForPassword), Map.of("username", user, "password", password));
        if (next.forms().stream().anyMatch(HeadlessSignIn::asksForPassword)) {
            throw new HeadlessBrowser.BrowserException("sign-in of " + user + " was refused");
        }
        return next;
    }

    private static boolean asksForPassword(Form form) {
        return form.has("username") && form.has("password");
    }

    private static boolean asksForConsent(Form form) {
        return form.has("code") && form.action().getPath().contains("/consent");
    }
}
