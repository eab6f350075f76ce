package sealswarm.system.browser;

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
 * A headless Chromium of the system's own. Playwright's driver is not downloaded: {@code SEALSWARM_PLAYWRIGHT_DRIVER} names
 * a folder with {@code node} and {@code package} (playwright-core of the version in the root POM), which {@code .ci/run}
 * makes. Without it, or without Chromium, the test is a reported skip. For one test thread.
 */
final class Chromium implements AutoCloseable {
    /** A name that leads to loopback, as a hostile name server would have it. */
    static final String REBOUND = "rebound.example";

    private final Playwright playwright;
    private final Browser browser;

    private Chromium(Playwright playwright, Browser browser) {
        this.playwright = playwright;
        this.browser = browser;
    }

    static Chromium start() {
        Path chromium =
                Path.of(Optional.ofNullable(System.getenv("SEALSWARM_CHROMIUM")).orElse("/usr/bin/chromium"));
        Presence.require(
                Files.isExecutable(chromium), "BROWSER TESTS NOT RUN: " + chromium + " not found (install chromium)");
        String driver = Optional.ofNullable(System.getenv("SEALSWARM_PLAYWRIGHT_DRIVER"))
                .orElse("");
        Presence.require(
                !driver.isEmpty() && Files.isExecutable(Path.of(driver, "node")),
                "BROWSER TESTS NOT RUN: SEALSWARM_PLAYWRIGHT_DRIVER names no folder with node and package"
                        + " (CONTRIBUTING.md says how to make one)");
        System.setProperty("playwright.cli.dir", driver);
        Playwright playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        Browser browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(chromium)
                        .setArgs(List.of(
                                "--host-resolver-rules=MAP " + REBOUND + " 127.0.0.1",
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-quic",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync")));
        return new Chromium(playwright, browser);
    }

    /** A fresh profile: no cookies, no cache. */
    BrowserContext context(Browser.NewContextOptions options) {
        return browser.newContext(options);
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
