package sealswarm.license.rights;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Countries by ISO 3166-1 alpha-2, or all; in JSON a list of 1 to 300 codes or {@code "unlimited"}. */
public final class Territories {
    /** Everywhere. */
    public static final Territories UNLIMITED = new Territories(List.of());

    /** Most codes of one list. */
    static final int MAX_CODES = 300;

    private static final Pattern CODE = Pattern.compile("[A-Z]{2}");

    private final List<String> codes;

    private Territories(List<String> codes) {
        this.codes = codes;
    }

    /** These countries only; at least one. */
    public static Territories of(Collection<String> codes) {
        if (codes.isEmpty() || codes.size() > MAX_CODES) {
            throw new IllegalArgumentException("1 to " + MAX_CODES + " territories are due");
        }
        for (String code : codes) {
            requireCode(code);
        }
        return new Territories(List.copyOf(new TreeSet<>(codes)));
    }

    /** Refuses what is not the form of a country code. */
    public static String requireCode(String code) {
        if (!CODE.matcher(code).matches()) {
            throw new IllegalArgumentException("not a territory of ISO 3166-1 alpha-2");
        }
        return code;
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Territories ofJson(Object json) {
        if (Limit.UNLIMITED_TEXT.equals(json)) {
            return UNLIMITED;
        }
        if (json instanceof List<?> list && list.stream().allMatch(String.class::isInstance)) {
            return of(list.stream().map(String.class::cast).toList());
        }
        throw new IllegalArgumentException("a list of territories or \"unlimited\" is due");
    }

    /** Whether {@code code} is one of them. */
    public boolean admits(String code) {
        return codes.isEmpty() || codes.contains(code);
    }

    @JsonValue
    Object json() {
        return codes.isEmpty() ? Limit.UNLIMITED_TEXT : (Object) codes;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Territories that && codes.equals(that.codes);
    }

    @Override
    public int hashCode() {
        return codes.hashCode();
    }

    @Override
    public String toString() {
        return codes.isEmpty() ? Limit.UNLIMITED_TEXT : codes.toString();
    }
}
