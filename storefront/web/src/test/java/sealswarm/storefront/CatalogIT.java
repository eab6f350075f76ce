package sealswarm.storefront;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.buffer.Buffer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sealswarm.storefront.catalog.MongoCatalogStore;
import sealswarm.storefront.catalog.MongoShopFileStore;
import sealswarm.storefront.catalog.ShopFile;

class CatalogIT {
    private static final String SHA = "ab".repeat(32);

    @TempDir
    static Path directory;

    private static Shop shop;

    @BeforeAll
    static void open() {
        shop = Shop.open(directory);
        shop.license.edgeAnswers = false;
        MongoCatalogStore catalog = new MongoCatalogStore(shop.work);
        for (int i = 0; i < 30; i++) {
            Shop.await(catalog.put(SampleListing.film("film-" + i, "Film " + i)));
        }
        Shop.await(catalog.put(SampleListing.album("album-1", "Merkle Wood")));
        Shop.await(catalog.put(SampleListing.film("attack", "<script>alert(1)</script> & \"quotes\"")));
        Shop.await(catalog.put(SampleListing.film("gone", "Gone Film")));
        Shop.await(catalog.put(SampleListing.film("gone", "Gone Film").withdrawn()));
        Shop.await(new MongoShopFileStore(shop.work).put(new ShopFile(SHA, "image/jpeg", Buffer.buffer("0123456789"))));
    }

    @AfterAll
    static void close() {
        shop.close();
    }

    @Test
    void showsOnePageOfTitlesAndTheWayToTheNext() {
        String first = shop.visitor().get("/").body();
        assertEquals(24, count(first, "class=\"card\""));
        String link = first.substring(first.indexOf("after=") + 6);
        String second = shop.visitor()
                .get("/?after=" + link.substring(0, link.indexOf('"')))
                .body();
        assertEquals(32 - 24, count(second, "class=\"card\""));
        assertFalse(second.contains("after="), "the last page leads nowhere");
    }

    @Test
    void findsByWordsInAnyOrderAndCase() {
        assertTrue(shop.visitor().get("/?q=wood+MERKLE").body().contains("Merkle Wood"));
        assertFalse(shop.visitor().get("/?q=wood+film").body().contains("/titles/album-1"));
    }

    @Test
    void searchTextIsLiteralAndHarmless() {
        for (String text : new String[] {".*", "(a%2B)%2B%24", "%7B%22%24gt%22%3A%22%22%7D", "%5C", "%5CQ%5CE"}) {
            HttpResponse<String> answer = shop.visitor().get("/?q=" + text);
            assertEquals(200, answer.statusCode(), text);
            assertEquals(0, count(answer.body(), "class=\"card\""), text);
        }
        assertEquals(400, shop.visitor().get("/?q=" + "x".repeat(101)).statusCode());
        assertEquals(400, shop.visitor().get("/?q=a&q=b").statusCode());
        assertEquals(400, shop.visitor().get("/?q=a%00b").statusCode());
    }

    @Test
    void filtersByMedium() {
        String audio = shop.visitor().get("/?medium=audio").body();
        assertEquals(1, count(audio, "class=\"card\""));
        assertTrue(audio.contains("/titles/album-1"));
    }

    @Test
    void saysSoWhenNothingIsFound() {
        String page = shop.visitor().get("/?q=nothing-of-that-name").body();
        assertTrue(page.contains("No title contains all of these words"), page);
    }

    @Test
    void aScriptInATitleIsText() {
        for (String path : new String[] {"/?q=script", "/titles/attack"}) {
            String page = shop.visitor().get(path).body();
            assertFalse(page.contains("<script>alert"), path);
            assertTrue(page.contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp;"), path);
        }
    }

    @Test
    void theTitlePageShowsPriceAndRightsAndInventsNoPeers() {
        String page = shop.visitor().get("/titles/film-1").body();
        assertTrue(page.contains("€9.99"), page);
        assertTrue(page.contains("Yours to keep"), page);
        assertTrue(page.contains("5 devices, 2 streams at once"), page);
        assertTrue(page.contains("Austria, Switzerland, Germany"), page);
        assertTrue(page.contains("Sign in to buy"), page);
        assertFalse(page.contains("peers\""), page);
    }

    @Test
    void aWithdrawnOrUnknownTitleIsNotThere() {
        assertEquals(404, shop.visitor().get("/titles/gone").statusCode());
        assertEquals(404, shop.visitor().get("/titles/unknown").statusCode());
        assertEquals(404, shop.visitor().get("/titles/..%2f..%2fetc").statusCode());
        assertFalse(shop.visitor().get("/?q=gone").body().contains("/titles/gone"));
    }

    @Test
    void publicFilesAreServedWholeAndInSingleRanges() {
        Visitor visitor = shop.visitor();
        assertEquals("0123456789", visitor.get("/files/" + SHA).body());
        HttpResponse<String> part = visitor.get("/files/" + SHA, "Range", "bytes=2-4");
        assertEquals(206, part.statusCode());
        assertEquals("234", part.body());
        assertEquals("bytes 2-4/10", part.headers().firstValue("Content-Range").orElse(""));
        assertEquals("89", visitor.get("/files/" + SHA, "Range", "bytes=-2").body());
        assertEquals("56789", visitor.get("/files/" + SHA, "Range", "bytes=5-").body());
        assertEquals(416, visitor.get("/files/" + SHA, "Range", "bytes=10-").statusCode());
        assertEquals(416, visitor.get("/files/" + SHA, "Range", "bytes=4-2").statusCode());
        assertEquals(200, visitor.get("/files/" + SHA, "Range", "bytes=0-1,3-4").statusCode());
        assertEquals(
                "10",
                visitor.head("/files/" + SHA)
                        .headers()
                        .firstValue("Content-Length")
                        .orElse(""));
    }

    @Test
    void unknownPublicFilesAreNotFound() {
        assertEquals(404, shop.visitor().get("/files/" + "00".repeat(32)).statusCode());
        assertEquals(404, shop.visitor().get("/files/%7B%7D").statusCode());
    }

    private static int count(String text, String part) {
        return text.split(java.util.regex.Pattern.quote(part), -1).length - 1;
    }
}
