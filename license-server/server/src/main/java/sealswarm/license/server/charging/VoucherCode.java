package sealswarm.license.server.charging;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.Optional;
import sealswarm.ledger.journal.Sha256;

/**
 * The code of a voucher: {@link #LENGTH} characters of Crockford's base 32, which are 100 random bits. A bearer secret: shown once,
 * kept only as a hash, never printed.
 */
public final class VoucherCode {
    /** Characters, without the dashes it is shown with. */
    public static final int LENGTH = 20;

    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int GROUP = 5;

    private final String code;

    private VoucherCode(String code) {
        this.code = code;
    }

    /** A fresh code. */
    static VoucherCode random(SecureRandom random) {
        StringBuilder code = new StringBuilder();
        for (int i = 0; i < LENGTH; i++) {
            code.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return new VoucherCode(code.toString());
    }

    /** The code a person typed: case, dashes and spaces do not matter, O reads as 0, I and L as 1. */
    static Optional<VoucherCode> typed(String text) {
        String code = text.toUpperCase(Locale.ROOT)
                .replaceAll("[ -]", "")
                .replace('O', '0')
                .replace('I', '1')
                .replace('L', '1');
        boolean valid = code.length() == LENGTH && code.chars().allMatch(c -> ALPHABET.indexOf(c) >= 0);
        return valid ? Optional.of(new VoucherCode(code)) : Optional.empty();
    }

    /** What the server keeps. */
    Sha256 hash() {
        return Sha256.of(code.getBytes(StandardCharsets.US_ASCII));
    }

    /** For the one who gets it: in groups of five. */
    String shown() {
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < LENGTH; i += GROUP) {
            shown.append(i == 0 ? "" : "-").append(code, i, i + GROUP);
        }
        return shown.toString();
    }

    @Override
    public String toString() {
        return "VoucherCode[redacted]";
    }
}
