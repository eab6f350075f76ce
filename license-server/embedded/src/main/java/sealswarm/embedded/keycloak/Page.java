package sealswarm.embedded.keycloak;

import java.net.URI;
import java.util.List;
import java.util.function.Predicate;

/**
 * A page as it came.
 *
 * @param address where it came from, after redirects
 * @param status the HTTP status
 * @param body the whole text
 */
public record Page(URI address, int status, String body) {
    /** All forms of the page, in order. */
    public List<Form> forms() {
        return Form.parse(address, body);
    }

    /**
     * The first form that passes.
     *
     * @throws HeadlessBrowser.BrowserException naming the page if there is none
     */
    public Form form(Predicate<Form> wanted) {
        return forms().stream()
                .filter(wanted)
                .findFirst()
                .orElseThrow(() -> new HeadlessBrowser.BrowserException(
                        "no such form on " + address + " (status " + status + ")"));
    }
}
