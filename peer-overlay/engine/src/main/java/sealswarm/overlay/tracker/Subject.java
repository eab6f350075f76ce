package sealswarm.overlay.tracker;

import java.nio.ByteBuffer;
import sealswarm.overlay.token.Pseudonym;

/**
 * A pseudonym as the tracker keeps it.
 *
 * @param high its first eight bytes
 * @param low the others
 */
public record Subject(long high, long low) {
    /** The subject of a pseudonym. */
    public static Subject of(Pseudonym pseudonym) {
        ByteBuffer in = ByteBuffer.wrap(pseudonym.bytes());
        return new Subject(in.getLong(), in.getLong());
    }

    /** True for a token that was made for no subject. */
    public boolean isNobody() {
        return high == 0 && low == 0;
    }
}
