package sealswarm.system.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Page;
import org.junit.jupiter.api.Test;

class ChromiumBrowserIT {
    @Test
    void runsScriptsInARealBrowser() {
        try (Chromium chromium = Chromium.start()) {
            Page page = chromium.context().newPage();
            page.setContent("<h1>sealed</h1>");
            assertEquals("sealed", page.evaluate("document.querySelector('h1').textContent"));
        }
    }
}
