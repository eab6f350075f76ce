package sealswarm.license.server.charging;

import io.vertx.core.Future;
import java.util.List;
import java.util.concurrent.Callable;
import sealswarm.license.message.Accounts;
import sealswarm.license.message.Charges;
import sealswarm.license.message.Offer;
import sealswarm.license.problem.ProblemType;
import sealswarm.license.rights.Rights.ChargeModel;
import sealswarm.license.server.http.Access;
import sealswarm.license.server.http.ApiRequest;
import sealswarm.license.server.http.ApiRoute;
import sealswarm.license.server.http.ProblemException;
import sealswarm.license.server.http.RateLimiter;
import sealswarm.license.server.http.Reply;
import sealswarm.license.server.http.Role;
import sealswarm.license.server.http.Workers;
import sealswarm.license.server.ledger.LedgerProblems;
import sealswarm.license.wire.WireJson;

/**
 * Routes of offers, charges, refunds, vouchers, wallets and adjustments. None keeps replies: each request is made repeatable by the
 * id of the entry it leads to.
 */
public final class ChargeRoutes {
    /** The desks behind the routes. */
    public record Desks(
            OfferStore offers,
            ChargeDesk charges,
            RefundDesk refunds,
            VoucherDesk vouchers,
            AdjustmentDesk adjustments) {}

    private final Desks desks;
    private final Workers workers;
    private final RateLimiter purchases;
    private final RateLimiter redemptions;

    /**
     * @param purchases of one buyer
     * @param redemptions tries of one buyer
     */
    public ChargeRoutes(Desks desks, Workers workers, RateLimiter purchases, RateLimiter redemptions) {
        this.desks = desks;
        this.workers = workers;
        this.purchases = purchases;
        this.redemptions = redemptions;
    }

    /** The room's lines of the route table. */
    public List<ApiRoute> routes() {
        Access storefront = Access.service(Access.STOREFRONT);
        Access accountant = Access.roles(Role.ACCOUNTANT);
        return List.of(
                ApiRoute.put("/v1/offers/{offerId}/versions/{version}", storefront, this::putOffer),
                ApiRoute.put("/v1/charges/{orderId}", storefront, this::charge),
                ApiRoute.post("/v1/charges/{orderId}/refunds", storefront, this::refund),
                ApiRoute.post("/v1/vouchers", accountant, this::issue),
                ApiRoute.post("/v1/vouchers/redeem", storefront, this::redeem),
                ApiRoute.get("/v1/wallets/{subject}", storefront, this::wallet),
                ApiRoute.post("/v1/adjustments", accountant, this::adjust));
    }

    private Future<Reply> putOffer(ApiRequest request) {
        return answer(() -> {
            Offer offer = read(request, Offer.class);
            if (!offer.offerId().equals(request.pathParameter("offerId"))
                    || offer.version() != request.pathNumber("version", 1)) {
                throw ProblemException.malformed("offerId", "the offer and version of the path");
            }
            requireChargeable(offer);
            if (!desks.offers().insert(offer).equals(offer)) {
                throw ProblemException.of(
                        ProblemType.OFFER_CHANGED, "this version is stored otherwise; versions never change");
            }
            return offer;
        });
    }

    /** An offer whose uses nobody would charge must not be sold. */
    private static void requireChargeable(Offer offer) {
        if (offer.charge().model() == ChargeModel.PER_MINUTE) {
            throw ProblemException.malformed("charge.model", "once, per-play or pool: minutes are not charged yet");
        }
        if (offer.firstPlayAtRelease()) {
            throw ProblemException.malformed("firstPlayAtRelease", "false: plays are charged when they are reported");
        }
    }

    private Future<Reply> charge(ApiRequest request) {
        return answer(() -> {
            Charges.ChargeRequest body = read(request, Charges.ChargeRequest.class);
            purchases.take(body.subject());
            return desks.charges().charge(request.pathParameter("orderId"), body);
        });
    }

    private Future<Reply> refund(ApiRequest request) {
        return answer(() -> {
            request.idempotencyKey();
            return desks.refunds().refund(request.pathParameter("orderId"), read(request, Charges.RefundRequest.class));
        });
    }

    private Future<Reply> issue(ApiRequest request) {
        return answer(() -> {
            request.idempotencyKey();
            return desks.vouchers().issue(read(request, Charges.VoucherBatchRequest.class));
        });
    }

    private Future<Reply> redeem(ApiRequest request) {
        return answer(() -> {
            Charges.VoucherRedemption body = read(request, Charges.VoucherRedemption.class);
            redemptions.take(body.subject());
            return desks.vouchers().redeem(body, request.idempotencyKey());
        });
    }

    private Future<Reply> wallet(ApiRequest request) {
        return answer(() -> desks.vouchers().wallet(request.pathParameter("subject")));
    }

    private Future<Reply> adjust(ApiRequest request) {
        return answer(() -> {
            request.idempotencyKey();
            return desks.adjustments()
                    .adjust(
                            read(request, Accounts.Adjustment.class),
                            request.caller().subject());
        });
    }

    private static <T> T read(ApiRequest request, Class<T> type) {
        return WireJson.readRequest(request.bodyBytes(), type, ApiRoute.REQUEST_BYTES);
    }

    private Future<Reply> answer(Callable<?> work) {
        return workers.store(LedgerProblems.telling(() -> Reply.json(WireJson.write(work.call()))));
    }
}
