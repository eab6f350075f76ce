package sealswarm.system.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sealswarm.system.Person;
import sealswarm.system.WholeShop;

/**
 * The player's page in a real Chromium, over a real {@code play}: the demo's film and album, bought at a real license server, fetched
 * from a real edge.
 */
@Timeout(180)
@SuppressWarnings("NullAway.Init") // made before all or before each test
class PlayerBrowserIT {
    private static final String VIDEO = "document.querySelector('video')";
    private static final String AUDIO = "document.querySelector('audio')";

    private static Chromium chromium;
    private static Person.Running film;
    private static Person.Running album;
    private static String opened;

    private final List<String> complaints = new ArrayList<>();

    /** Complaints that a test provokes; as a rule none. */
    private Pattern asked = Pattern.compile("(?!)");

    private BrowserContext context;
    private Page page;

    @BeforeAll
    static void playBoth() throws Exception {
        chromium = Chromium.start();
        WholeShop shop = WholeShop.shared();
        Person anna = shop.person("anna", "buyer");
        shop.give("anna", WholeShop.FILM);
        film = anna.play("sealed-seas");
        // The code works for a minute: the browser comes at once.
        try (BrowserContext first = chromium.context(new Browser.NewContextOptions())) {
            Page page = first.newPage();
            page.navigate(film.ready().getString("open"));
            opened = page.url();
        }
        Person bert = shop.person("bert", "buyer");
        shop.give("bert", WholeShop.ALBUM);
        album = bert.play("merkle-wood", "--peers", "edge-only");
    }

    @AfterAll
    static void close() throws Exception {
        for (AutoCloseable each : new AutoCloseable[] {film, album, chromium}) {
            if (each != null) {
                each.close();
            }
        }
    }

    @BeforeEach
    void openContext() {
        begin(new Browser.NewContextOptions());
    }

    @AfterEach
    void assertNothingComplained() {
        // Closing brings what the browser has not said yet.
        context.close();
        complaints.removeIf(asked.asMatchPredicate());
        assertEquals(List.of(), complaints, "the browser's console, scripts and content policy");
    }

    private void begin(Browser.NewContextOptions options) {
        if (context != null) {
            context.close();
        }
        context = chromium.context(options);
        context.addInitScript("addEventListener('securitypolicyviolation',"
                + " e => console.error('policy: ' + e.violatedDirective + ' ' + e.blockedURI))");
        page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
    }

    @Test
    void filmPlaysAndSeeksBothWaysAndIsResumedWhereItWasLeft() {
        assertEquals(film.ready().getString("page"), opened);
        openFilm();
        start();
        until(VIDEO + ".currentTime > 0.5 && " + VIDEO + ".readyState >= 3");
        assertTrue((Integer) page.evaluate(VIDEO + ".videoWidth") > 0);
        double length = ((Number) page.evaluate(VIDEO + ".duration")).doubleValue();
        assertTrue(length > 60, "the film lasts " + length);
        page.evaluate(VIDEO + ".currentTime = 70");
        until(VIDEO + ".currentTime > 70.3 && " + VIDEO + ".readyState >= 3 && !" + VIDEO + ".seeking");
        page.evaluate(VIDEO + ".currentTime = 20");
        until(VIDEO + ".currentTime > 20.3 && " + VIDEO + ".currentTime < 60 && !" + VIDEO + ".seeking");
        page.evaluate(VIDEO + ".pause()");
        assertEquals(true, page.evaluate(VIDEO + ".error === null"));
        page.reload();
        page.waitForSelector("#resume:not([hidden])");
        assertTrue(page.textContent("#resume").matches("Resume at 0:2[0-9]"), page.textContent("#resume"));
        page.click("#resume");
        until(VIDEO + ".currentTime > 20.5 && " + VIDEO + ".currentTime < 60");
    }

    @Test
    void subtitlesOfTwoLanguagesAreShownAndRemembered() {
        openFilm();
        start();
        until(VIDEO + ".currentTime > 0.2");
        assertEquals(List.of("de", "en"), page.evaluate("[..." + VIDEO + ".textTracks].map(t => t.language)"));
        assertEquals(List.of("Deutsch", "English"), page.evaluate("[..." + VIDEO + ".textTracks].map(t => t.label)"));
        assertEquals(List.of(), showing());
        page.keyboard().press("c");
        assertEquals(List.of("de"), showing());
        assertSpeaks(0);
        page.keyboard().press("c");
        assertEquals(List.of("en"), showing());
        assertSpeaks(1);
        page.reload();
        page.waitForSelector("video");
        until("[..." + VIDEO + ".textTracks].filter(t => t.mode === 'showing').map(t => t.language).join() === 'en'");
        page.keyboard().press("c");
        assertEquals(List.of(), showing());
    }

