package sealswarm.storefront.web;

import java.util.Locale;

/** The colour scheme a visitor chose; {@link #SYSTEM} leaves the choice to the browser. */
public enum Theme {
    /** As the browser or system says: no attribute at all, since any other value would pin the light scheme. */
    SYSTEM,
    /** Always light. */
    LIGHT,
    /** Always dark. */
    DARK;

    /** The theme of a cookie or form value; anything unknown is {@link #SYSTEM}. */
    public static Theme of(String text) {
        for (Theme theme : values()) {
            if (theme.text().equals(text)) {
                return theme;
            }
        }
        return SYSTEM;
    }

    /** The value in cookie, form and attribute. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
