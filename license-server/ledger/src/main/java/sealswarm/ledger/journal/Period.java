package sealswarm.ledger.journal;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.regex.Pattern;
import sealswarm.ledger.LedgerException;

/**
 * An accounting period: one calendar month in UTC, half-open.
 *
 * @param month years 1970 to 9999
 */
public record Period(YearMonth month) implements Comparable<Period> {
    private static final Pattern FORM = Pattern.compile("(19[7-9][0-9]|[2-9][0-9]{3})-(0[1-9]|1[0-2])");

    /** Refuses years outside 1970 to 9999. */
    public Period {
        if (month.getYear() < 1970 || month.getYear() > 9999) {
            throw LedgerException.malformed("period outside the years 1970 to 9999: " + month);
        }
    }

    /** The period written {@code YYYY-MM}. */
    @JsonCreator
    public static Period parse(String text) {
        if (!FORM.matcher(text).matches()) {
            throw LedgerException.malformed("not a period YYYY-MM: '" + (text.length() <= 16 ? text : "...") + "'");
        }
        try {
            return new Period(YearMonth.parse(text));
        } catch (DateTimeException e) {
            throw LedgerException.malformed("not a period YYYY-MM: '" + text + "'");
        }
    }

    /** The period {@code instant} falls into. */
    public static Period of(Instant instant) {
        return new Period(YearMonth.from(instant.atOffset(ZoneOffset.UTC)));
    }

    /** First instant that belongs to it. */
    public Instant start() {
        return month.atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC);
    }

    /** First instant that does not. */
    public Instant end() {
        return next().start();
    }

    public Period next() {
        return new Period(month.plusMonths(1));
    }

    public Period previous() {
        return new Period(month.minusMonths(1));
    }

    public boolean before(Period other) {
        return compareTo(other) < 0;
    }

    public static Period later(Period a, Period b) {
        return a.before(b) ? b : a;
    }

    @Override
    public int compareTo(Period other) {
        return month.compareTo(other.month);
    }

    /** {@code YYYY-MM}. */
    @Override
    @JsonValue
    public String toString() {
        return month.toString();
    }
}
