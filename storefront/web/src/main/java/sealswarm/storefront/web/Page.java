package sealswarm.storefront.web;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the frame around every page needs.
 *
 * @param messages the words
 * @param title the page's own title, already in words
 * @param path the path shown, for the marked entry of the navigation and the way back after signing in
 * @param theme the visitor's colour scheme
 * @param viewerOrNull who is signed in, or null
 * @param formToken the token every form carries
 * @param requestId the id that stands in the log and on error pages
 * @param noticeOrNull a notice to show once, in words, or null
 * @param reloadSeconds seconds until the page asks for itself again, 0 for never
 */
public record Page(
        Messages messages,
        String title,
        String path,
        Theme theme,
        @Nullable Viewer viewerOrNull,
        String formToken,
        String requestId,
        @Nullable String noticeOrNull,
        int reloadSeconds) {

    /** The text of a key. */
    public String say(String key, Object... arguments) {
        return messages.say(key, arguments);
    }

    /** A moment in words, in UTC. */
    public String moment(Instant at) {
        return messages.moment(at);
    }

    /** A day in words, in UTC. */
    public String day(Instant at) {
        return messages.day(at);
    }

    /** Who is signed in, if anybody is. */
    public Optional<Viewer> viewer() {
        return Optional.ofNullable(viewerOrNull);
    }

    /** A notice for the top of the page, if there is one. */
    public Optional<String> notice() {
        return Optional.ofNullable(noticeOrNull);
    }

    /** Whether the person signed in holds a role. */
    public boolean viewerIs(Role role) {
        return viewer().map(viewer -> viewer.is(role)).orElse(false);
    }

    /** Whether a navigation entry is the page shown. */
    public boolean at(String entry) {
        return path.equals(entry) || (entry.length() > 1 && path.startsWith(entry + "/"));
    }

    /** The value of {@code data-theme}, absent when the browser decides. */
    public @Nullable String dataTheme() {
        return theme == Theme.SYSTEM ? null : theme.text();
    }
}
