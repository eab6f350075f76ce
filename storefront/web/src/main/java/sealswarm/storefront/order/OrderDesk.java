package sealswarm.storefront.order;

import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sealswarm.license.message.Charges.Charge;
import sealswarm.license.message.Charges.ChargeLine;
import sealswarm.license.message.Charges.ChargeRequest;
import sealswarm.license.message.Charges.ChargedLine;
import sealswarm.license.message.Charges.PaymentMethod;
import sealswarm.license.problem.ProblemType;
import sealswarm.storefront.license.LicenseDesk;
import sealswarm.storefront.web.PageRefusal;

/**
 * Places orders and drives them on. Driving is one repeatable call to the license server and one check on {@code ver};
 * who loses that check finds the order already further. Event loop only.
 */
public final class OrderDesk {
    private static final Logger LOG = LoggerFactory.getLogger(OrderDesk.class);

    private final OrderStore store;
    private final LicenseDesk license;
    private final InstantSource clock;

    /** A desk over a store. */
    public OrderDesk(OrderStore store, LicenseDesk license, InstantSource clock) {
        this.store = store;
        this.license = license;
        this.clock = clock;
    }

    /**
     * Places an order and tries to finish it at once. The same order again answers the stored one; the same id for
     * something else fails with {@code idempotency-mismatch}.
     */
    public Future<Order> place(Order asked) {
        return store.place(asked)
                .compose(stored -> stored.asksLike(asked)
                        ? drive(stored)
                        : Future.failedFuture(new PageRefusal(ProblemType.IDEMPOTENCY_MISMATCH)));
    }

    /** Drives an order as far as it goes now; an order at its end stays as it is. */
    public Future<Order> drive(Order order) {
        if (order.state().isFinal()) {
            return Future.succeededFuture(order);
        }
        return charge(order).compose(outcome -> outcome.next(order, clock.instant())
                .map(next -> store.replace(next).compose(kept -> kept ? moved(next) : current(order)))
                .orElse(Future.succeededFuture(order)));
    }

    /** Drives every unfinished order, one after the other; answers how many there were. */
    public Future<Integer> sweep() {
        return store.unfinished().compose(orders -> {
            Future<Order> chain = Future.succeededFuture();
            for (Order order : orders) {
                chain = chain.compose(before -> drive(order));
            }
            return chain.map(last -> orders.size());
        });
    }

    private Future<Order> moved(Order order) {
        LOG.atInfo()
                .addKeyValue("orderId", order.orderId())
                .addKeyValue("state", order.state())
                .log("order moved on");
        return Future.succeededFuture(order);
    }

    private Future<Order> current(Order order) {
        return store.find(order.orderId(), order.subject()).map(found -> found.orElse(order));
    }

    private Future<ChargeOutcome> charge(Order order) {
        ChargeRequest request = new ChargeRequest(
                order.subject(),
                order.territory(),
                PaymentMethod.WALLET,
                List.of(new ChargeLine(order.offerId(), order.offerVersion(), order.price())));
        return license.asShop(api -> api.charge(order.orderId(), request))
                .map(OrderDesk::charged)
                .recover(failure -> failure instanceof PageRefusal refusal
                        ? Future.succeededFuture(ChargeOutcome.of(refusal.type()))
                        : Future.failedFuture(failure));
    }

    private static ChargeOutcome charged(Charge charge) {
        ChargedLine line = charge.lines().get(0);
        List<String> grants = charge.lines().stream()
                .flatMap(each -> each.grantIds().stream())
                .toList();
        Instant at = charge.at();
        return new ChargeOutcome.Charged(
                new Invoice(
                        charge.entryId(),
                        at,
                        charge.gross(),
                        charge.net(),
                        charge.tax(),
                        line.taxCountry(),
                        line.taxRate()),
                grants);
    }
}
