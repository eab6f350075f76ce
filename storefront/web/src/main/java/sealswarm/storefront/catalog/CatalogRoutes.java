package sealswarm.storefront.catalog;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import sealswarm.storefront.web.Form;
import sealswarm.storefront.web.PageRefusal;
import sealswarm.storefront.web.Pages;
import sealswarm.storefront.web.RandomText;
import sealswarm.storefront.web.Shell;
import sealswarm.storefront.web.Visit;

/**
 * The pages anyone may see.
 *
 * <pre>
 * GET /                  search and the grid of what is on sale
 * GET /titles/{titleId}  one title: price, rights, tracks, trailer
 * GET /files/{sha256}    a public file, immutable, single ranges
 * </pre>
 */
public final class CatalogRoutes {
    private static final Pattern TITLE_ID = Pattern.compile("[a-z0-9][a-z0-9-]{1,63}");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final int MAX_SORT_KEY_CHARS = 512;

    private final Pages pages;
    private final CatalogStore store;
    private final ShopFileStore files;
    private final Shelf shelf;
    private final SwarmPeers peers;
    private final InstantSource clock;
    private final RandomText random;

    /** Routes over the stores; shelf and peers are asked on the title page only and may fail. */
    public CatalogRoutes(
            Pages pages,
            CatalogStore store,
            ShopFileStore files,
            Shelf shelf,
            SwarmPeers peers,
            InstantSource clock,
            RandomText random) {
        this.pages = pages;
        this.store = store;
        this.files = files;
        this.shelf = shelf;
        this.peers = peers;
        this.clock = clock;
        this.random = random;
    }

    /** Adds the routes. */
    public void addTo(Router router) {
        Shell.page(router, "/", this::search);
        Shell.page(router, "/titles/:titleId", this::title);
        Shell.page(router, "/files/:sha256", this::file);
    }

    private void search(RoutingContext context) {
        Form query = Form.query(context);
        CatalogQuery wanted = new CatalogQuery(
                query.text("q", CatalogQuery.MAX_CHARS).orElse(""),
                CatalogQuery.Medium.of(query.text("medium", 10).orElse("")),
                query.text("after", MAX_SORT_KEY_CHARS).orElse(""));
        store.search(wanted)
                .compose(found ->
                        pages.show(context, "catalog.jte", "catalog.title", Map.of("query", wanted, "found", found)))
                .onFailure(context::fail);
    }

    private void title(RoutingContext context) {
        String titleId = context.pathParam("titleId");
        if (!TITLE_ID.matcher(titleId).matches()) {
            context.fail(PageRefusal.notFound());
            return;
        }
        Future<Set<String>> owned = Visit.of(context)
                .viewer()
                .map(shelf::of)
                .orElse(Future.succeededFuture(Set.of()))
                .recover(failure -> Future.succeededFuture(Set.of()));
        store.find(titleId)
                .compose(found -> owned.compose(titles -> found.filter(
                                listing -> listing.state() == Listing.State.LIVE || titles.contains(titleId))
                        .map(listing -> show(context, listing, titles.contains(titleId)))
                        .orElse(Future.failedFuture(PageRefusal.notFound()))))
                .onFailure(context::fail);
    }

    private Future<Void> show(RoutingContext context, Listing listing, boolean owned) {
        return peers.of(listing)
                .recover(failure -> Future.succeededFuture(OptionalInt.empty()))
                .compose(sharing -> pages.showTitled(
                        context,
                        "title.jte",
                        listing.title(),
                        Map.of("view", new TitleView(listing, owned, clock.instant(), sharing, random.token()))));
    }

    private void file(RoutingContext context) {
        String sha256 = context.pathParam("sha256");
        if (!SHA256.matcher(sha256).matches()) {
            context.fail(PageRefusal.notFound());
            return;
        }
        files.find(sha256)
                .compose(found ->
                        found.map(file -> send(context, file)).orElse(Future.failedFuture(PageRefusal.notFound())))
                .onFailure(context::fail);
    }

    private static Future<Void> send(RoutingContext context, ShopFile file) {
        HttpServerResponse response = context.response();
        response.putHeader("Content-Type", file.mediaType())
                .putHeader("Cache-Control", "public, max-age=31536000, immutable")
                .putHeader("Accept-Ranges", "bytes");
        String header = context.request().getHeader("Range");
        Buffer bytes = file.bytes();
        if (header != null && ByteRange.isOne(header)) {
            Optional<ByteRange> range = ByteRange.of(header, bytes.length());
            if (range.isEmpty()) {
                return response.setStatusCode(416)
                        .putHeader("Content-Range", "bytes */" + bytes.length())
                        .end();
            }
            ByteRange part = range.get();
            response.setStatusCode(206)
                    .putHeader("Content-Range", "bytes " + part.first() + "-" + part.last() + "/" + bytes.length());
            bytes = bytes.slice((int) part.first(), (int) part.last() + 1);
        }
        if (context.request().method().equals(HttpMethod.HEAD)) {
            return response.putHeader("Content-Length", String.valueOf(bytes.length()))
                    .end();
        }
        return response.end(bytes);
    }
}
