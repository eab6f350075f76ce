package sealswarm.ledger.journal;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.List;
import sealswarm.ledger.LedgerException;

/**
 * What an entry is about, made from the business event alone, never from a time or a random value: the same event has the same key
 * whoever writes it and however often. {@code chg:ORDER}, {@code ply:DEVICE:EPOCH:SEQ}.
 *
 * @param text kind and segments, at most {@link #MAX_CHARS} characters
 */
public record EntryKey(@JsonValue String text) {
    /** Longest key. */
    public static final int MAX_CHARS = 255;

    /** Refuses unknown kinds, other numbers of segments and segments outside {@code [A-Za-z0-9._~-]{1,64}}. */
    @JsonCreator
    public EntryKey {
        if (text.length() > MAX_CHARS) {
            throw LedgerException.malformed("key of " + text.length() + " characters, at most " + MAX_CHARS);
        }
        String[] parts = text.split(":", -1);
        EntryKind kind = kindOf(parts[0], text);
        boolean wellFormed = parts.length == 1 + kind.segments();
        for (int i = 1; i < parts.length; i++) {
            wellFormed &= Account.isArgument(parts[i]);
        }
        if (!wellFormed) {
            throw LedgerException.malformed("not a key of kind " + kind.text() + ": '" + text + "'");
        }
    }

    /** The key of {@code kind} with its segments. */
    public static EntryKey of(EntryKind kind, String... segments) {
        return new EntryKey(kind.text() + ":" + String.join(":", segments));
    }

    public EntryKind kind() {
        return kindOf(text.substring(0, text.indexOf(':')), text);
    }

    /** The parts after the kind. */
    public List<String> segments() {
        List<String> parts = Arrays.asList(text.split(":", -1));
        return List.copyOf(parts.subList(1, parts.size()));
    }

    @Override
    public String toString() {
        return text;
    }

    private static EntryKind kindOf(String name, String text) {
        for (EntryKind kind : EntryKind.values()) {
            if (kind.text().equals(name)) {
                return kind;
            }
        }
        throw LedgerException.malformed(
                "no such kind of entry: '" + (text.length() <= 80 ? text : text.substring(0, 80)) + "'");
    }
}
