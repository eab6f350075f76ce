package sealswarm.storefront.order;

import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import sealswarm.license.message.Charges.VoucherRedemption;
import sealswarm.license.message.Charges.Wallet;
import sealswarm.license.money.Money;
import sealswarm.license.problem.ProblemType;
import sealswarm.storefront.account.Gate;
import sealswarm.storefront.account.SignedIn;
import sealswarm.storefront.catalog.CatalogStore;
import sealswarm.storefront.catalog.Listing;
import sealswarm.storefront.license.LicenseDesk;
import sealswarm.storefront.web.Form;
import sealswarm.storefront.web.Notice;
import sealswarm.storefront.web.PageRefusal;
import sealswarm.storefront.web.Pages;
import sealswarm.storefront.web.RandomText;
import sealswarm.storefront.web.RateGate;
import sealswarm.storefront.web.Role;
import sealswarm.storefront.web.Shell;

/**
 * Buying and what was bought; all for role buyer, all about the buyer alone.
 *
 * <pre>
 * POST /orders             title, offerVersion, country, orderKey: 303 to the order
 * GET  /checkout/{order}   one order: state, invoice, what to do next
 * GET  /orders             all orders, store credit, voucher form
 * POST /vouchers           code, voucherKey: 303 to /orders
 * </pre>
 */
