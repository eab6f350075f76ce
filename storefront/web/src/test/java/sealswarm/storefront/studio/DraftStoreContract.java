package sealswarm.storefront.studio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static sealswarm.storefront.StoreOfTrial.await;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sealswarm.license.money.Money;
import sealswarm.storefront.catalog.ListedTrack;
import sealswarm.storefront.offer.SaleKind;
import sealswarm.storefront.offer.SaleTerms;

/** What every store of drafts does. */
abstract class DraftStoreContract {
    private static final Instant NOW = Instant.parse("2026-11-20T08:00:00Z");
    private static final SaleTerms TERMS = new SaleTerms(
            SaleKind.RENT, Money.of("EUR", 499), List.of("AT", "DE"), NOW, Instant.parse("2027-01-01T00:00:00.5Z"));

    private final DraftStore store = store();

    /** A store, perhaps with what other tests put there. */
    abstract DraftStore store();

    @Test
    void keepsADraftAsItIsWithAndWithoutTerms() throws Exception {
        Draft bare = draft("kept", "north", NOW);
        assertTrue(await(store.put(bare)));
        assertEquals(Optional.of(bare), await(store.find("kept")));
        Draft priced = bare.with(TERMS);
        assertTrue(await(store.put(priced)));
        assertEquals(Optional.of(priced), await(store.find("kept")));
        assertEquals(Optional.empty(), await(store.find("never-kept")));
    }

    @Test
    void onlyOneOfManyChangesAtATimeWins() throws Exception {
        Draft first = draft("raced", "north", NOW);
        assertTrue(await(store.put(first)));
        assertFalse(await(store.put(first)), "a first version twice");
        List<Future<Boolean>> changes = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            changes.add(store.put(first.with(TERMS)));
        }
        int won = 0;
        for (Future<Boolean> change : changes) {
            won += await(change) ? 1 : 0;
        }
        assertEquals(1, won);
        assertEquals(2, await(store.find("raced")).orElseThrow().ver());
    }

    @Test
    void listsAnOwnersDraftsLatestFirstAlsoWithinASecond() throws Exception {
        Draft a = draft("list-a", "lister", NOW);
        Draft b = draft("list-b", "lister", NOW.plusMillis(1));
        Draft c = draft("list-c", "lister", NOW.plusMillis(1).plusNanos(1000));
        Draft d = draft("list-d", "lister", NOW.plusSeconds(1));
        for (Draft each : List.of(b, d, a, c, draft("list-e", "another", NOW.plusSeconds(2)))) {
            await(store.put(each));
        }
        assertEquals(List.of(d, c, b, a), await(store.ofOwner("lister")));
        assertEquals(List.of(), await(store.ofOwner("nobody")));
    }

    @Test
    void answersNoMoreThanItsLimit() throws Exception {
        for (int i = 0; i <= DraftStore.MAX_LISTED; i++) {
            await(store.put(draft("many-" + i, "many", NOW.plusSeconds(i))));
        }
        List<Draft> listed = await(store.ofOwner("many"));
        assertEquals(DraftStore.MAX_LISTED, listed.size());
        assertEquals("many-" + DraftStore.MAX_LISTED, listed.get(0).titleId());
    }

    private static Draft draft(String titleId, String owner, Instant receivedAt) {
        return new Draft(
                titleId,
                owner,
                "north-light",
                1,
                "ab".repeat(32),
                "Title",
                "",
                List.of(new ListedTrack("main", "Main", "video", null, 1000, 5_000_000_000L, "01".repeat(20))),
                List.of(new DraftFile("poster.png", "cd".repeat(32), "image/png", 17, "poster")),
                null,
                receivedAt,
                1);
    }
}
