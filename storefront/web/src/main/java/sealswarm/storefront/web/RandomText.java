package sealswarm.storefront.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** Unguessable texts from an injected source, and the one-way names derived from them. Thread-safe. */
public final class RandomText {
    /** Bytes in an id or a token: 256 bits. */
    public static final int TOKEN_BYTES = 32;

    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{43}");
    private final SecureRandom random;

    /** Draws from the given source. */
    public RandomText(SecureRandom random) {
        this.random = random;
    }

    /** 256 random bits as 43 characters of base64url. */
    public String token() {
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** 64 random bits in hex, for request ids. */
    public String shortId() {
        byte[] bytes = new byte[8];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** Whether a text has the form of {@link #token()}. */
    public static boolean isToken(String text) {
        return TOKEN.matcher(text).matches();
    }

    /** SHA-256 of a purpose and a token, base64url: names a secret without holding it. */
    public static String digest(String purpose, String token) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(sha256(purpose + "\0" + token));
    }

    /** SHA-256 of a text in base64url: the code challenge S256 of RFC 7636, section 4.2. */
    public static String s256(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(sha256(text));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Equal or not, in a time that does not tell where they differ. */
    public static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
