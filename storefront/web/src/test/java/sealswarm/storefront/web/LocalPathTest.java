package sealswarm.storefront.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class LocalPathTest {
    @Test
    void pathsInsideTheShopStay() {
        for (String path : List.of("/", "/titles/film", "/?q=a&medium=video", "/studio/titles/a-b")) {
            assertEquals(path, LocalPath.of(path));
        }
    }

    @Test
    void everythingElseIsTheFrontPage() {
        for (String path : List.of(
                "",
                "titles",
                "//evil",
                "/\\evil",
                "https://evil",
                "/a\nb",
                "/a b",
                "/\u0000",
                "javascript:1",
                "/<script>")) {
            assertEquals("/", LocalPath.of(path), path);
        }
    }

    @Test
    void theLongestPathPassesAndOneLongerDoesNot() {
        String longest = "/" + "a".repeat(LocalPath.MAX_CHARS - 1);
        assertEquals(longest, LocalPath.of(longest));
        assertEquals("/", LocalPath.of(longest + "a"));
    }

    @Test
    void originsAreSchemeHostAndPortOnly() {
        assertEquals("shop.example:8443", new Origin("https://shop.example:8443").authority());
        for (String wrong : List.of(
                "shop.example",
                "ftp://shop.example",
                "https://shop.example/",
                "https://a@shop.example",
                "https://x?y")) {
            assertThrows(IllegalArgumentException.class, () -> new Origin(wrong), wrong);
        }
    }
}
