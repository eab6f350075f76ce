package sealswarm.storefront;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sealswarm.trial.Presence;

/**
 * The system's Chromium without a window, driven by Playwright from the folder that {@code SEALSWARM_PLAYWRIGHT_DRIVER} names. Without either
 * the test is a reported skip. For one test thread.
 */
final class ShopBrowser implements AutoCloseable {
    private final Playwright playwright;
    private final Browser browser;

    ShopBrowser() {
        Path chromium =
                Path.of(Optional.ofNullable(System.getenv("SEALSWARM_CHROMIUM")).orElse("/usr/bin/chromium"));
        Path driver = Path.of(Optional.ofNullable(System.getenv("SEALSWARM_PLAYWRIGHT_DRIVER"))
                .orElse("no-driver"));
        Presence.require(
                Files.isExecutable(chromium) && Files.isExecutable(driver.resolve("node")),
                "BROWSER TESTS NOT RUN: chromium or the folder of SEALSWARM_PLAYWRIGHT_DRIVER is missing (CONTRIBUTING.md)");
        System.setProperty("playwright.cli.dir", driver.toString());
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(chromium)
                        .setArgs(List.of(
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-quic",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync")));
    }

    /** A fresh profile: no cookies, no cache. */
    BrowserContext profile(Browser.NewContextOptions options) {
        return browser.newContext(options);
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