    private Object showing() {
        return page.evaluate("[..." + VIDEO + ".textTracks].filter(t => t.mode === 'showing').map(t => t.language)");
    }

    /** The cues are there, and one is active in its own time. */
    private void assertSpeaks(int track) {
        String text = VIDEO + ".textTracks[" + track + "]";
        until(text + ".cues && " + text + ".cues.length > 3");
        page.evaluate(VIDEO + ".currentTime = " + text + ".cues[1].startTime + 0.05");
        until(text + ".activeCues.length > 0 && " + text + ".activeCues[0].text.length > 3");
    }

    @Test
    void chaptersLeadToTheirTime() {
        openFilm();
        page.waitForSelector("#chapters button");
        int count = page.locator("#chapters button").count();
        assertTrue(count >= 3, "chapters: " + count);
        page.locator("#chapters button").nth(count - 1).click();
        until(VIDEO + ".currentTime > 30 && !" + VIDEO + ".paused && !" + VIDEO + ".seeking");
        page.locator("#chapters button").nth(0).click();
        until(VIDEO + ".currentTime < 20 && !" + VIDEO + ".seeking");
    }

    @Test
    void everythingIsReachedByKeyboardAlone() {
        openFilm();
        page.waitForSelector("#chapters button");
        tabTo("#play, #start");
        page.keyboard().press("Enter");
        until(VIDEO + ".currentTime > 0.2");
        page.keyboard().press("k");
        until(VIDEO + ".paused");
        double at = ((Number) page.evaluate(VIDEO + ".currentTime")).doubleValue();
        page.keyboard().press("l");
        until("Math.abs(" + VIDEO + ".currentTime - " + (at + 10) + ") < 0.5");
        page.keyboard().press("j");
        until("Math.abs(" + VIDEO + ".currentTime - " + at + ") < 0.5");
        page.keyboard().press("5");
        until("Math.abs(" + VIDEO + ".currentTime - " + VIDEO + ".duration / 2) < 1");
        page.keyboard().press("m");
        until(VIDEO + ".muted");
        page.keyboard().press("m");
        page.keyboard().press(">");
        until(VIDEO + ".playbackRate === 1.25 && document.querySelector('#speed').value === '1.25'");
        assertEquals("speed 1.25", page.textContent("#overlay"));
        page.keyboard().press("?");
        until("document.querySelector('#keys').open");
        tabTo("#chapters button");
        page.keyboard().press("Enter");
        until(VIDEO + ".currentTime < 20 && !" + VIDEO + ".paused");
        tabTo("#change");
        page.keyboard().press("Enter");
        until("document.activeElement.dataset.peers === 'share'");
        tabTo("[data-peers=edge-only]");
        page.keyboard().press("Space");
        until("['play', 'resume'].includes(document.activeElement.id)");
    }

    /** Presses Tab until the focus is there; it must be seen there too. */
    private void tabTo(String selector) {
        for (int i = 0; i < 60; i++) {
            page.keyboard().press("Tab");
            if ((Boolean) page.evaluate("document.activeElement.matches('" + selector + "')")) {
                assertTrue((Boolean) page.evaluate("document.activeElement.matches(':focus-visible')"), selector);
                return;
            }
        }
        throw new AssertionError("no Tab leads to " + selector);
    }

