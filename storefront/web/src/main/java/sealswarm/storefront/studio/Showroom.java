package sealswarm.storefront.studio;

import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sealswarm.license.message.Offer;
import sealswarm.license.problem.ProblemType;
import sealswarm.storefront.catalog.CatalogStore;
import sealswarm.storefront.catalog.Listing;
import sealswarm.storefront.catalog.ShopFileStore;
import sealswarm.storefront.license.LicenseDesk;
import sealswarm.storefront.offer.SaleTerms;
import sealswarm.storefront.web.PageRefusal;

/**
 * Puts drafts on sale and takes titles off it. Going live first makes the offer version at the license server, then
 * shows it: a crash in between leaves an offer nobody sees, and doing it again finds the same version.
 */
public final class Showroom {
    private static final Logger LOG = LoggerFactory.getLogger(Showroom.class);
    private static final int MAX_VERSION_TRIES = 20;

    private final DraftStore drafts;
    private final CatalogStore catalog;
    private final ShopFileStore files;
    private final LicenseDesk license;
    private final InstantSource clock;

    /** A showroom over the stores. */
    public Showroom(
            DraftStore drafts, CatalogStore catalog, ShopFileStore files, LicenseDesk license, InstantSource clock) {
        this.drafts = drafts;
        this.catalog = catalog;
        this.files = files;
        this.license = license;
        this.clock = clock;
    }

    /** The owner's own draft; another's is not found. */
    public Future<Draft> draft(String titleId, String owner) {
        return drafts.find(titleId)
                .map(found -> found.filter(draft -> draft.owner().equals(owner)).orElseThrow(PageRefusal::notFound));
    }

    /** What the draft still needs. */
    public Future<Checklist> checklist(Draft draft) {
        return filesHere(draft).map(here -> Checklist.of(draft, here));
    }

    /** Digests of the wanted files whose bytes are here. */
    Future<Set<String>> filesHere(Draft draft) {
        Future<Set<String>> here = Future.succeededFuture(new HashSet<>());
        for (DraftFile file : draft.wanted()) {
            here = here.compose(found -> files.holds(file.sha256()).map(held -> {
                if (held) {
                    found.add(file.sha256());
                }
                return found;
            }));
        }
        return here;
    }

    /** Saves the terms of sale of a draft. */
    public Future<Draft> save(Draft draft, SaleTerms terms) {
        Draft next = draft.with(terms);
        return drafts.put(next).compose(kept -> kept ? Future.succeededFuture(next) : changedMeanwhile());
    }

    /** Puts a draft on sale, or fails with {@code draft-incomplete} naming the gaps. */
    public Future<Listing> goLive(Draft draft) {
        return checklist(draft).compose(list -> {
            if (!list.isComplete()) {
                List<String> codes = list.gaps().stream().map(Gap::code).toList();
                return Future.failedFuture(
                        new PageRefusal(ProblemType.DRAFT_INCOMPLETE, Map.of("gaps", codes), String.join(", ", codes)));
            }
            SaleTerms terms = Objects.requireNonNull(draft.termsOrNull(), "a complete draft has terms");
            return catalog.find(draft.titleId()).compose(shown -> {
                int version = shown.map(Listing::offerVersion).orElse(1);
                return offered(draft, terms, version, MAX_VERSION_TRIES)
                        .compose(kept -> show(draft, terms, kept, shown));
            });
        });
    }

    /** Takes a title off sale; who bought it keeps it. */
    public Future<Listing> withdraw(Draft draft) {
        return catalog.find(draft.titleId()).compose(found -> {
            Listing shown = found.orElseThrow(PageRefusal::notFound);
            if (shown.state() == Listing.State.WITHDRAWN) {
                return Future.succeededFuture(shown);
            }
            Listing next = shown.withdrawn();
            return catalog.put(next).compose(kept -> kept ? logged(next) : changedMeanwhile());
        });
    }

    /** Makes the offer version; a version that holds other terms already is passed over. */
    private Future<Integer> offered(Draft draft, SaleTerms terms, int version, int triesLeft) {
        Offer offer = OfferVersion.of(draft, terms, version);
        return license.asShop(api -> api.putOffer(offer)).map(kept -> version).recover(failure -> {
            boolean taken = failure instanceof PageRefusal refusal
                    && (refusal.type() == ProblemType.OFFER_CHANGED
                            || refusal.type() == ProblemType.IDEMPOTENCY_MISMATCH);
            return taken && triesLeft > 1
                    ? offered(draft, terms, version + 1, triesLeft - 1)
                    : Future.failedFuture(failure);
        });
    }

    private Future<Listing> show(Draft draft, SaleTerms terms, int version, Optional<Listing> shown) {
        Instant now = clock.instant();
        Listing next = new Listing(
                draft.titleId(),
                draft.studioId(),
                draft.title(),
                draft.summary(),
                draft.tracks(),
                draft.file(DraftFile.POSTER).map(DraftFile::listed).orElse(null),
                draft.file(DraftFile.TRAILER).map(DraftFile::listed).orElse(null),
                Listing.State.LIVE,
                terms,
                version,
                shown.map(Listing::publishedAt).orElse(now),
                Listing.sortKeyOf(draft.title(), draft.titleId()),
                shown.map(Listing::ver).orElse(0L) + 1);
        return catalog.put(next).compose(kept -> kept ? logged(next) : changedMeanwhile());
    }

    private static Future<Listing> logged(Listing listing) {
        LOG.atInfo()
                .addKeyValue("titleId", listing.titleId())
                .addKeyValue("state", listing.state())
                .addKeyValue("offerVersion", listing.offerVersion())
                .log("listing changed");
        return Future.succeededFuture(listing);
    }

    private static <T> Future<T> changedMeanwhile() {
        return Future.failedFuture(new PageRefusal(ProblemType.IN_PROGRESS));
    }
}
