package sealswarm.format.key;

import java.util.Arrays;
import sealswarm.format.json.LowerHex;

/** Derived ids: the first 16 bytes of SHA-256 over an {@link Info}, as 32 lower-case hex digits. */
public final class Id16 {
    /** Bytes of such an id. */
    public static final int LENGTH_BYTES = 16;

    private Id16() {}

    public static String of(Info info) {
        return LowerHex.encode(Arrays.copyOf(Digests.sha256().digest(info.bytes()), LENGTH_BYTES));
    }

    /** The id of {@code label} and text fields. */
    public static String of(String label, String... texts) {
        return of(Info.of(label, texts));
    }
}
