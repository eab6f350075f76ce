package sealswarm.storefront;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A person at a page with a keyboard and nothing else. What cannot be reached by Tab, or is not seen to be reached, fails. */
final class Keyboard {
    private static final int MAX_TABS = 120;
    /** Name of what has the focus: its label, or its text, or its value; a select by its label too. */
    private static final String FOCUSED = """
            (() => {
              const e = document.activeElement;
              if (!e || e === document.body) return "";
              const label = e.labels && e.labels.length ? e.labels[0].textContent : "";
              return (e.getAttribute("aria-label") || label || e.textContent || e.value || "").replace(/\\s+/g, " ").trim();
            })()""";

    private static final String SEEN = """
            (() => {
              const style = getComputedStyle(document.activeElement);
              const outline = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
              return outline || style.boxShadow !== "none" || style.textDecorationLine !== "none";
            })()""";

    private final Page page;
    private final AtomicInteger loads = new AtomicInteger();

    Keyboard(Page page) {
        this.page = page;
        page.onLoad(loaded -> loads.incrementAndGet());
    }

    /** Tabs from the top of the page to the first control whose name begins so, and sees the focus there. */
    Keyboard to(String name) {
        List<String> passed = new ArrayList<>();
        for (int tabs = 0; tabs < MAX_TABS; tabs++) {
            page.keyboard().press("Tab");
            String focused = String.valueOf(page.evaluate(FOCUSED));
            if (focused.startsWith(name)) {
                assertEquals(true, page.evaluate(SEEN), name + " has the focus, and nothing shows it");
                return this;
            }
            passed.add(focused);
        }
        throw new AssertionError("no Tab leads to '" + name + "' on " + page.url() + ", only to " + passed);
    }

    /** Types over what stands in the field. */
    Keyboard type(String text) {
        page.keyboard().press("ControlOrMeta+A");
        page.keyboard().type(text);
        return this;
    }

    /** Presses Enter and waits for the page it leads to. */
    Keyboard enter() {
        int before = loads.get();
        page.keyboard().press("Enter");
        page.waitForCondition(() -> loads.get() > before);
        return this;
    }

    /** Presses Enter without leaving the page. */
    Keyboard press(String key) {
        page.keyboard().press(key);
        return this;
    }

    /** The page shows this text. */
    Keyboard sees(String text) {
        String shown = page.innerText("main");
        assertTrue(shown.contains(text), () -> "'" + text + "' is not on " + page.url() + ":\n" + shown);
        return this;
    }
}
