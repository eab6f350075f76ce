package sealswarm.format.manifest;

import java.util.regex.Pattern;
import sealswarm.format.problem.FormatException;

/** A language tag in the form of BCP 47, such as {@code en} or {@code pt-BR}. */
public record LanguageTag(String text) {
    private static final Pattern FORM = Pattern.compile("[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,7}");

    public LanguageTag {
        if (!FORM.matcher(text).matches()) {
            throw FormatException.malformed("not a language tag");
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
