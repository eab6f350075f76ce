package sealswarm.storefront.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static sealswarm.storefront.StoreOfTrial.await;

import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every store of public files does. */
abstract class ShopFileStoreContract {
    private final ShopFileStore store = store();

    /** A store, perhaps with what other tests put there. */
    abstract ShopFileStore store();

    @Test
    void keepsEveryByteAndTheType() throws Exception {
        byte[] bytes = new byte[256];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        ShopFile file = new ShopFile("01".repeat(32), "image/png", Buffer.buffer(bytes));
        assertFalse(await(store.holds(file.sha256())));
        await(store.put(file));
        assertTrue(await(store.holds(file.sha256())));
        assertEquals(Optional.of(file), await(store.find(file.sha256())));
    }

    @Test
    void storingAgainChangesNothing() throws Exception {
        ShopFile file = new ShopFile("02".repeat(32), "text/vtt", Buffer.buffer("WEBVTT"));
        await(store.put(file));
        await(store.put(file));
        assertEquals(Optional.of(file), await(store.find(file.sha256())));
        await(store.put(new ShopFile("02".repeat(32), "image/png", Buffer.buffer("other"))));
        assertEquals(
                Optional.of(file), await(store.find(file.sha256())), "what is served under a digest never changes");
    }

    @Test
    void keepsTheLongestFileAndNoneIsFoundUnderAnotherDigest() throws Exception {
        ShopFile longest = new ShopFile("03".repeat(32), "video/webm", Buffer.buffer(new byte[ShopFile.MAX_BYTES]));
        await(store.put(longest));
        assertEquals(
                ShopFile.MAX_BYTES,
                await(store.find(longest.sha256())).orElseThrow().bytes().length());
        assertEquals(Optional.empty(), await(store.find("04".repeat(32))));
        assertThrows(
                IllegalArgumentException.class,
                () -> new ShopFile("05".repeat(32), "video/webm", Buffer.buffer(new byte[ShopFile.MAX_BYTES + 1])));
    }
}
