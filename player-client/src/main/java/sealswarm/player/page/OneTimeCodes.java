package sealswarm.player.page;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import sealswarm.player.validation.MonotonicMillis;

/**
 * The secret of this run and the code that leads to it. Other users of the machine can read command lines, so a browser is opened
 * with a code that works once within a minute; the answer redirects to the path with the token. Thread-safe.
 */
final class OneTimeCodes {
    /** How long a code works. */
    static final Duration LIFE = Duration.ofMinutes(1);

    private static final int SECRET_BYTES = 16;

    private final SecureRandom random;
    private final MonotonicMillis clock;
    private final String token;
    private String code = "";
    private long codeUntil;

    OneTimeCodes(SecureRandom random, MonotonicMillis clock) {
        this.random = random;
        this.clock = clock;
        this.token = secret();
    }

    private String secret() {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** The token of this run, 128 bits. */
    String token() {
        return token;
    }

    /** A fresh code; an older one stops working. */
    synchronized String newCode() {
        code = secret();
        codeUntil = clock.now() + LIFE.toMillis();
        return code;
    }

    /** Whether {@code given} is the code; it is used up by asking. */
    synchronized boolean redeem(String given) {
        boolean good = !code.isEmpty() && clock.now() <= codeUntil && same(code, given);
        if (good) {
            code = "";
        }
        return good;
    }

    boolean isToken(String given) {
        return same(token, given);
    }

    private static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
