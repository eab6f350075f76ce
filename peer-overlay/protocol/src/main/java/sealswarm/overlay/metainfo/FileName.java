package sealswarm.overlay.metainfo;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;

/** Turns the name a stranger put into a metainfo into one that is safe as a single file name on every system. */
public final class FileName {
    /** The longest name in bytes of UTF-8. */
    public static final int MAX_BYTES = 240;

    private static final Set<String> RESERVED = Set.of(
            "CON", "PRN", "AUX", "NUL", "COM1", "COM2", "COM3", "COM4", "COM5", "COM6", "COM7", "COM8", "COM9", "LPT1",
            "LPT2", "LPT3", "LPT4", "LPT5", "LPT6", "LPT7", "LPT8", "LPT9");

    private static final String FORBIDDEN = "/\\:*?\"<>|";

    private FileName() {}

    /**
     * A name without separators, control or direction characters, leading or trailing dots and spaces, device names, of at most
     * {@link #MAX_BYTES} bytes; {@code fallback} if nothing remains.
     */
    public static String sanitised(String name, String fallback) {
        String normal = Normalizer.normalize(name, Normalizer.Form.NFC);
        StringBuilder kept = new StringBuilder();
        int bytes = 0;
        for (int i = 0; i < normal.length(); ) {
            int character = normal.codePointAt(i);
            i += Character.charCount(character);
            String shown = isAllowed(character) ? Character.toString(character) : "_";
            bytes += shown.getBytes(StandardCharsets.UTF_8).length;
            if (bytes > MAX_BYTES) {
                break;
            }
            kept.append(shown);
        }
        String trimmed = kept.toString().replaceAll("^[. ]+|[. ]+$", "");
        String stem = trimmed.split("\\.", 2)[0].strip().toUpperCase(Locale.ROOT);
        if (trimmed.isEmpty()) {
            return fallback;
        }
        return RESERVED.contains(stem) ? "_" + trimmed : trimmed;
    }

    private static boolean isAllowed(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> FORBIDDEN.indexOf(character) < 0;
        };
    }
}
