package sealswarm.storefront.order;

import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import sealswarm.license.message.Grants.Grant;
import sealswarm.license.message.Grants.GrantState;
import sealswarm.storefront.account.Gate;
import sealswarm.storefront.account.SignedIn;
import sealswarm.storefront.catalog.CatalogStore;
import sealswarm.storefront.catalog.Listing;
import sealswarm.storefront.catalog.Shelf;
import sealswarm.storefront.license.LicenseDesk;
import sealswarm.storefront.web.Pages;
import sealswarm.storefront.web.Role;
import sealswarm.storefront.web.Shell;
import sealswarm.storefront.web.Viewer;

/**
 * The library: what the license server says the buyer may play, with the catalogue's names and posters.
 *
 * <pre>
 * GET /library   role buyer
 * </pre>
 */
public final class LibraryRoutes implements Shelf {
    /** Most titles of one library on one page. */
    static final int MAX_TITLES = 1_000;

    private final Pages pages;
    private final CatalogStore catalog;
    private final LicenseDesk license;

    /** Routes over the catalogue and the license server. */
    public LibraryRoutes(Pages pages, CatalogStore catalog, LicenseDesk license) {
        this.pages = pages;
        this.catalog = catalog;
        this.license = license;
    }

    /** Adds the routes. */
    public void addTo(Router router) {
        Shell.page(router, "/library", Gate.of(Role.BUYER), this::show);
    }

    @Override
    public Future<Set<String>> of(Viewer viewer) {
        if (!viewer.is(Role.BUYER)) {
            return Future.succeededFuture(Set.of());
        }
        return grants(viewer.subject())
                .map(grants ->
                        grants.stream().map(grant -> grant.titleId().text()).collect(Collectors.toSet()));
    }

    private void show(RoutingContext context) {
        grants(SignedIn.of(context).viewer().subject())
                .compose(this::items)
                .compose(items -> pages.show(context, "library.jte", "library.title", Map.of("items", items)))
                .onFailure(context::fail);
    }

    private Future<List<Grant>> grants(String subject) {
        return license.asShop(api -> api.allGrants(Map.of("sub", subject), MAX_TITLES))
                .map(grants -> grants.stream()
                        .filter(grant -> grant.state() == GrantState.ACTIVE)
                        .toList());
    }

    /** One item per title, the latest grant of each, latest first. */
    private Future<List<LibraryItem>> items(List<Grant> grants) {
        Map<String, Grant> latest = new TreeMap<>();
        for (Grant grant : grants) {
            latest.merge(
                    grant.titleId().text(),
                    grant,
                    (one, other) -> one.createdAt().isAfter(other.createdAt()) ? one : other);
        }
        List<Grant> ordered = latest.values().stream()
                .sorted((one, other) -> other.createdAt().compareTo(one.createdAt()))
                .toList();
        List<Future<Optional<Listing>>> listings = new ArrayList<>();
        for (Grant grant : ordered) {
            listings.add(catalog.find(grant.titleId().text()));
        }
        return Future.all(listings).map(found -> {
            List<LibraryItem> items = new ArrayList<>();
            for (int i = 0; i < ordered.size(); i++) {
                Optional<Listing> listing = found.resultAt(i);
                items.add(LibraryItem.of(ordered.get(i), listing));
            }
            return List.copyOf(items);
        });
    }
}
