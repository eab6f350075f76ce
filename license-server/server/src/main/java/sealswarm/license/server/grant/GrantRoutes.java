package sealswarm.license.server.grant;

import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import sealswarm.format.key.TitleId;
import sealswarm.license.message.Grants;
import sealswarm.license.message.Grants.GrantKind;
import sealswarm.license.message.Grants.GrantRequest;
import sealswarm.license.message.Grants.GrantState;
import sealswarm.license.message.Offer;
import sealswarm.license.problem.ProblemType;
import sealswarm.license.server.http.Access;
import sealswarm.license.server.http.ApiRequest;
import sealswarm.license.server.http.ApiRoute;
import sealswarm.license.server.http.Caller;
import sealswarm.license.server.http.Idempotency;
import sealswarm.license.server.http.ProblemException;
import sealswarm.license.server.http.Reply;
import sealswarm.license.server.http.Role;
import sealswarm.license.server.http.Workers;
import sealswarm.license.wire.WireJson;

/** Routes of grants. */
public final class GrantRoutes {
    /** The mirrored offers: asked of the charging room. Blocking. */
    @FunctionalInterface
    public interface Offers {
        Optional<Offer> find(String offerId, int version);
    }

    /** A title's name for people: asked of the title room. Blocking. */
    @FunctionalInterface
    public interface TitleNames {
        String name(TitleId title);
    }

    private final GrantStore store;
    private final GrantDesk desk;
    private final Offers offers;
    private final TitleNames names;
    private final Idempotency idempotency;
    private final Workers workers;
    private final InstantSource clock;

    public GrantRoutes(
            GrantStore store,
            GrantDesk desk,
            Offers offers,
            TitleNames names,
            Idempotency idempotency,
            Workers workers,
            InstantSource clock) {
        this.store = store;
        this.desk = desk;
        this.offers = offers;
        this.names = names;
        this.idempotency = idempotency;
        this.workers = workers;
        this.clock = clock;
    }

    public List<ApiRoute> routes() {
        return List.of(
                ApiRoute.post(
                        "/v1/grants",
                        Access.service(Access.STOREFRONT),
                        request -> idempotency.once("POST /v1/grants", request, this::give)),
                ApiRoute.get("/v1/grants", Access.service(Access.STOREFRONT).or(Role.BUYER), this::list));
    }

    private Future<Reply> give(ApiRequest request) {
        GrantRequest body = request.json(GrantRequest.class);
        return workers.store(() -> {
            Offer offer = offers.find(body.offerId(), body.offerVersion())
                    .orElseThrow(() -> ProblemException.of(ProblemType.NOT_FOUND, "no such offer version"));
            if (offer.kind() == GrantKind.RENT || offer.kind() == GrantKind.SUBSCRIBE) {
                throw ProblemException.malformed("offerId", "an offer of kind own, gift or screener");
            }
            if (offer.titles().stream().noneMatch(title -> title.titleId().equals(body.titleId()))) {
                throw ProblemException.malformed("titleId", "a title of the offer");
            }
            StoredGrant grant = desk.give(
                    body.subject(),
                    offer,
                    body.titleId(),
                    new StoredGrant.Sale(
                            body.orderId(), body.line(), body.offerId(), body.offerVersion(), body.territory()),
                    clock.instant());
            return Reply.json(WireJson.write(view(grant)));
        });
    }

    private Future<Reply> list(ApiRequest request) {
        GrantStore.Query query = query(request);
        return workers.store(() -> {
            List<StoredGrant> found = store.list(query);
            String next =
                    found.size() == query.limit() ? found.get(found.size() - 1).id() : null;
            return Reply.json(WireJson.write(
                    new Grants.GrantPage(found.stream().map(this::view).toList(), next)));
        });
    }

    /** A buyer's own grants whatever it asks for; the shop names whose. */
    private static GrantStore.Query query(ApiRequest request) {
        Caller caller = request.caller();
        Optional<String> asked = request.queryParameter("sub");
        boolean shop = caller.isService(Access.STOREFRONT);
        if (!shop && asked.isPresent() && !asked.get().equals(caller.subject())) {
            throw ProblemException.of(ProblemType.NOT_FOUND, "this account has no such grants");
        }
        return new GrantStore.Query(
                shop ? asked : Optional.of(caller.subject()),
                request.queryParameter("title").map(TitleId::new),
                request.queryParameter("state").map(GrantRoutes::state),
                request.queryParameter("devices.eq").map(text -> request.queryNumber("devices.eq", 0, 1000, 0)),
                cursor(request),
                Grants.MAX_PAGE);
    }

    private static String cursor(ApiRequest request) {
        String cursor = request.queryParameter("cursor").orElse("");
        if (!cursor.matches("(g-[0-9a-f]{32})?")) {
            throw ProblemException.malformed("query.cursor", "the 'next' of the page before");
        }
        return cursor;
    }

    private static GrantState state(String text) {
        for (GrantState state : GrantState.values()) {
            if (state.name().toLowerCase(Locale.ROOT).equals(text)) {
                return state;
            }
        }
        throw ProblemException.malformed("query.state", "active or revoked");
    }

    private Grants.Grant view(StoredGrant grant) {
        return new Grants.Grant(
                grant.id(),
                grant.title(),
                names.name(grant.title()),
                grant.kind(),
                grant.state(),
                grant.rights(),
                grant.sale().orderId(),
                grant.sale().offerId(),
                grant.sale().territory(),
                grant.createdAt(),
                grant.firstPlayAt().orElse(null),
                grant.holders().stream()
                        .map(held -> new Grants.GrantDevice(
                                held.device(), held.state().text(), held.revision()))
                        .toList(),
                new Grants.PlayCount(grant.playsUsed(), grant.reserved()));
    }
}
