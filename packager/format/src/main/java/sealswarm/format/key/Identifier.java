package sealswarm.format.key;

import java.util.regex.Pattern;
import sealswarm.format.problem.FormatException;

/** The one form of names a studio chooses: {@code [a-z0-9][a-z0-9-]{1,63}}. */
final class Identifier {
    private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9-]{1,63}");

    private Identifier() {}

    static void check(String kind, String text) {
        if (!FORM.matcher(text).matches()) {
            throw FormatException.malformed("not a " + kind
                    + " (2 to 64 of a-z, 0-9 and '-', not beginning with '-'): "
                    + (text.length() > 80 ? text.length() + " characters" : '"' + text + '"'));
        }
    }
}
