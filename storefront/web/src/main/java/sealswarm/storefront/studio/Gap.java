package sealswarm.storefront.studio;

import java.util.Locale;

/** What a draft still needs before it can go live. */
public enum Gap {
    /** A poster among the public files, its bytes here. */
    POSTER,
    /** Bytes of a trailer the manifest names. */
    TRAILER,
    /** A price. */
    PRICE,
    /** Where it is sold. */
    TERRITORY;

    /** The code in answers and message keys. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
