package sealswarm.ledger.journal;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.security.MessageDigest;
import java.util.regex.Pattern;
import sealswarm.format.json.LowerHex;
import sealswarm.format.key.Digests;
import sealswarm.ledger.LedgerException;

/**
 * A SHA-256 value.
 *
 * @param hex 64 lower-case hex digits
 */
public record Sha256(@JsonValue String hex) {
    /** Bytes of the value. */
    public static final int LENGTH_BYTES = 32;

    private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

    /** Refuses anything but 64 lower-case hex digits. */
    @JsonCreator
    public Sha256 {
        if (!FORM.matcher(hex).matches()) {
            throw LedgerException.malformed("not a SHA-256 value of 64 lower-case hex digits");
        }
    }

    /** The hash of {@code bytes} as they are. */
    public static Sha256 of(byte[] bytes) {
        return new Sha256(LowerHex.encode(Digests.sha256().digest(bytes)));
    }

    /** The RFC 6962 leaf hash of {@code bytes}: a zero byte goes before them. */
    public static Sha256 ofLeaf(byte[] bytes) {
        MessageDigest digest = Digests.sha256();
        digest.update((byte) 0);
        return new Sha256(LowerHex.encode(digest.digest(bytes)));
    }

    /** The RFC 6962 node hash of two subtrees: a one byte goes before them. */
    public static Sha256 ofNode(Sha256 left, Sha256 right) {
        MessageDigest digest = Digests.sha256();
        digest.update((byte) 1);
        digest.update(left.bytes());
        return new Sha256(LowerHex.encode(digest.digest(right.bytes())));
    }

    /** The 32 bytes. */
    public byte[] bytes() {
        return LowerHex.decode(hex, LENGTH_BYTES);
    }

    @Override
    public String toString() {
        return hex;
    }
}
