package sealswarm.license.rights;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.OptionalLong;
import sealswarm.format.json.StrictJson;

/** A count or a number of seconds with or without an upper bound; in JSON an integer or {@code "unlimited"}. */
public final class Limit {
    /** No bound. */
    public static final Limit UNLIMITED = new Limit(-1);

    /** The text that stands for no bound. */
    static final String UNLIMITED_TEXT = "unlimited";

    private final long max;

    private Limit(long max) {
        this.max = max;
    }

    /** At most {@code max}, 0 to 2^53-1. */
    public static Limit of(long max) {
        if (max < 0 || max > StrictJson.MAX_INTEGER) {
            throw new IllegalArgumentException("a limit must be 0 to 2^53-1");
        }
        return new Limit(max);
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Limit ofJson(Object json) {
        if (UNLIMITED_TEXT.equals(json)) {
            return UNLIMITED;
        }
        if (json instanceof Integer || json instanceof Long) {
            return of(((Number) json).longValue());
        }
        throw new IllegalArgumentException("an integer or \"unlimited\" is due");
    }

    public boolean isUnlimited() {
        return max < 0;
    }

    /** Whether {@code amount} is within the bound. */
    public boolean admits(long amount) {
        return isUnlimited() || amount <= max;
    }

    /** The bound, or nothing where there is none. */
    public OptionalLong max() {
        return isUnlimited() ? OptionalLong.empty() : OptionalLong.of(max);
    }

    @JsonValue
    Object json() {
        return isUnlimited() ? UNLIMITED_TEXT : (Object) max;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Limit that && max == that.max;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(max);
    }

    @Override
    public String toString() {
        return isUnlimited() ? UNLIMITED_TEXT : Long.toString(max);
    }
}
