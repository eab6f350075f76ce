package sealswarm.storefront.offer;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How a title is sold, with the limits of each kind as the rights box states them. */
public enum SaleKind {
    /** Bought for good: 5 devices, 2 streams, offline without end. */
    OWN(5, 2),
    /** Rented: start within 30 days, play for 48 hours, 2 devices, 1 stream. */
    RENT(2, 1);

    /** Days in which a rental must be started. */
    public static final int RENT_START_DAYS = 30;
    /** Hours a rental plays once started. */
    public static final int RENT_PLAY_HOURS = 48;
    /** Days in which an unplayed purchase is refunded. */
    public static final int REFUND_DAYS = 14;

    private final int devices;
    private final int streams;

    SaleKind(int devices, int streams) {
        this.devices = devices;
        this.streams = streams;
    }

    /** The kind of a word in an offer block. */
    @JsonCreator
    public static SaleKind of(String text) {
        for (SaleKind kind : values()) {
            if (kind.text().equals(text)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("kind must be own or rent");
    }

    /** The word in offer blocks and forms. */
    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Devices that may hold a license at once. */
    public int devices() {
        return devices;
    }

    /** Streams that may run at once. */
    public int streams() {
        return streams;
    }
}
