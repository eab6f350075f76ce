package sealswarm.onebox.doctor;

import java.util.Locale;

/**
 * What one look has found.
 *
 * @param subject what was looked at, one word
 * @param verdict whether a shop can open with it
 * @param detail what was found
 * @param fix what to do about it; empty where nothing is to be done
 */
public record Finding(String subject, Verdict verdict, String detail, String fix) {
    /** Whether a shop can open. */
    public enum Verdict {
        OK,
        /** It can, with less than there should be. */
        WARNING,
        FAILED
    }

    static Finding ok(String subject, String detail) {
        return new Finding(subject, Verdict.OK, detail, "");
    }

    static Finding warning(String subject, String detail, String fix) {
        return new Finding(subject, Verdict.WARNING, detail, fix);
    }

    static Finding failed(String subject, String detail, String fix) {
        return new Finding(subject, Verdict.FAILED, detail, fix);
    }

    /** For people: {@code ok  java  17}, with the fix behind what is not ok. */
    public String line() {
        String said = "%-8s%-11s%s".formatted(verdict.name().toLowerCase(Locale.ROOT), subject, detail);
        return fix.isEmpty() ? said : said + " (fix: " + fix + ")";
    }
}
