package sealswarm.license.rights;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Optional;
import sealswarm.format.json.UtcTime;

/** An end in time, or none; in JSON a time or {@code "unlimited"}. The end itself is already outside. */
public final class Until {
    /** No end. */
    public static final Until UNLIMITED = new Until(Instant.MAX);

    private final Instant end;

    private Until(Instant end) {
        this.end = end;
    }

    /** Ends at {@code end}, whole seconds. */
    public static Until of(Instant end) {
        return new Until(UtcTime.parse(UtcTime.format(end)));
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Until ofJson(String text) {
        return text.equals(Limit.UNLIMITED_TEXT) ? UNLIMITED : new Until(UtcTime.parse(text));
    }

    public boolean isUnlimited() {
        return end.equals(Instant.MAX);
    }

    /** Whether {@code now} is at or after the end. */
    public boolean isOver(Instant now) {
        return !isUnlimited() && !now.isBefore(end);
    }

    /** The end, or nothing where there is none. */
    public Optional<Instant> end() {
        return isUnlimited() ? Optional.empty() : Optional.of(end);
    }

    /** The earlier of the two ends. */
    public Until earlier(Until other) {
        return end.isBefore(other.end) ? this : other;
    }

    @JsonValue
    String json() {
        return isUnlimited() ? Limit.UNLIMITED_TEXT : UtcTime.format(end);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Until that && end.equals(that.end);
    }

    @Override
    public int hashCode() {
        return end.hashCode();
    }

    @Override
    public String toString() {
        return json();
    }
}
