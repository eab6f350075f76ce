package sealswarm.overlay.token;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * One edge's HMAC key of one generation: mints tokens for that edge and checks them there. The license server derives it from
 * its {@link EdgeTokenRoot}; the edge gets it as a key file and can derive nothing else from it. Thread-safe until closed;
 * closing wipes the key.
 */
public final class EdgeTokenKey implements AutoCloseable {
    /** Characters of every token's text. */
    public static final int TEXT_LENGTH = 148;

    /** Highest generation. */
    public static final int MAX_GENERATION = 0xFFFF;

    static final int KEY_BYTES = 32;

    private static final int VERSION = 1;
    private static final int TAG_BYTES = 16;
    private static final int SIGNED_BYTES = 1 + EdgeKeyId.SIZE_BYTES + EdgeToken.FIELDS_BYTES;
    private static final String FILE_PREFIX = "ssek1";

    private final EdgeName edge;
    private final int generation;
    private final EdgeKeyId kid;
    private final byte[] key;
    private final Mac prototype;

    EdgeTokenKey(EdgeName edge, int generation, byte[] key) {
        this(edge, generation, EdgeKeyId.of(edge, generation), key);
    }

    /** A key that tokens name by another id than the edge's own. */
    EdgeTokenKey(EdgeName edge, int generation, EdgeKeyId kid, byte[] key) {
        this.edge = edge;
        this.generation = generation;
        this.kid = kid;
        this.key = key.clone();
        this.prototype = mac(this.key);
    }

    /** The edge it belongs to. */
    public EdgeName edge() {
        return edge;
    }

    /** 0 to {@value #MAX_GENERATION}; a rotation makes the next one. */
    public int generation() {
        return generation;
    }

    EdgeKeyId kid() {
        return kid;
    }

    /** The token as text for a URL path: {@value #TEXT_LENGTH} characters of base64url. The same token gives the same text. */
    public String mint(EdgeToken token) {
        ByteBuffer out = ByteBuffer.allocate(SIGNED_BYTES + TAG_BYTES);
        out.put((byte) VERSION).put(kid.bytes());
        token.writeTo(out);
        out.put(tag(out.array()));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(out.array());
    }

    /**
     * Checks a token's text against this key, a kind and a time. Nothing of a token is believed before its tag was compared, in
     * constant time.
     */
    public TokenVerdict check(String text, TokenKind kind, Instant now) {
        return parse(text).map(bytes -> judge(bytes, kind, now)).orElse(refused(TokenRefusal.MALFORMED));
    }

    /** The kid inside a token's text, unproven; nothing if the text is no token of this version. */
    static Optional<EdgeKeyId> unverifiedKid(String text) {
        return parse(text)
                .filter(bytes -> bytes[0] == VERSION)
                .map(bytes -> EdgeKeyId.of(Arrays.copyOfRange(bytes, 1, 1 + EdgeKeyId.SIZE_BYTES)));
    }

    private TokenVerdict judge(byte[] bytes, TokenKind kind, Instant now) {
        if (bytes[0] != VERSION) {
            return refused(TokenRefusal.UNSUPPORTED_VERSION);
        }
        if (!Arrays.equals(bytes, 1, 1 + EdgeKeyId.SIZE_BYTES, kid.bytes(), 0, EdgeKeyId.SIZE_BYTES)) {
            return refused(TokenRefusal.OTHER_EDGE);
        }
        if (!MessageDigest.isEqual(tag(bytes), Arrays.copyOfRange(bytes, SIGNED_BYTES, bytes.length))) {
            return refused(TokenRefusal.FORGED);
        }
        ByteBuffer fields = ByteBuffer.wrap(bytes, 1 + EdgeKeyId.SIZE_BYTES, EdgeToken.FIELDS_BYTES);
        return EdgeToken.readFrom(fields)
                .map(token -> judge(token, kind, now.getEpochSecond()))
                .orElse(refused(TokenRefusal.MALFORMED));
    }

    private static TokenVerdict judge(EdgeToken token, TokenKind kind, long nowSecond) {
        if (token.kind() != kind) {
            return refused(TokenRefusal.WRONG_KIND);
        }
        if (nowSecond >= token.expiresAtEpochSecond()) {
            return refused(TokenRefusal.EXPIRED);
        }
        if (token.expiresAtEpochSecond() - nowSecond > EdgeToken.MAX_LIFE_SECONDS) {
            return refused(TokenRefusal.LIFE_TOO_LONG);
        }
        return new TokenVerdict.Accepted(token);
    }

    private static TokenVerdict refused(TokenRefusal reason) {
        return new TokenVerdict.Refused(reason);
    }

    private static Optional<byte[]> parse(String text) {
        if (text.length() != TEXT_LENGTH) {
            return Optional.empty();
        }
        try {
            return Optional.of(Base64.getUrlDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private byte[] tag(byte[] token) {
        try {
            // A clone carries the keyed state, so that checking takes no key schedule and no lock.
            Mac mac = (Mac) prototype.clone();
            mac.update(token, 0, SIGNED_BYTES);
            return Arrays.copyOf(mac.doFinal(), TAG_BYTES);
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("HmacSHA256 of this Java platform cannot be cloned", e);
        }
    }

    private static Mac mac(byte[] key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    /**
     * The one line of the edge's key file: {@code ssek1.<edge>.<generation>.<43 characters of base64url>}. It is the secret; the
     * method is named so that its uses are found.
     */
    public String revealKeyFileLine() {
        return FILE_PREFIX + "." + edge + "." + generation + "." + revealKeyText();
    }

    String revealKeyText() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key);
    }

    /**
     * Reads a key file's line; white space around it is ignored.
     *
     * @throws IllegalArgumentException for anything else; the message holds nothing of the line
     */
    public static EdgeTokenKey ofKeyFileLine(String line) {
        String[] parts = line.strip().split("\\.", -1);
        if (parts.length == 4 && parts[0].equals(FILE_PREFIX) && parts[2].matches("[0-9]{1,5}")) {
            int generation = Integer.parseInt(parts[2]);
            try {
                byte[] key = Base64.getUrlDecoder().decode(parts[3]);
                if (key.length == KEY_BYTES && generation <= MAX_GENERATION) {
                    return new EdgeTokenKey(new EdgeName(parts[1]), generation, key);
                }
            } catch (IllegalArgumentException e) {
                throw notAKeyFile();
            }
        }
        throw notAKeyFile();
    }

    private static IllegalArgumentException notAKeyFile() {
        return new IllegalArgumentException(
                "not an edge key file: one line ssek1.<edge>.<generation>.<key> is expected");
    }

    @Override
    public void close() {
        Arrays.fill(key, (byte) 0);
        prototype.reset();
    }

    @Override
    public String toString() {
        return "EdgeTokenKey[" + edge + ", generation " + generation + "]";
    }
}