public final class OrderRoutes {
    private static final Pattern ORDER_ID = Pattern.compile("[0-9a-f]{32}");
    private static final Pattern VERSION = Pattern.compile("[1-9][0-9]{0,5}");
    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());
    private static final int MAX_ID_CHARS = 64;
    private static final int MAX_CODE_CHARS = 64;
    private static final int STILL_WORKING_SECONDS = 2;
    private static final int PURCHASES_PER_MINUTE = 6;
    private static final int VOUCHERS_PER_TEN_MINUTES = 5;

    private final Pages pages;
    private final CatalogStore catalog;
    private final OrderStore store;
    private final OrderDesk desk;
    private final LicenseDesk license;
    private final InstantSource clock;
    private final RandomText random;

    /** Routes over catalogue, orders and the license server. */
    public OrderRoutes(
            Pages pages,
            CatalogStore catalog,
            OrderStore store,
            OrderDesk desk,
            LicenseDesk license,
            InstantSource clock,
            RandomText random) {
        this.pages = pages;
        this.catalog = catalog;
        this.store = store;
        this.desk = desk;
        this.license = license;
        this.clock = clock;
        this.random = random;
    }

    /** Adds the routes. */
    public void addTo(Router router) {
        Gate buyer = Gate.of(Role.BUYER);
        router.post("/orders")
                .handler(buyer)
                .handler(new RateGate(clock, PURCHASES_PER_MINUTE, Duration.ofMinutes(1)))
                .handler(this::place);
        router.post("/vouchers")
                .handler(buyer)
                .handler(new RateGate(clock, VOUCHERS_PER_TEN_MINUTES, Duration.ofMinutes(10)))
                .handler(this::redeem);
        Shell.page(router, "/orders", buyer, this::list);
        Shell.page(router, "/checkout/:orderId", buyer, this::checkout);
    }

    private void place(RoutingContext context) {
        Form form = Form.of(context);
        String subject = SignedIn.of(context).viewer().subject();
        String key = form.required("orderKey", MAX_ID_CHARS);
        String titleId = form.required("title", MAX_ID_CHARS);
        String country = form.required("country", 2);
        String version = form.required("offerVersion", 6);
        if (!RandomText.isToken(key)
                || !COUNTRIES.contains(country)
                || !VERSION.matcher(version).matches()) {
            throw PageRefusal.malformed("orderKey, country or offerVersion");
        }
        String orderId = Order.idOf(subject, key);
        store.find(orderId, subject)
                .compose(known -> known.map(Future::succeededFuture).orElseGet(() -> catalog.find(titleId)
                        .map(found -> ask(found, subject, key, Integer.parseInt(version), country))))
                .compose(order -> same(order, titleId, Integer.parseInt(version), country))
                .compose(desk::place)
                .compose(order -> Pages.sendOn(context, "/checkout/" + order.orderId()))
                .onFailure(context::fail);
    }

    private static Future<Order> same(Order order, String titleId, int version, String country) {
        boolean same = order.titleId().equals(titleId)
                && order.offerVersion() == version
                && order.territory().equals(country);
        return same
                ? Future.succeededFuture(order)
                : Future.failedFuture(new PageRefusal(ProblemType.IDEMPOTENCY_MISMATCH));
    }

    private Order ask(Optional<Listing> found, String subject, String key, int version, String country) {
        Instant now = clock.instant();
        Listing listing = found.filter(title -> title.state() == Listing.State.LIVE)
                .filter(title -> title.terms().isOpenAt(now))
                .orElseThrow(PageRefusal::notFound);
        if (listing.offerVersion() != version) {
            throw new PageRefusal(ProblemType.OFFER_CHANGED, "/titles/" + listing.titleId());
        }
        if (!listing.terms().isSoldIn(country)) {
            throw new PageRefusal(ProblemType.TERRITORY);
        }
        return new Order(
                Order.idOf(subject, key),
                subject,
                key,
                listing.titleId(),
                listing.title(),
                listing.offerId(),
                listing.offerVersion(),
                listing.terms().price(),
                country,
                OrderState.PLACED,
                null,
                null,
                List.of(),
                now,
                now,
                1);
    }

    private void checkout(RoutingContext context) {
        String orderId = context.pathParam("orderId");
        if (!ORDER_ID.matcher(orderId).matches()) {
            context.fail(PageRefusal.notFound());
            return;
        }
        SignedIn buyer = SignedIn.of(context);
        store.find(orderId, buyer.viewer().subject())
                .map(found -> found.orElseThrow(PageRefusal::notFound))
                .compose(desk::drive)
                .compose(order -> balances(buyer).compose(credit -> {
                    int wait = order.state().isFinal() ? 0 : STILL_WORKING_SECONDS;
                    OrderView view = new OrderView(order, credit, random.token());
                    return pages.showWaiting(context, "checkout.jte", "order.title", wait, Map.of("view", view));
                }))
                .onFailure(context::fail);
    }

    private void list(RoutingContext context) {
        SignedIn buyer = SignedIn.of(context);
        store.ofBuyer(buyer.viewer().subject())
                .compose(orders -> balances(buyer)
                        .compose(credit -> pages.show(
                                context,
                                "orders.jte",
                                "orders.title",
                                Map.of("view", new OrdersView(orders, credit, random.token())))))
                .onFailure(context::fail);
    }

    private void redeem(RoutingContext context) {
        Form form = Form.of(context);
        String key = form.required("voucherKey", MAX_ID_CHARS);
        String code = form.required("code", MAX_CODE_CHARS);
        String back = form.text("return", MAX_ID_CHARS).orElse("");
        String subject = SignedIn.of(context).viewer().subject();
        if (!RandomText.isToken(key)) {
            throw PageRefusal.malformed("voucherKey");
        }
        license.asShop(api -> api.redeem(key, new VoucherRedemption(subject, code)))
                .compose(credit -> Pages.sendOn(context, Notice.REDEEMED.on(next(back))))
                .onFailure(context::fail);
    }

    private static String next(String back) {
        return back.matches("/titles/[a-z0-9-]{2,64}") ? back : "/orders";
    }

    /** The buyer's store credit; unknown when the license server does not say. */
    private Future<Optional<List<Money>>> balances(SignedIn buyer) {
        return license.asShop(api -> api.wallet(buyer.viewer().subject()))
                .map(Wallet::balances)
                .map(Optional::of)
                .recover(failure -> Future.succeededFuture(Optional.empty()));
    }
}
