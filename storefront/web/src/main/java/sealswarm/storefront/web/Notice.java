package sealswarm.storefront.web;

import java.util.Locale;
import java.util.Optional;

/** What a page says once after a form was done: a closed list, so that a link cannot put words on a page. */
public enum Notice {
    /** The visitor signed out. */
    SIGNED_OUT,
    /** A voucher was added to the wallet. */
    REDEEMED,
    /** A device slot was freed. */
    DEVICE_REMOVED,
    /** The offer of a draft was saved. */
    OFFER_SAVED,
    /** The title is on sale. */
    LIVE,
    /** The title is off sale. */
    WITHDRAWN,
    /** The period is closed. */
    CLOSED,
    /** The contract version was added. */
    CONTRACT_SAVED,
    /** A studio's key is trusted. */
    KEY_APPROVED,
    /** A studio's key is revoked. */
    KEY_REVOKED;

    static Optional<Notice> ofCode(String code) {
        for (Notice notice : values()) {
            if (notice.code().equals(code)) {
                return Optional.of(notice);
            }
        }
        return Optional.empty();
    }

    /** The word in the address. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** A path with this notice attached. */
    public String on(String path) {
        return path + "?done=" + code();
    }
}