    @Test
    void pageIsAccessibleInBothThemesAndAtPhoneWidth() {
        for (ColorScheme theme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            begin(new Browser.NewContextOptions()
                    .setColorScheme(theme)
                    .setReducedMotion(ReducedMotion.REDUCE)
                    .setViewportSize(320, 640));
            openFilm();
            page.waitForSelector("#chapters button");
            page.click("#change");
            assertAccessible();
            page.click("[data-peers=edge-only]");
            start();
            until(VIDEO + ".currentTime > 0.2");
            assertAccessible();
            assertEquals(true, page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"));
            // A failed renewal is told in another colour, which must be legible too.
            page.evaluate("document.querySelector('#lease').className = 'late'");
            assertAccessible();
        }
    }

    @Test
    void albumGoesOnToTheNextTrackByItselfAndByTheButton() {
        page.navigate(album.ready().getString("page"));
        page.waitForSelector("audio");
        assertEquals("first-light", page.getAttribute("audio", "data-track"));
        assertEquals("Next up: Merkle Wood", page.textContent("#next"));
        page.click("#play");
        until(AUDIO + ".currentTime > 0.3");
        page.evaluate(AUDIO + ".currentTime = " + AUDIO + ".duration - 0.5");
        page.waitForSelector("audio[data-track=merkle-wood]");
        until(AUDIO + ".currentTime > 0.3 && !" + AUDIO + ".paused");
        assertTrue(page.isHidden("#next"), "nothing follows the last track");
        page.click("#tracks li:first-child button");
        page.waitForSelector("audio[data-track=first-light]");
        page.click("#next");
        page.waitForSelector("audio[data-track=merkle-wood]");
        until(AUDIO + ".currentTime > 0.2 && !" + AUDIO + ".paused");
    }

    @Test
    void choiceAboutPeersMayChangeWhileTheFilmPlays() {
        openFilm();
        start();
        until(VIDEO + ".currentTime > 0.3");
        for (String choice : List.of("share", "edge-only")) {
            page.click("#change");
            page.click("[data-peers=" + choice + "]");
            page.waitForSelector(
                    "#consent",
                    new Page.WaitForSelectorOptions()
                            .setState(com.microsoft.playwright.options.WaitForSelectorState.HIDDEN));
            page.evaluate(VIDEO + ".currentTime = " + (choice.equals("share") ? 40 : 60));
            until(VIDEO + ".currentTime > " + (choice.equals("share") ? 40.3 : 60.3) + " && !" + VIDEO + ".paused");
        }
        assertEquals("1024", page.inputValue("#up"), "as the setting says, 1 MiB/s");
        page.fill("#up", "-1");
        page.click("#line button");
        assertEquals(false, page.evaluate("document.querySelector('#line').checkValidity()"));
        page.fill("#up", "7");
        page.check("[data-restraint=paused]");
        page.click("#line button");
        until("document.querySelector('#overlay').textContent === 'limits are in force'");
        page.reload();
        page.waitForSelector("video");
        until("document.querySelector('#up').value === '7'");
        assertTrue(page.isChecked("[data-restraint=paused]"));
        until("/from the edge.*B/.test(document.querySelector('#totals').textContent)");
        // A request that the move has cut is asked again, but told of.
        asked = Pattern.compile("(?s)Failed to load resource: net::ERR_.*");
    }

    @Test
    void pagesOfOtherOriginsAreServedNothing() throws Exception {
        asked = Pattern.compile("(?s)Failed to load resource: .*|Access to fetch .* CORS policy.*"
                + "|The Cross-Origin-Opener-Policy header has been ignored.*");
        String media = film.ready().getJsonObject("media").getString("film");
        String external = film.ready().getJsonObject("external").getString("film");
        HttpServer foreign = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        foreign.createContext("/", exchange -> {
            byte[] body = "<!doctype html><link rel=icon href='data:,'><title>foreign</title>"
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        foreign.start();
        try {
            page.navigate("http://127.0.0.1:" + foreign.getAddress().getPort() + "/");
            for (String address : List.of(media, external)) {
                assertEquals(
                        "refused",
                        page.evaluate("a => fetch(a).then(r => 'read ' + r.status, e => 'refused')", address));
                assertEquals(
                        "error",
                        page.evaluate(
                                "a => new Promise(done => { const v = document.createElement('video');"
                                        + " v.onerror = () => done('error'); v.onloadeddata = () => done('loaded');"
                                        + " v.src = a; v.load(); })",
                                address));
            }
        } finally {
            foreign.stop(0);
        }
        URI own = URI.create(film.ready().getString("page"));
        Response rebound = page.navigate("http://" + Chromium.REBOUND + ":" + own.getPort() + own.getPath());
        assertEquals(421, rebound.status());
        assertEquals(
                404,
                page.navigate(own.resolve("/t/AAAAAAAAAAAAAAAAAAAAAA/").toString())
                        .status());
        assertEquals(404, page.navigate(film.ready().getString("open")).status());
    }

    private void openFilm() {
        page.navigate(film.ready().getString("page"));
        page.waitForSelector("video");
        agree();
    }

    /** Answers the question about peers where it is asked; nothing is chosen beforehand. */
    private void agree() {
        page.waitForSelector("video");
        if (page.isVisible("#consent")) {
            assertEquals(0, page.locator("#consent [aria-pressed=true]").count());
            page.click("[data-peers=edge-only]");
            page.waitForSelector(
                    "#consent",
                    new Page.WaitForSelectorOptions()
                            .setState(com.microsoft.playwright.options.WaitForSelectorState.HIDDEN));
        }
    }

    /** Begins at the beginning, whatever an earlier test has left. */
    private void start() {
        page.click(page.isVisible("#start") ? "#start" : "#play");
    }

    private void until(String condition) {
        page.waitForFunction("() => " + condition, null, new Page.WaitForFunctionOptions().setTimeout(20_000));
    }

    private void assertAccessible() {
        List<String> violations = new AxeBuilder(page)
                .analyze().getViolations().stream()
                        .map(rule -> rule.getId() + ": " + rule.getHelp() + " "
                                + rule.getNodes().get(0).getHtml())
                        .toList();
        assertEquals(List.of(), violations);
    }
}
