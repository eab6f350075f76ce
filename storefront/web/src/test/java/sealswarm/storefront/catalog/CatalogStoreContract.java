package sealswarm.storefront.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static sealswarm.storefront.StoreOfTrial.await;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import sealswarm.storefront.SampleListing;

/** What every store of listings does. Each test speaks of titles that no other has. */
abstract class CatalogStoreContract {
    private final CatalogStore store = store();

    /** A store, perhaps with what other tests put there. */
    abstract CatalogStore store();

    @Test
    void keepsAListingAsItIs() throws Exception {
        Listing listing = SampleListing.of(
                "kept", "K\u00e4pt \u201cone\u201d", "video", new ListedFile("ab".repeat(32), "image/png"));
        assertTrue(await(store.put(listing)));
        assertEquals(Optional.of(listing), await(store.find("kept")));
        assertEquals(Optional.empty(), await(store.find("never-kept")));
    }

    @Test
    void onlyTheNextVersionTakesThePlaceOfTheOneBefore() throws Exception {
        Listing first = SampleListing.film("versions", "Versions");
        assertTrue(await(store.put(first)));
        assertFalse(await(store.put(first)), "a first version twice");
        Listing second = first.withdrawn();
        assertFalse(await(store.put(second.withdrawn())), "a version left out");
        assertTrue(await(store.put(second)));
        assertFalse(await(store.put(second)), "the same version again");
        assertEquals(Optional.of(second), await(store.find("versions")));
        assertFalse(await(store.put(SampleListing.film("never-first", "X").withdrawn())), "nothing to replace");
        assertEquals(Optional.empty(), await(store.find("never-first")));
    }

    @Test
    void findsByEveryWordInAnyCaseAndOnlyWhatIsOnSale() throws Exception {
        await(store.put(SampleListing.film("zebra-film", "Zebra Crossing")));
        await(store.put(SampleListing.album("zebra-songs", "Zebra Songs")));
        Listing gone = SampleListing.film("zebra-gone", "Zebra Gone");
        await(store.put(gone));
        await(store.put(gone.withdrawn()));
        assertEquals(List.of("zebra-film", "zebra-songs"), found("ZEBRA", CatalogQuery.Medium.ALL));
        assertEquals(List.of("zebra-film"), found("crossing zebra", CatalogQuery.Medium.ALL));
        assertEquals(List.of("zebra-songs"), found("zebra", CatalogQuery.Medium.AUDIO));
        assertEquals(List.of("zebra-film"), found("zebra", CatalogQuery.Medium.VIDEO));
        assertEquals(List.of(), found("zebra okapi", CatalogQuery.Medium.ALL));
    }

    @Test
    void wordsAreTextAndNeverPatterns() throws Exception {
        await(store.put(SampleListing.film("pattern", "Quagga (a+)+$ .* \\Q 100%")));
        assertEquals(List.of("pattern"), found("quagga (a+)+$ .* \\q 100%", CatalogQuery.Medium.ALL));
        assertEquals(List.of(), found("quagga.*", CatalogQuery.Medium.ALL));
        assertEquals(List.of(), found("quagga \\e", CatalogQuery.Medium.ALL));
    }

    @Test
    void pagesBySortKeyWithoutLosingOrRepeatingAny() throws Exception {
        List<String> all = IntStream.rangeClosed(1, CatalogQuery.PAGE_SIZE + 1)
                .mapToObj("okapi-%03d"::formatted)
                .toList();
        for (String id : all) {
            await(store.put(SampleListing.film(id, "Okapi " + id)));
        }
        CatalogPage first = await(store.search(new CatalogQuery("okapi", CatalogQuery.Medium.ALL, "")));
        assertEquals(all.subList(0, CatalogQuery.PAGE_SIZE), ids(first));
        assertTrue(first.more());
        CatalogPage second = await(store.search(
                new CatalogQuery("okapi", CatalogQuery.Medium.ALL, first.next().orElseThrow())));
        assertEquals(all.subList(CatalogQuery.PAGE_SIZE, all.size()), ids(second));
        assertFalse(second.more());
        assertEquals(Optional.empty(), second.next());
    }

    private List<String> found(String text, CatalogQuery.Medium medium) throws Exception {
        return ids(await(store.search(new CatalogQuery(text, medium, ""))));
    }

    private static List<String> ids(CatalogPage page) {
        return page.listings().stream().map(Listing::titleId).toList();
    }
}
