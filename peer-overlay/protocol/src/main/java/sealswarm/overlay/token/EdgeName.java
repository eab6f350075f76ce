package sealswarm.overlay.token;

/**
 * The name of one edge: 1 to 63 of {@code a-z 0-9 -}, not beginning with a hyphen.
 *
 * @param text the name
 */
public record EdgeName(String text) {
    private static final int MAX_LENGTH = 63;

    public EdgeName {
        if (text.isEmpty() || text.length() > MAX_LENGTH || text.charAt(0) == '-' || !allAllowed(text)) {
            throw new IllegalArgumentException(
                    "edge name must be 1 to 63 of a-z, 0-9 and '-', not beginning with '-': '" + text + "'");
        }
    }

    private static boolean allAllowed(String text) {
        return text.chars().allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-');
    }

    @Override
    public String toString() {
        return text;
    }
}
