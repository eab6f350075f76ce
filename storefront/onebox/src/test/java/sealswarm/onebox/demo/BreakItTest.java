package sealswarm.onebox.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class BreakItTest {
    private final BreakIt breakIt = new BreakIt(
            List.of(new BreakIt.Proof("Noise & nothing else.", List.of("hexdump -C <a \"b\""))), List.of("ok 01 pack"));

    @Test
    void namesClaimsWithTheirCommandsOnATerminal() {
        assertEquals(List.of("try to break it", "  Noise & nothing else.", "    hexdump -C <a \"b\""), breakIt.lines());
    }

    @Test
    void saysTheSameOnAPageThatIsMarkupOnlyWhereItMeansTo() {
        String page = breakIt.page();
        assertTrue(page.contains("<li><p>Noise &amp; nothing else.</p>"), page);
        assertTrue(page.contains("<code>hexdump -C &lt;a &quot;b&quot;</code>"), page);
        assertTrue(page.contains("<li>ok 01 pack</li>"), page);
        assertFalse(page.contains("<script"), page);
    }
}
