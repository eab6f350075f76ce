package sealswarm.storefront.studio;

import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import sealswarm.license.money.Money;
import sealswarm.storefront.account.Gate;
import sealswarm.storefront.account.SignedIn;
import sealswarm.storefront.catalog.CatalogStore;
import sealswarm.storefront.catalog.Listing;
import sealswarm.storefront.offer.SaleKind;
import sealswarm.storefront.offer.SaleTerms;
import sealswarm.storefront.web.Form;
import sealswarm.storefront.web.Notice;
import sealswarm.storefront.web.PageRefusal;
import sealswarm.storefront.web.Pages;
import sealswarm.storefront.web.Role;
import sealswarm.storefront.web.Shell;

/**
 * A studio's own titles; another studio's are not found.
 *
 * <pre>
 * GET  /studio                           role studio: its drafts and titles
 * GET  /studio/titles/{titleId}          checklist, terms, go live, withdraw
 * POST /studio/titles/{titleId}/terms    kind, currency, price, territories, from, until
 * POST /studio/titles/{titleId}/live
 * POST /studio/titles/{titleId}/withdraw
 * </pre>
 */
public final class StudioRoutes {
    private static final int MAX_TERRITORY_CHARS = 1_000;
    private static final int MAX_FIELD_CHARS = 32;

    private final Pages pages;
    private final DraftStore drafts;
    private final CatalogStore catalog;
    private final Showroom showroom;

    /** Routes over the stores. */
    public StudioRoutes(Pages pages, DraftStore drafts, CatalogStore catalog, Showroom showroom) {
        this.pages = pages;
        this.drafts = drafts;
        this.catalog = catalog;
        this.showroom = showroom;
    }

    /** Adds the routes. */
    public void addTo(Router router) {
        Gate studio = Gate.of(Role.STUDIO);
        Shell.page(router, "/studio", studio, this::list);
        Shell.page(router, "/studio/titles/:titleId", studio, this::title);
        router.post("/studio/titles/:titleId/terms").handler(studio).handler(this::terms);
        router.post("/studio/titles/:titleId/live").handler(studio).handler(this::live);
        router.post("/studio/titles/:titleId/withdraw").handler(studio).handler(this::withdraw);
    }

    private void list(RoutingContext context) {
        drafts.ofOwner(SignedIn.of(context).viewer().subject())
                .compose(this::items)
                .compose(items -> pages.show(context, "studio.jte", "studio.title", Map.of("items", items)))
                .onFailure(context::fail);
    }

    private Future<List<StudioItem>> items(List<Draft> owned) {
        List<Future<StudioItem>> items = new ArrayList<>();
        for (Draft draft : owned) {
            items.add(item(draft));
        }
        return Future.all(items).map(all -> all.list());
    }

    private Future<StudioItem> item(Draft draft) {
        return catalog.find(draft.titleId())
                .compose(listing -> showroom.checklist(draft).map(list -> new StudioItem(draft, listing, list)));
    }

    private void title(RoutingContext context) {
        own(context)
                .compose(this::item)
                .compose(item -> pages.showTitled(
                        context, "studio-title.jte", item.draft().title(), Map.of("item", item)))
                .onFailure(context::fail);
    }

    private void terms(RoutingContext context) {
        SaleTerms terms = read(Form.of(context));
        own(context)
                .compose(draft -> showroom.save(draft, terms))
                .compose(draft -> Pages.sendOn(context, Notice.OFFER_SAVED.on(page(draft.titleId()))))
                .onFailure(context::fail);
    }

    private void live(RoutingContext context) {
        own(context)
                .compose(showroom::goLive)
                .compose(listing -> Pages.sendOn(context, Notice.LIVE.on(page(listing.titleId()))))
                .onFailure(context::fail);
    }

    private void withdraw(RoutingContext context) {
        own(context)
                .compose(showroom::withdraw)
                .compose(listing -> Pages.sendOn(context, Notice.WITHDRAWN.on(page(listing.titleId()))))
                .onFailure(context::fail);
    }

    private Future<Draft> own(RoutingContext context) {
        return showroom.draft(
                context.pathParam("titleId"), SignedIn.of(context).viewer().subject());
    }

    private static String page(String titleId) {
        return "/studio/titles/" + titleId;
    }

    /** The terms of the form; each field that is wrong is named. */
    static SaleTerms read(Form form) {
        SaleKind kind = field("kind", () -> SaleKind.of(form.required("kind", MAX_FIELD_CHARS)));
        Money price = field(
                "price", () -> Money.parse(form.required("currency", 3), form.required("price", MAX_FIELD_CHARS)));
        List<String> territories = Arrays.stream(form.required("territories", MAX_TERRITORY_CHARS)
                        .toUpperCase(Locale.ROOT)
                        .split("[\\s,;]+", -1))
                .filter(code -> !code.isEmpty())
                .toList();
        Optional<Instant> from = field("from", () -> day(form, "from"));
        Optional<Instant> until = field("until", () -> day(form, "until"));
        return field(
                "price, territories, from or until",
                () -> new SaleTerms(kind, price, territories, from.orElse(null), until.orElse(null)));
    }

    private static Optional<Instant> day(Form form, String name) {
        return form.text(name, MAX_FIELD_CHARS)
                .map(text -> LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC));
    }

    private static <T> T field(String name, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (IllegalArgumentException | DateTimeParseException e) {
            throw PageRefusal.malformed(name);
        }
    }

    /**
     * A title as its studio sees it.
     *
     * @param draft what was published last
     * @param listing what buyers see, if they ever saw it
     * @param checklist what is missing
     */
    public record StudioItem(Draft draft, Optional<Listing> listing, Checklist checklist) {
        /** Whether it is on sale now. */
        public boolean isLive() {
            return listing.map(shown -> shown.state() == Listing.State.LIVE).orElse(false);
        }

        /** Whether what was published or saved last differs from what buyers see. */
        public boolean hasChanges() {
            return listing.map(shown -> !shown.title().equals(draft.title())
                            || !shown.summary().equals(draft.summary())
                            || !shown.tracks().equals(draft.tracks())
                            || !shown.terms().equals(draft.termsOrNull()))
                    .orElse(true);
        }
    }
}
