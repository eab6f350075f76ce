package sealswarm.storefront.web;

import java.util.regex.Pattern;

/** Paths inside the shop that a visitor may be sent to; anything else becomes the front page. */
public final class LocalPath {
    /** Longest path accepted. */
    public static final int MAX_CHARS = 512;

    private static final Pattern INSIDE = Pattern.compile("/(?![/\\\\])[A-Za-z0-9/._~?=&%+-]*");

    private LocalPath() {}

    /** The path, or the front page if it could lead outside (an open redirect). */
    public static String of(String path) {
        return path.length() <= MAX_CHARS && INSIDE.matcher(path).matches() ? path : "/";
    }
}
