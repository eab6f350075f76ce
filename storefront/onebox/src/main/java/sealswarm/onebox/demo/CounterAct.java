package sealswarm.onebox.demo;

import java.net.URI;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sealswarm.embedded.keycloak.Form;
import sealswarm.embedded.keycloak.HeadlessBrowser;
import sealswarm.embedded.keycloak.HeadlessSignIn;
import sealswarm.embedded.keycloak.Page;

/** At the shop's counter: the accountant makes a voucher, the buyer redeems it and buys, all on the shop's pages. */
final class CounterAct {
    private static final Pattern CODE = Pattern.compile("<li>([A-Z0-9-]{8,64})</li>");

    private final Scene scene;
    private final HeadlessBrowser buyer = new HeadlessBrowser();

    CounterAct(Scene scene) {
        this.scene = scene;
    }

    void play() {
        scene.story().step("voucher", this::voucher);
        for (Release release : scene.props().releases()) {
            scene.story().step("buy " + release.title(), () -> buy(release));
        }
    }

    private String voucher() throws Exception {
        HeadlessBrowser desk = new HeadlessBrowser();
        Page accounts = signIn(desk, "accountant").open(page("/sign-in?return=/accounts"));
        Form form = accounts.form(found -> found.action().getPath().equals("/accounts/vouchers"));
        Page made = desk.submit(
                form,
                Map.of(
                        "batch",
                        "demo",
                        "count",
                        "1",
                        "amount",
                        "20.00",
                        "currency",
                        "EUR",
                        "note",
                        "credit of the demo"));
        Matcher code = CODE.matcher(made.body());
        Story.require(code.find(), "a voucher code", "status " + made.status() + " at " + made.address());
        Page orders = signIn(buyer, "buyer").open(page("/sign-in?return=/orders"));
        Form redeem = orders.form(found -> found.action().getPath().equals("/vouchers"));
        Page credited = buyer.submit(redeem, Map.of("code", code.group(1)));
        Story.requireEqual("status", 200, credited.status());
        return "20.00 EUR of store credit";
    }

    private String buy(Release release) throws Exception {
        Page title = buyer.open(page("/titles/" + release.title()));
        Form form = title.form(found -> found.action().getPath().equals("/orders"));
        Page order = buyer.submit(form, Map.of());
        Story.require(
                order.address().getPath().startsWith("/checkout/"),
                "the order's page",
                order.status() + " at " + order.address());
        scene.waitUntil(
                "an order that is fulfilled",
                () -> buyer.open(order.address()).body().contains("href=\"/library\" role=\"button\"")
                        || buyer.open(order.address()).body().contains("role=\"button\" href=\"/library\""));
        Page library = buyer.open(page("/library"));
        Story.require(library.body().contains(release.title()), "the title in the library", "not there");
        return "paid with store credit, in the library";
    }

    private HeadlessSignIn signIn(HeadlessBrowser browser, String name) {
        Cast.Member member = scene.cast().named(name);
        return new HeadlessSignIn(browser, member.name(), member.password().revealSecret());
    }

    private URI page(String path) {
        return scene.shop().storefront().resolve(path);
    }
}
