package sealswarm.ledger.journal;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;
import sealswarm.ledger.LedgerException;

/** Instants as documents of the ledger write them: {@code YYYY-MM-DDTHH:MM:SSZ}, whole seconds, years 1970 to 9999. */
public final class JournalTime {
    private static final Pattern FORM = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z");

    private JournalTime() {}

    /** {@code instant} cut to whole seconds. */
    public static Instant whole(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS);
    }

    /** The text of {@code instant}, cut to whole seconds. */
    public static String text(Instant instant) {
        return whole(instant).toString();
    }

    /** The instant of {@code text}. */
    public static Instant parse(String text) {
        if (FORM.matcher(text).matches()) {
            try {
                Instant instant = Instant.parse(text);
                // 24:00:00 and the like parse, but are not the one form.
                if (text(instant).equals(text) && !instant.isBefore(Instant.EPOCH)) {
                    return instant;
                }
            } catch (DateTimeException e) {
                throw LedgerException.malformed("not a time YYYY-MM-DDTHH:MM:SSZ: '" + text + "'");
            }
        }
        throw LedgerException.malformed(
                "not a time YYYY-MM-DDTHH:MM:SSZ: '" + (text.length() <= 32 ? text : "...") + "'");
    }
}
