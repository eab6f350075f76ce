package sealswarm.console.result;

import java.util.Map;

/**
 * What a command found or did: the same facts as a JSON document and as text.
 *
 * @param document a record, map or list that Jackson can write; never a secret
 * @param text lines for a person, may be empty
 */
public record CommandResult(Object document, String text) {
    /** A result whose text is {@code text}. */
    public static CommandResult of(Object document, String text) {
        return new CommandResult(document, text);
    }

    /** A result of a command that ends without anything to show. */
    public static CommandResult empty() {
        return new CommandResult(Map.of(), "");
    }
}
